package campaign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"saiying/internal/platform/fault"
)

// Set is a value to put at a path of a file. A nil Value takes the path out.
type Set struct {
	Path   string
	Value  any
	Reason string // why, for a decision; unused by Edit
}

// ErrEdit refuses an edit the text has no place for.
var ErrEdit = fault.Define("campaign.edit_failed", fault.Invalid,
	"“{path}”没有改成，请在文本里直接改。", "“{path}” could not be changed; please edit the text directly.")

// Edit changes values in a file's text and leaves every other byte, comments too, as it was.
func Edit(text []byte, sets []Set) ([]byte, error) {
	for _, s := range sets {
		value, err := nodeOf(s.Value)
		if err != nil {
			return nil, ErrEdit.With("path", s.Path).Wrap(err)
		}
		next, err := edit(text, strings.Split(s.Path, "."), value)
		if err != nil {
			return nil, ErrEdit.With("path", s.Path).Wrap(err)
		}
		if err := holds(next, s.Path, value); err != nil {
			return nil, ErrEdit.With("path", s.Path).Wrap(err)
		}
		text = next
	}
	return text, nil
}

// nodeOf turns a value, JSON text or node into a node; nil stays nil.
func nodeOf(v any) (*yaml.Node, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case *yaml.Node:
		return x, nil
	case json.RawMessage: // JSON is YAML too, and so keeps its keys in order
		var d Decision
		if string(x) == "null" || len(x) == 0 {
			return nil, nil
		}
		err := d.setText(x)
		if s, ok := d.Value.(string); ok && err == nil {
			return nodeOf(s)
		}
		return d.node, err
	case string:
		if _, ok := parseLiteral(x, beijing); ok { // a date needs no quotes
			return &yaml.Node{Kind: yaml.ScalarNode, Value: x}, nil
		}
	}
	var n yaml.Node
	err := n.Encode(v)
	return &n, err
}

// holds makes sure that an edit did what it was for.
func holds(text []byte, path string, want *yaml.Node) error {
	root, bad := parse(text, "edit")
	if bad != nil {
		return *bad
	}
	got := descend(root, path)
	if want == nil && got == nil {
		return nil
	}
	if want == nil || got == nil || plain(got) != plain(want) {
		return errors.New("the edited text does not hold the value")
	}
	return nil
}

func edit(text []byte, path []string, value *yaml.Node) ([]byte, error) {
	root, bad := parse(text, "edit")
	if bad != nil {
		return nil, *bad
	}
	e := &editor{text: text, lines: bytes.SplitAfter(text, []byte("\n"))}
	mapping, key, at, rest := deepest(root, path)
	if len(rest) > 0 {
		if value == nil {
			return text, nil
		}
		value = nest(rest, value)
	}
	switch {
	case at == nil:
		return e.insert(mapping, key, value)
	case value == nil:
		return e.remove(mapping, key)
	case len(rest) > 0 && at.Kind == yaml.ScalarNode: // the short form grows
		expand(at)
		at.Content = append(at.Content, value.Content...)
		at.Style = yaml.FlowStyle
		return e.splice(e.offset(at.Line, at.Column), e.shortEnd(at), flow(at)), nil
	case len(rest) > 0:
		return e.insert(at, value.Content[0].Value, value.Content[1])
	}
	return e.replace(at, value)
}

// deepest follows a path as far as it is written. at is nil when the last mapping lacks the key; rest
// holds the keys below at that are still missing.
func deepest(root *yaml.Node, path []string) (mapping *yaml.Node, key string, at *yaml.Node, rest []string) {
	mapping = root
	for i, k := range path {
		next := child(mapping, k)
		if next == nil {
			if i == 0 {
				return mapping, k, nil, path[1:]
			}
			return mapping, k, nil, path[i+1:]
		}
		if i == len(path)-1 {
			return mapping, k, next, nil
		}
		if next.Kind != yaml.MappingNode {
			return mapping, k, next, path[i+1:]
		}
		mapping = next
	}
	return mapping, "", nil, nil
}

// nest wraps a value in mappings for the keys above it.
func nest(keys []string, value *yaml.Node) *yaml.Node {
	for i := len(keys) - 1; i >= 0; i-- {
		m := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		addPair(m, keys[i], value)
		value = m
	}
	return value
}

// editor works on the bytes a tree was parsed from.
type editor struct {
	text  []byte
	lines [][]byte
}

// offset is the byte at a node's line and column; columns count characters.
func (e *editor) offset(line, column int) int {
	at := 0
	for _, l := range e.lines[:line-1] {
		at += len(l)
	}
	for i := range string(e.lines[line-1]) {
		if column--; column == 0 {
			return at + i
		}
	}
	return at + len(e.lines[line-1])
}

func (e *editor) splice(from, to int, with string) []byte {
	return append(append(append([]byte{}, e.text[:from]...), with...), e.text[to:]...)
}

func (e *editor) replace(at, value *yaml.Node) ([]byte, error) {
	from, to := e.offset(at.Line, at.Column), e.end(at)
	if isBlock(at) && value.Kind != yaml.ScalarNode && len(value.Content) > 0 {
		return e.splice(e.lineStart(from), to, block(value, at.Column-1)), nil
	}
	if isBlock(at) || at.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return e.splice(e.keyEnd(from, at), to, " "+flow(value)), nil
	}
	return e.splice(from, to, flow(value)), nil
}

// keyEnd is just after the colon of the key whose value begins at from.
func (e *editor) keyEnd(from int, at *yaml.Node) int {
	return bytes.LastIndexByte(e.text[:from], ':') + 1
}

func (e *editor) insert(mapping *yaml.Node, key string, value *yaml.Node) ([]byte, error) {
	if mapping.Kind != yaml.MappingNode || len(mapping.Content) == 0 {
		return nil, errors.New("there is no mapping to put it in")
	}
	if mapping.Style&yaml.FlowStyle != 0 {
		end := e.end(mapping) - 1
		return e.splice(end, end, ", "+key+": "+flow(value)), nil
	}
	end := e.lineEnd(e.end(mapping))
	line := strings.Repeat(" ", mapping.Content[0].Column-1) + key + ": " + flow(value) + "\n"
	if value.Kind == yaml.MappingNode && len(value.Content) > 4 {
		line = strings.Repeat(" ", mapping.Content[0].Column-1) + key + ":\n" + block(value, mapping.Content[0].Column+1) + "\n"
	}
	if end > 0 && e.text[end-1] != '\n' {
		line = "\n" + line
	}
	return e.splice(end, end, line), nil
}

func (e *editor) remove(mapping *yaml.Node, key string) ([]byte, error) {
	if mapping.Style&yaml.FlowStyle != 0 {
		from, to := e.offset(mapping.Line, mapping.Column), e.end(mapping)
		return e.splice(from, to, flow(without(mapping, key))), nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if k := mapping.Content[i]; k.Value == key {
			if len(mapping.Content) == 2 {
				return nil, errors.New("it is the only key there")
			}
			return e.splice(e.lineStart(e.offset(k.Line, k.Column)), e.lineEnd(e.end(mapping.Content[i+1])), ""), nil
		}
	}
	return nil, fmt.Errorf("no key %s", key)
}

func without(mapping *yaml.Node, key string) *yaml.Node {
	left := *mapping
	left.Content = nil
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value != key {
			left.Content = append(left.Content, mapping.Content[i], mapping.Content[i+1])
		}
	}
	return &left
}

func (e *editor) lineStart(at int) int { return bytes.LastIndexByte(e.text[:at], '\n') + 1 }

// lineEnd is the start of the line after the one that at, an end, falls on.
func (e *editor) lineEnd(at int) int {
	if at > 0 && e.text[at-1] == '\n' {
		return at
	}
	if i := bytes.IndexByte(e.text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(e.text)
}

func isBlock(n *yaml.Node) bool { return n.Kind != yaml.ScalarNode && n.Style&yaml.FlowStyle == 0 }

// shortEnd is the end of the scalar a short form was written as, before it grew.
func (e *editor) shortEnd(grown *yaml.Node) int { return e.end(grown.Content[1]) }

// end is the byte after a node's last.
func (e *editor) end(n *yaml.Node) int {
	from := e.offset(n.Line, n.Column)
	switch {
	case isBlock(n) && len(n.Content) > 0:
		return e.end(n.Content[len(n.Content)-1])
	case n.Kind != yaml.ScalarNode:
		return e.bracketEnd(from)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		return e.quoteEnd(from, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		return e.quoteEnd(from, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return e.literalEnd(from)
	}
	return from + len(n.Value)
}

func (e *editor) quoteEnd(from int, quote byte) int {
	for i := from + 1; i < len(e.text); i++ {
		switch {
		case e.text[i] == '\\' && quote == '"':
			i++
		case e.text[i] == quote && quote == '\'' && i+1 < len(e.text) && e.text[i+1] == quote:
			i++
		case e.text[i] == quote:
			return i + 1
		}
	}
	return len(e.text)
}

func (e *editor) bracketEnd(from int) int {
	depth := 0
	for i := from; i < len(e.text); i++ {
		switch c := e.text[i]; c {
		case '"', '\'':
			i = e.quoteEnd(i, c) - 1
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(e.text)
}

// literalEnd goes on while lines are blank or indented deeper than the line of the key.
func (e *editor) literalEnd(from int) int {
	start := e.lineStart(from)
	depth := indent(e.text[start:])
	at := e.lineEnd(from)
	end := at
	for at < len(e.text) {
		next := e.lineEnd(at)
		if next == at {
			next = at + 1
		}
		line := e.text[at:next]
		if len(bytes.TrimSpace(line)) > 0 {
			if indent(line) <= depth {
				break
			}
			end = next
		}
		at = next
	}
	return end
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// flow writes a node on one line, safe inside braces.
func flow(n *yaml.Node) string {
	c := clone(n)
	strip(c)
	list := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{c}}
	out, err := yaml.Marshal(list)
	if err != nil {
		return ""
	}
	s := strings.TrimSpace(string(out))
	return s[1 : len(s)-1]
}

// strip leaves the tree without comments, quotes or blocks that one line cannot hold.
func strip(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	if n.Kind != yaml.ScalarNode {
		n.Style = yaml.FlowStyle
	} else if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		n.Style = yaml.DoubleQuotedStyle
	}
	for _, c := range n.Content {
		strip(c)
	}
}

// block writes a mapping or list as lines indented by n blanks, without the last newline.
func block(value *yaml.Node, n int) string {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(blockStyle(clone(value))); err != nil {
		return ""
	}
	pad := strings.Repeat(" ", n)
	return pad + strings.ReplaceAll(strings.TrimSpace(out.String()), "\n", "\n"+pad)
}
