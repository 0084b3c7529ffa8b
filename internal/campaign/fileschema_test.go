package campaign

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

var update = flag.Bool("update", false, "write campaigns/schema.json anew")

func TestShippedSchemaIsTheOneWeGenerate(t *testing.T) {
	if *update {
		if err := os.WriteFile("../../campaigns/schema.json", FileSchema(), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(file(t, "schema.json"), FileSchema()) {
		t.Error("campaigns/schema.json is not what FileSchema says; run go test -run Schema -update")
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(FileSchema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("campaign.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("campaign.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON reads YAML as a JSON validator sees it: dates stay the text they are.
func asJSON(n *yaml.Node) any {
	switch {
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		list := []any{}
		for _, x := range n.Content {
			list = append(list, asJSON(x))
		}
		return list
	case n.Tag == "!!timestamp":
		return n.Value
	}
	var v any
	_ = n.Decode(&v)
	return v
}

func TestShippedFilesFitTheSchema(t *testing.T) {
	schema := compiledSchema(t)
	for _, key := range shipped {
		root, fault := parse(file(t, key+".yaml"), key)
		if fault != nil {
			t.Fatal(fault)
		}
		if err := schema.Validate(asJSON(root)); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestSchemaRefusesSlips(t *testing.T) {
	schema := compiledSchema(t)
	for name, set := range map[string]Set{
		"an unknown key":      {Path: "prices", Value: "x"},
		"a word for a number": {Path: "prizes.first.quota", Value: "五"},
		"an unknown kind":     {Path: "phases.vote.kind", Value: "voting"},
		"a wrong date":        {Path: "phases.vote.open", Value: "11月26日"},
	} {
		text, err := Edit(file(t, "hebei-2020.yaml"), []Set{set})
		if err != nil {
			t.Fatal(err)
		}
		root, _ := parse(text, name)
		if schema.Validate(asJSON(root)) == nil {
			t.Errorf("%s passed", name)
		}
	}
}
