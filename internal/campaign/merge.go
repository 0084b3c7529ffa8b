package campaign

import (
	"cmp"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// Apply merges decisions into a copy of the campaign. A decision may set only an open path; under an
// open mapping it may add and complete but not change what the notice states. A later decision on the
// same path replaces an earlier one.
func (c *Campaign) Apply(decisions []Decision) (*Campaign, []Fault) {
	root := clone(c.source.root)
	files := map[*yaml.Node]string{}
	var faults []Fault
	latest := map[string]int{}
	for i, d := range decisions {
		latest[d.Path] = i
	}
	for i, d := range decisions {
		if latest[d.Path] != i {
			continue
		}
		if f := c.merge(root, d, files); f != nil {
			faults = append(faults, *f)
		}
	}
	if faults != nil {
		return nil, faults
	}
	out, faults := build(c.source, root, files, decisions)
	if out != nil {
		faults = c.outside(out)
	}
	if faults != nil {
		return nil, faults
	}
	return out, nil
}

// outside finds decided times that leave the stretch the notice gives: 12月中旬 may be made exact, not moved.
// 12月底 and the like are approximate and bind nobody.
func (c *Campaign) outside(decided *Campaign) []Fault {
	var faults []Fault
	for i, p := range c.Phases {
		was, is := p.Window, decided.Phases[i].Window
		if !is.Exact || was.Precision != TenDays && was.Precision != Month || was.Open == nil || was.Close == nil {
			continue
		}
		if is.Open.Before(*was.Open) || is.Close.After(*was.Close) {
			d, _ := decided.decision("phases." + p.Key)
			faults = append(faults, Fault{File: cmp.Or(d.file, "决定"), Line: max(d.line, 1), Path: d.Path,
				Message: fmt.Sprintf("“%s”的时间要在通知写的“%s”之内", p.Label, p.Window.Says)})
		}
	}
	return faults
}

// merge puts one decision into the tree.
func (c *Campaign) merge(root *yaml.Node, d Decision, files map[*yaml.Node]string) *Fault {
	bad := func(format string, args ...any) *Fault {
		return &Fault{File: cmp.Or(d.file, "决定"), Line: max(d.line, 1), Path: d.Path, Message: fmt.Sprintf(format, args...)}
	}
	if !c.isOpen(d.Path) {
		if n := descend(c.source.root, d.Path); n != nil {
			return bad("“%s”通知已写明，不能用决定来改；要改请出更正通知（新版次）", d.Path)
		}
		return bad("“%s”不在通知未写明的清单里，不能定", d.Path)
	}
	value := clone(d.value())
	mark(value, cmp.Or(d.file, "决定"), max(d.line, 1), d.node == nil || d.file == "", files)
	if clash := put(root, strings.Split(d.Path, "."), value); clash != "" {
		return bad("“%s”通知已写明，不能用决定来改", join(d.Path, clash))
	}
	return nil
}

func (c *Campaign) isOpen(path string) bool {
	for _, o := range c.Open {
		if o.Path == path && path != "" {
			return true
		}
	}
	return false
}

// value is the decision's value as a node.
func (d Decision) value() *yaml.Node {
	if d.node != nil {
		return d.node
	}
	var n yaml.Node
	if err := n.Encode(d.Value); err != nil {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
	}
	return &n
}

// mark remembers that nodes came from the decisions; those without lines of their own take the decision's.
func mark(n *yaml.Node, file string, line int, force bool, files map[*yaml.Node]string) {
	files[n] = file
	if force || n.Line == 0 {
		n.Line = line
	}
	for _, c := range n.Content {
		mark(c, file, line, force, files)
	}
}

// put sets value at the path, making mappings on the way. It returns the key below the path that the
// notice already states differently, or "".
func put(n *yaml.Node, path []string, value *yaml.Node) (clash string) {
	key := path[0]
	at := child(n, key)
	switch {
	case len(path) > 1 && at == nil:
		at = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line}
		addPair(n, key, at)
		return put(at, path[1:], value)
	case len(path) > 1:
		expand(at)
		return put(at, path[1:], value)
	case at == nil:
		addPair(n, key, value)
		return ""
	}
	return complete(n, key, at, value)
}

// complete lets value fill the gaps of what stands there.
func complete(n *yaml.Node, key string, at, value *yaml.Node) string {
	if !stated(at) && at.Kind == yaml.ScalarNode {
		replace(n, key, value)
		return ""
	}
	if at.Kind == yaml.ScalarNode && value.Kind == yaml.MappingNode {
		expand(at)
	}
	if at.Kind != yaml.MappingNode || value.Kind != yaml.MappingNode {
		if at.Kind == value.Kind && at.Value == value.Value && at.Kind == yaml.ScalarNode {
			return ""
		}
		return key
	}
	for i := 0; i+1 < len(value.Content); i += 2 {
		if clash := put(at, []string{value.Content[i].Value}, value.Content[i+1]); clash != "" {
			if clash == value.Content[i].Value {
				return clash
			}
			return value.Content[i].Value + "." + clash
		}
	}
	return ""
}

// expand turns the short form of an item, its label alone, into a mapping.
func expand(n *yaml.Node) {
	if n.Kind != yaml.ScalarNode {
		return
	}
	label := *n
	*n = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Column: n.Column}
	addPair(n, "label", &label)
}

func addPair(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key, Line: value.Line}, value)
}

func replace(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
		}
	}
}

// stated tells whether a node carries a value of the notice: a mapping may still be completed, and a
// coarse word stands for a value to be decided.
func stated(n *yaml.Node) bool {
	switch {
	case n == nil || n.Kind == yaml.MappingNode:
		return false
	case n.Kind == yaml.ScalarNode:
		return !isCoarse(n.Value)
	}
	return true
}

func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = make([]*yaml.Node, len(n.Content))
	for i, x := range n.Content {
		c.Content[i] = clone(x)
	}
	return &c
}
