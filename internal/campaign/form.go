package campaign

import (
	"reflect"
	"strings"
)

// fieldSpec is one key of a struct in the file.
type fieldSpec struct {
	name, zh, or string
	index        int
}

// structForm is how a struct is written in the file, read once from its tags.
type structForm struct {
	fields             map[string]int // name → index in specs
	specs              []fieldSpec
	key, short, window int // field indexes, -1 when there is none
}

var forms = map[reflect.Type]*structForm{}

func init() { buildForm(reflect.TypeFor[Campaign]()) }

// buildForm reads the tags of t and of every struct below it.
func buildForm(t reflect.Type) {
	if _, done := forms[t]; done || t == momentType || t == windowType {
		return
	}
	form := &structForm{fields: map[string]int{}, key: -1, short: -1, window: -1}
	forms[t] = form
	for i := range t.NumField() {
		form.add(i, t.Field(i))
	}
}

func (f *structForm) add(i int, field reflect.StructField) {
	tag, ok := field.Tag.Lookup("y")
	if !ok {
		return
	}
	name, flags, _ := strings.Cut(tag, ",")
	switch {
	case name == "-key":
		f.key = i
		return
	case flags == "inline":
		f.window = i
		return
	case flags == "short":
		f.short = i
	}
	spec := fieldSpec{name: name, zh: field.Tag.Get("zh"), index: i}
	if or, ok := strings.CutPrefix(flags, "or="); ok {
		spec.or = or
	}
	f.fields[name] = len(f.specs)
	f.specs = append(f.specs, spec)
	if elem := elemOf(field.Type); elem.Kind() == reflect.Struct && field.Type != zoneType {
		buildForm(elem)
	}
}

// elemOf strips slices and pointers.
func elemOf(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func formOf(t reflect.Type) *structForm { return forms[t] }

func (f *structForm) names() []string {
	var names []string
	for _, s := range f.specs {
		names = append(names, s.name)
	}
	if f.window >= 0 {
		names = append(names, windowKeys...)
	}
	return names
}
