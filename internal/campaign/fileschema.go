package campaign

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// object is a JSON Schema under construction.
type object = map[string]any

// required are the keys a file cannot do without, by the struct that holds them.
var required = map[reflect.Type][]string{
	reflect.TypeFor[Campaign]():    {"campaign", "version", "title", "short", "phases", "notice"},
	reflect.TypeFor[Notice]():      {"title", "issuers", "text"},
	reflect.TypeFor[Phase]():       {"label", "kind"},
	reflect.TypeFor[Rule]():        {"label", "says"},
	reflect.TypeFor[Round]():       {"label", "kind"},
	reflect.TypeFor[Door]():        {"label", "kind"},
	reflect.TypeFor[Taxonomy]():    {"label", "choose"},
	reflect.TypeFor[Voting]():      {"phase", "candidates", "per_day", "per_work_per_day"},
	reflect.TypeFor[Channel]():     {"label", "account"},
	reflect.TypeFor[Declaration](): {"label", "says"},
	reflect.TypeFor[OpenPoint]():   {"says"},
}

const keyExpr = "^[a-z][a-z0-9_]{0,39}$"

const timeExpr = `^(\d{4}-\d{2}-\d{2}( \d{2}:\d{2}|下班|~\d{4}-\d{2}-\d{2})?|\d{4}-\d{2}(上旬|中旬|下旬|底)?|另行通知)$`

// FileSchema is the JSON Schema of a campaign file (draft 2020-12), made from the same tags the reader
// obeys. Editors use it for completion; Load says more and in better words.
func FileSchema() []byte {
	defs := object{}
	top := schemaOf(reflect.TypeFor[Campaign](), defs)
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["$id"] = "https://saiying.example/schema/campaign.json"
	top["title"] = "赛映活动文件"
	top["description"] = "通知写成的数据：一份通知一个文件，没有写明的列入open。"
	top["$defs"] = defs
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(top); err != nil {
		panic(err) // a schema of plain maps always encodes
	}
	return out.Bytes()
}

// schemaFor is the schema of a Go type; structs other than the top become $defs.
func schemaFor(t reflect.Type, defs object) object {
	for t.Kind() == reflect.Pointer && t != zoneType {
		t = t.Elem()
	}
	switch {
	case t == zoneType:
		return object{"type": "string", "examples": []string{"Asia/Shanghai"}}
	case t == momentType:
		return object{"type": "string", "pattern": timeExpr}
	case t.Kind() == reflect.Struct:
		return refTo(t, defs)
	case t.Kind() == reflect.Map:
		return object{"type": "object", "additionalProperties": object{"type": "number", "minimum": 0, "maximum": 1}}
	case t.Kind() == reflect.Slice:
		return schemaOfSlice(t, defs)
	}
	return schemaOfScalar(t)
}

func schemaOfScalar(t reflect.Type) object {
	switch t.Kind() {
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return object{"type": "number", "minimum": 0}
	}
	words := vocabularies[t]
	if words == nil {
		return object{"type": []string{"string", "number", "boolean"}, "minLength": 1}
	}
	var says []string
	for _, w := range words {
		says = append(says, w.key+" "+w.zh)
	}
	return object{"enum": keysOf(words), "description": strings.Join(says, "；")}
}

func schemaOfSlice(t reflect.Type, defs object) object {
	elem := t.Elem()
	item := schemaFor(elem, defs)
	if elem.Kind() == reflect.Struct && formOf(elem).key >= 0 {
		return object{"type": "object", "propertyNames": object{"pattern": keyExpr}, "additionalProperties": item}
	}
	list := object{"type": "array", "items": item}
	if elem.Kind() == reflect.Struct {
		return list
	}
	return object{"anyOf": []object{item, list}}
}

// refTo defines a struct once and refers to it. A struct with a short form may be that alone.
func refTo(t reflect.Type, defs object) object {
	name := strings.ToLower(t.Name())
	if _, done := defs[name]; !done {
		defs[name] = object{}
		full := schemaOf(t, defs)
		if short := formOf(t).short; short >= 0 {
			full = object{"anyOf": []object{schemaFor(t.Field(short).Type, defs), full}}
		}
		defs[name] = full
	}
	return object{"$ref": "#/$defs/" + name}
}

func schemaOf(t reflect.Type, defs object) object {
	form := formOf(t)
	properties := object{}
	for _, spec := range form.specs {
		one := schemaFor(t.Field(spec.index).Type, defs)
		if spec.or != "" {
			one = object{"anyOf": []object{one, {"enum": coarse}}}
		}
		if spec.zh != "" {
			one["title"] = spec.zh
		}
		properties[spec.name] = one
	}
	if form.window >= 0 {
		for key, zh := range windowNames {
			properties[key] = object{"type": "string", "title": zh, "pattern": timeExpr}
		}
		properties["says"] = object{"type": "string", "title": "时间原文"}
		properties["precision"] = schemaOfScalar(reflect.TypeFor[Precision]())
	}
	out := object{"type": "object", "additionalProperties": false, "properties": properties}
	if must := required[t]; must != nil {
		out["required"] = must
	}
	return out
}
