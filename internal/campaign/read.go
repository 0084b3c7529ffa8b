package campaign

import (
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// reader turns YAML nodes into the structs of this package by their tags, gathering every fault with
// its line. A slice of structs with a `-key` field is a mapping in the file; a struct with a `short`
// field may be written as that field alone.
type reader struct {
	file   string
	zone   *time.Location
	files  map[*yaml.Node]string // nodes that came from another file: the decisions
	at     map[string]*yaml.Node // where each path stands
	keys   map[string]*yaml.Node // the key of each path, which is where a mapping begins for people
	faults []Fault
}

func newReader(file string) *reader {
	return &reader{file: file, zone: beijing, files: map[*yaml.Node]string{}, at: map[string]*yaml.Node{}, keys: map[string]*yaml.Node{}}
}

// fault records a message at the node, once a line and message.
func (r *reader) fault(n *yaml.Node, path, format string, args ...any) {
	f := Fault{File: r.file, Line: 1, Path: path, Message: fmt.Sprintf(format, args...)}
	if n != nil {
		f.Line = n.Line
		if other, ok := r.files[n]; ok {
			f.File = other
		}
	}
	r.faults = append(r.faults, f)
}

// faultAt records a message at a path or, where it is not written, at the nearest path above it.
func (r *reader) faultAt(path, format string, args ...any) {
	r.fault(r.node(path), path, format, args...)
}

func (r *reader) node(path string) *yaml.Node {
	for p := path; p != ""; p = parent(p) {
		n := r.at[p]
		if key := r.keys[p]; key != nil && n != nil && isBlock(n) {
			return key
		}
		if n != nil {
			return n
		}
	}
	return nil
}

func (r *reader) sorted() []Fault {
	sort.SliceStable(r.faults, func(i, j int) bool {
		a, b := r.faults[i], r.faults[j]
		return a.File < b.File || a.File == b.File && a.Line < b.Line
	})
	return r.faults
}

func parent(path string) string {
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

var (
	momentType = reflect.TypeFor[Moment]()
	windowType = reflect.TypeFor[Window]()
	zoneType   = reflect.TypeFor[*time.Location]()
)

// into reads the node at path into v.
func (r *reader) into(v reflect.Value, n *yaml.Node, path string) {
	r.at[path] = n
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.fault(n, path, "不要用&和*引用，照写一遍更清楚")
		return
	}
	if n.Kind == yaml.ScalarNode && (n.Tag == "!!null" || strings.TrimSpace(n.Value) == "") {
		r.fault(n, path, "“%s”后面是空的：没有就不要写这一行", last(path))
		return
	}
	switch {
	case v.Type() == zoneType:
		r.location(v, n, path)
	case v.Type() == momentType:
		r.moment(v, n, path)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		r.into(v.Elem(), n, path)
	case v.Kind() == reflect.Struct:
		r.structure(v, n, path)
	case v.Kind() == reflect.Slice:
		r.slice(v, n, path)
	case v.Kind() == reflect.Map:
		r.numbers(v, n, path)
	default:
		r.scalar(v, n, path)
	}
}

// last is the last key of a path; an item of a list is named by the list.
func last(path string) string {
	key := path[strings.LastIndexByte(path, '.')+1:]
	if _, err := strconv.Atoi(key); err == nil && key != path {
		return last(parent(path))
	}
	return key
}

func (r *reader) scalar(v reflect.Value, n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode {
		r.fault(n, path, "“%s”只能写一个值", last(path))
		return
	}
	text := strings.TrimSpace(n.Value)
	switch v.Kind() {
	case reflect.String:
		r.word(v, text, n, path)
	case reflect.Bool:
		on, err := strconv.ParseBool(text)
		if err != nil || n.Tag != "!!bool" {
			r.fault(n, path, "“%s”只能写true或false，不能写“%s”", last(path), text)
		}
		v.SetBool(on)
	case reflect.Int:
		i, err := strconv.Atoi(text)
		if err != nil || i < 0 {
			r.fault(n, path, "“%s”要写不小于0的整数，不能写“%s”", last(path), text)
		}
		v.SetInt(int64(i))
	case reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil || f < 0 || f != f || f > 1e12 {
			r.fault(n, path, "“%s”要写不小于0的数，不能写“%s”", last(path), text)
			return
		}
		v.SetFloat(f)
	}
}

func (r *reader) word(v reflect.Value, text string, n *yaml.Node, path string) {
	words, closed := vocabularies[v.Type()]
	if closed && !contains(keysOf(words), text) {
		r.fault(n, path, "“%s”不认识“%s”%s", last(path), text, hint(text, keysOf(words)))
		return
	}
	v.SetString(text)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func (r *reader) location(v reflect.Value, n *yaml.Node, path string) {
	zone, err := time.LoadLocation(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil || n.Value == "Local" {
		r.fault(n, path, "不认识的时区“%s”，一般写Asia/Shanghai", n.Value)
		return
	}
	v.Set(reflect.ValueOf(zone))
	r.zone = zone
}

// pairs calls each with the keys and values of a mapping, refusing a key written twice.
func (r *reader) pairs(n *yaml.Node, path string, each func(key, value *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		r.fault(n, path, "“%s”下面要写成“键: 值”的形式", last(path))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if seen[key.Value] {
			r.fault(key, join(path, key.Value), "键“%s”写了两次", key.Value)
			continue
		}
		seen[key.Value] = true
		r.keys[join(path, key.Value)] = key
		each(key, value)
	}
}

func (r *reader) structure(v reflect.Value, n *yaml.Node, path string) {
	form := formOf(v.Type())
	if n.Kind == yaml.ScalarNode && form.short >= 0 || n.Kind == yaml.SequenceNode && form.short >= 0 {
		r.into(v.Field(form.short), n, path)
		return
	}
	var window *windowText
	r.pairs(n, path, func(key, value *yaml.Node) {
		name, at := key.Value, join(path, key.Value)
		if i, ok := form.fields[name]; ok {
			r.field(v, form.specs[i], value, at)
			return
		}
		if form.window >= 0 && contains(windowKeys, name) {
			if window == nil {
				window = &windowText{}
			}
			r.windowKey(window, name, value, at)
			return
		}
		r.fault(key, at, "不认识的键“%s”%s", name, hint(name, form.names()))
	})
	if form.window >= 0 {
		v.Field(form.window).Set(reflect.ValueOf(window.window(r, path)))
	}
}

// field reads one field; an `or` field takes the notice's coarse word (若干) in its place.
func (r *reader) field(v reflect.Value, spec fieldSpec, n *yaml.Node, path string) {
	if spec.or != "" && n.Kind == yaml.ScalarNode && isCoarse(n.Value) {
		r.at[path] = n
		v.FieldByName(spec.or).SetString(n.Value)
		return
	}
	r.into(v.Field(spec.index), n, path)
}

var keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

func (r *reader) slice(v reflect.Value, n *yaml.Node, path string) {
	elem := v.Type().Elem()
	if elem.Kind() == reflect.Struct && formOf(elem).key >= 0 {
		r.keyed(v, n, path)
		return
	}
	items := n.Content
	if n.Kind == yaml.ScalarNode {
		items = []*yaml.Node{n}
	} else if n.Kind != yaml.SequenceNode {
		r.fault(n, path, "“%s”下面要写成清单，每项一行，用“- ”起头", last(path))
		return
	}
	for i, item := range items {
		one := reflect.New(elem).Elem()
		at := path
		if n.Kind == yaml.SequenceNode {
			at = fmt.Sprintf("%s.%d", path, i)
		}
		r.into(one, item, at)
		v.Set(reflect.Append(v, one))
	}
}

// keyed reads a mapping into a slice of structs, each knowing its key, in the file's order.
func (r *reader) keyed(v reflect.Value, n *yaml.Node, path string) {
	elem := v.Type().Elem()
	r.pairs(n, path, func(key, value *yaml.Node) {
		at := join(path, key.Value)
		if !keyPattern.MatchString(key.Value) {
			r.fault(key, at, "键“%s”只能用小写字母、数字和下划线，以字母起头", key.Value)
			return
		}
		one := reflect.New(elem).Elem()
		one.Field(formOf(elem).key).SetString(key.Value)
		r.into(one, value, at)
		v.Set(reflect.Append(v, one))
	})
}

func (r *reader) numbers(v reflect.Value, n *yaml.Node, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	r.pairs(n, path, func(key, value *yaml.Node) {
		one := reflect.New(v.Type().Elem()).Elem()
		r.into(one, value, join(path, key.Value))
		v.SetMapIndex(reflect.ValueOf(key.Value), one)
	})
}
