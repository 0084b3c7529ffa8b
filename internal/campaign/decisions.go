package campaign

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"time"

	"gopkg.in/yaml.v3"
)

// Decision fills an open point: what the organiser settled, who, when and why.
type Decision struct {
	Path   string
	Value  any // as YAML reads it: string, number, bool, list or map
	By     string
	At     time.Time
	Reason string

	node *yaml.Node // the value as written, its keys in order
	file string
	line int
}

// setText reads the value from YAML, or JSON, which is YAML too.
func (d *Decision) setText(text []byte) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return err
	}
	if len(doc.Content) == 0 {
		return errors.New("the value is empty")
	}
	d.node = doc.Content[0]
	return d.node.Decode(&d.Value)
}

// LoadDecisions reads a decisions file: the campaign it belongs to and what was decided.
func LoadDecisions(rd io.Reader, name string) (string, []Decision, []Fault) {
	text, err := io.ReadAll(io.LimitReader(rd, maxFile+1))
	if err != nil {
		return "", nil, []Fault{{File: name, Line: 1, Message: "文件读不出来：" + err.Error()}}
	}
	root, bad := parse(text, name)
	if bad != nil {
		return "", nil, []Fault{*bad}
	}
	r := newReader(name)
	var key string
	var list []Decision
	r.pairs(root, "", func(k, v *yaml.Node) {
		switch k.Value {
		case "decisions":
			r.into(reflect.ValueOf(&key).Elem(), v, "decisions")
		case "set":
			list = r.decisions(v)
		default:
			r.fault(k, k.Value, "不认识的键“%s”%s", k.Value, hint(k.Value, []string{"decisions", "set"}))
		}
	})
	if key == "" {
		r.fault(root, "decisions", "缺少decisions：这些决定属于哪个活动")
	}
	return key, list, r.sorted()
}

func (r *reader) decisions(n *yaml.Node) []Decision {
	if n.Kind != yaml.SequenceNode {
		r.fault(n, "set", "“set”下面要写成清单，每项用“- ”起头")
		return nil
	}
	var list []Decision
	for _, item := range n.Content {
		list = append(list, r.decision(item))
	}
	return list
}

func (r *reader) decision(n *yaml.Node) Decision {
	d := Decision{file: r.file, line: n.Line}
	r.pairs(n, "", func(k, v *yaml.Node) {
		switch k.Value {
		case "path":
			r.into(reflect.ValueOf(&d.Path).Elem(), v, "path")
		case "by":
			r.into(reflect.ValueOf(&d.By).Elem(), v, "by")
		case "why":
			r.into(reflect.ValueOf(&d.Reason).Elem(), v, "why")
		case "at":
			if l := r.literal(v, "at"); l != nil {
				d.At = l.from
			}
		case "value":
			d.node = v
			_ = v.Decode(&d.Value)
		default:
			r.fault(k, k.Value, "不认识的键“%s”%s", k.Value, hint(k.Value, []string{"path", "value", "by", "at", "why"}))
		}
	})
	for _, must := range []struct {
		missing bool
		say     string
	}{
		{d.Path == "", "path：定的是哪一处"}, {d.node == nil, "value：定成什么"}, {d.By == "", "by：谁定的"},
		{d.At.IsZero(), "at：什么时候定的"}, {d.Reason == "", "why：为什么这样定"},
	} {
		if must.missing {
			r.fault(n, d.Path, "这项决定缺少%s", must.say)
		}
	}
	return d
}

// DecisionsText writes decisions as their file.
func DecisionsText(key string, decisions []Decision, zone *time.Location) []byte {
	root := &yaml.Node{Kind: yaml.MappingNode}
	addPair(root, "decisions", text(key))
	set := &yaml.Node{Kind: yaml.SequenceNode}
	for _, d := range decisions {
		n := &yaml.Node{Kind: yaml.MappingNode}
		addPair(n, "path", text(d.Path))
		addPair(n, "value", blockStyle(clone(d.value())))
		addPair(n, "by", text(d.By))
		addPair(n, "at", text(d.At.In(zone).Format("2006-01-02 15:04")))
		addPair(n, "why", text(d.Reason))
		set.Content = append(set.Content, n)
	}
	addPair(root, "set", set)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return nil
	}
	return out.Bytes()
}

func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

// blockStyle drops the flow and quotes that JSON brings along.
func blockStyle(n *yaml.Node) *yaml.Node {
	n.Style &^= yaml.FlowStyle | yaml.DoubleQuotedStyle
	for _, c := range n.Content {
		blockStyle(c)
	}
	return n
}
