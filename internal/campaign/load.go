package campaign

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a campaign names its zone; a small machine may not carry the table

	"gopkg.in/yaml.v3"
)

// maxFile bounds a campaign file: the longest notice is about 60 kB.
const maxFile = 1 << 20

// beijing is the zone of a campaign that names none.
var beijing = mustZone("Asia/Shanghai")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// source is the text a campaign was read from.
type source struct {
	name string
	text []byte
	root *yaml.Node
}

// Fault is something wrong in a file, as people read it: FILE:LINE: message.
type Fault struct {
	File    string
	Line    int
	Path    string
	Message string
}

// Error is the fault as FILE:LINE: message.
func (f Fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Load reads a notice and returns every fault in it, in order of lines; the campaign is nil when there
// is one. name is the file's name for the faults.
func Load(rd io.Reader, name string) (*Campaign, []Fault) {
	text, err := io.ReadAll(io.LimitReader(rd, maxFile+1))
	if err != nil {
		return nil, []Fault{{File: name, Line: 1, Message: "文件读不出来：" + err.Error()}}
	}
	root, fault := parse(text, name)
	if fault != nil {
		return nil, []Fault{*fault}
	}
	return build(&source{name, text, root}, root, nil, nil)
}

// Text is the file the campaign was read from, byte for byte.
func (c *Campaign) Text() []byte { return c.source.text }

// build decodes a tree with its decisions merged in and checks it. files names the nodes that came
// from another file.
func build(src *source, root *yaml.Node, files map[*yaml.Node]string, decisions []Decision) (*Campaign, []Fault) {
	r := newReader(src.name)
	r.files = files
	c := &Campaign{Zone: beijing, Decisions: decisions, source: src}
	r.peekZone(root)
	r.into(reflect.ValueOf(c).Elem(), root, "")
	c.settle()
	c.markDecided()
	if len(r.faults) == 0 { // meaning is checked once the form is sound, or one slip is told twice
		check(c, r)
	}
	if len(r.faults) > 0 {
		return nil, r.sorted()
	}
	c.askOfAI()
	return c, nil
}

func (c *Campaign) markDecided() {
	for i := range c.Open {
		for _, d := range c.Decisions {
			if d.Path == c.Open[i].Path {
				c.Open[i].Decided = true
			}
		}
	}
}

// peekZone finds the campaign's zone first, for the times above it in the file.
func (r *reader) peekZone(root *yaml.Node) {
	if n := child(root, "zone"); n != nil {
		if zone, err := time.LoadLocation(n.Value); err == nil {
			r.zone = zone
		}
	}
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// parse reads one YAML document whose top is a mapping.
func parse(text []byte, name string) (*yaml.Node, *Fault) {
	bad := func(line int, message string) (*yaml.Node, *Fault) {
		return nil, &Fault{File: name, Line: line, Message: message}
	}
	if len(text) > maxFile {
		return bad(1, "文件超过1 MB，不像一份活动文件")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var doc, more yaml.Node
	if err := decoder.Decode(&doc); errors.Is(err, io.EOF) {
		return bad(1, "文件是空的")
	} else if err != nil {
		return bad(syntaxLine(err), "YAML写法不对："+syntaxSays(err))
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return bad(max(more.Line, 1), "一个文件只写一份通知，不要用---分开")
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return bad(doc.Content[0].Line, "最外层要写成“键: 值”的形式")
	}
	return doc.Content[0], nil
}

func syntaxLine(err error) int {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return 1
}

// syntaxWords translate what the YAML parser says most.
var syntaxWords = []struct{ en, zh string }{
	{"mapping values are not allowed", "这里不能再有冒号；文字里有冒号时用引号括起来"},
	{"found character that cannot start any token", "有不能用来起头的符号（常见的是Tab键，请改用空格缩进）"},
	{"found a tab character", "缩进用了Tab键，请改用空格"},
	{"did not find expected", "缩进或括号、引号没有对齐"},
	{"found unexpected end of stream", "引号或括号没有合上"},
	{"could not find expected ':'", "这一行缺冒号"},
	{"control characters are not allowed", "文件里有看不见的控制字符"},
	{"invalid leading UTF-8", "文件不是UTF-8编码"},
	{"invalid trailing UTF-8", "文件不是UTF-8编码"},
	{"unknown anchor", "用*引用了没有定义的内容"},
}

func syntaxSays(err error) string {
	for _, w := range syntaxWords {
		if strings.Contains(err.Error(), w.en) {
			return w.zh
		}
	}
	return err.Error()
}

// child is the value of a key in a mapping, or nil.
func child(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// descend follows a path of keys, or gives nil.
func descend(root *yaml.Node, path string) *yaml.Node {
	n := root
	for _, key := range strings.Split(path, ".") {
		if n = child(n, key); n == nil {
			return nil
		}
	}
	return n
}
