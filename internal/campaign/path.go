package campaign

import (
	"reflect"
	"strings"
)

// place is what a path of the file leads to: its Go type and its name for people.
type place struct {
	typ   reflect.Type
	label string
}

// find follows a path through the format, naming keyed things by their label in c. It fails on a key
// the format does not know, and on an item c does not have unless the path ends there.
func (c *Campaign) find(path string) (place, bool) {
	p := place{typ: reflect.TypeFor[Campaign]()}
	v := reflect.ValueOf(c).Elem()
	keys := strings.Split(path, ".")
	for i, key := range keys {
		var name string
		var known bool
		p.typ, v, name, known = step(p.typ, v, key)
		if !known && (p.typ == nil || i < len(keys)-1 || !keyPattern.MatchString(key)) {
			return place{}, false
		}
		if p.label != "" {
			p.label += " · "
		}
		p.label += name
	}
	return p, true
}

// step goes one key down. v may be the zero Value where c has nothing.
func step(t reflect.Type, v reflect.Value, key string) (reflect.Type, reflect.Value, string, bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
		if v.IsValid() {
			v = v.Elem()
		}
	}
	switch {
	case t.Kind() == reflect.Slice && elemOf(t).Kind() == reflect.Struct && formOf(elemOf(t)).key >= 0:
		return stepKeyed(elemOf(t), v, key)
	case t.Kind() == reflect.Map:
		return t.Elem(), reflect.Value{}, key, true
	case t.Kind() == reflect.Struct && formOf(t) != nil:
		return stepField(t, v, key)
	}
	return nil, v, "", false
}

func stepKeyed(elem reflect.Type, v reflect.Value, key string) (reflect.Type, reflect.Value, string, bool) {
	form := formOf(elem)
	for i := 0; v.IsValid() && i < v.Len(); i++ {
		if v.Index(i).Field(form.key).String() == key {
			return elem, v.Index(i), itemLabel(v.Index(i), key), true
		}
	}
	return elem, reflect.Value{}, key, false
}

// itemLabel is an item's own name: its label, or its key where it has none.
func itemLabel(v reflect.Value, key string) string {
	if f := v.FieldByName("Label"); f.IsValid() && f.String() != "" {
		return f.String()
	}
	return key
}

var windowNames = map[string]string{"open": "开始", "close": "结束", "at": "时间", "says": "时间原文", "precision": "时间精度"}

func stepField(t reflect.Type, v reflect.Value, key string) (reflect.Type, reflect.Value, string, bool) {
	form := formOf(t)
	if i, ok := form.fields[key]; ok {
		spec := form.specs[i]
		var value reflect.Value
		if v.IsValid() {
			value = v.Field(spec.index)
		}
		return t.Field(spec.index).Type, value, spec.zh, true
	}
	if name, ok := windowNames[key]; ok && form.window >= 0 {
		return reflect.TypeFor[Moment](), reflect.Value{}, name, true
	}
	return nil, v, "", false
}

// Label names a path for people: 专家评审 · 指标权重. An unknown path is its own name.
func (c *Campaign) Label(path string) string {
	if p, ok := c.find(path); ok {
		return p.label
	}
	return path
}

// covers tells whether a path is at or below another.
func covers(above, path string) bool {
	return path == above || strings.HasPrefix(path, above+".")
}
