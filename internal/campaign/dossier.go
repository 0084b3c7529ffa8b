package campaign

import (
	"reflect"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// The shapes of the console.

// OpenView is an open point with what an editor needs to settle it.
type OpenView struct {
	Path    string       `json:"path"`
	Label   string       `json:"label"`
	Says    string       `json:"says"`
	Blocks  string       `json:"blocks"`
	Kind    string       `json:"kind" enum:"number,text,choice,weights,criteria,yaml"`
	Options []OptionView `json:"options,omitempty"`
	Decided bool         `json:"decided"`
	Locked  bool         `json:"locked"`
	Value   any          `json:"value,omitempty"`
}

// DecisionView is a decision on record.
type DecisionView struct {
	Path      string `json:"path"`
	Label     string `json:"label"`
	Value     any    `json:"value"`
	ValueSays string `json:"value_says"`
	By        string `json:"by"`
	At        string `json:"at" format:"date-time"`
	Reason    string `json:"reason"`
}

// VersionView is a text that was in force.
type VersionView struct {
	Version  int    `json:"version"`
	At       string `json:"at" format:"date-time"`
	By       string `json:"by"`
	Corrects string `json:"corrects,omitempty"`
	SHA256   string `json:"sha256"`
}

// LockView is a topic that no longer changes.
type LockView struct {
	Topic string `json:"topic"`
	Label string `json:"label"`
	At    string `json:"at" format:"date-time"`
	Why   string `json:"why"`
}

// File is everything the console shows of a campaign.
type File struct {
	Key           string         `json:"key"`
	Title         string         `json:"title"`
	Version       int            `json:"version"`
	YAML          string         `json:"yaml"`
	DecisionsYAML string         `json:"decisions_yaml"`
	View          View           `json:"view"`
	Open          []OpenView     `json:"open"`
	Decisions     []DecisionView `json:"decisions"`
	Versions      []VersionView  `json:"versions"`
	Locks         []LockView     `json:"locks"`
}

func (d Dossier) file(now time.Time, counts Counts) File {
	c := d.Campaign
	stamp := func(t time.Time) string { return c.stamp(&t) }
	return File{
		Key: c.Key, Title: c.Title, Version: c.Version, YAML: string(c.Text()),
		DecisionsYAML: string(DecisionsText(c.Key, c.holding(), c.Zone)),
		View:          c.view(now, counts),
		Open:          each(c.Open, func(o OpenPoint) OpenView { return c.openView(o, d.Locks) }),
		Decisions: each(c.Decisions, func(x Decision) DecisionView {
			return DecisionView{x.Path, c.Label(x.Path), x.Value, c.SaysValue(x.Path, x.value()), x.By, stamp(x.At), x.Reason}
		}),
		Versions: each(d.Versions, func(v Version) VersionView {
			return VersionView{v.Version, stamp(v.At), v.By, v.Corrects, v.SHA256}
		}),
		Locks: each(d.Locks, func(l Locked) LockView {
			why, _ := lockWhy(l.Topic)
			return LockView{l.Topic, c.Label(l.Topic), stamp(l.At), why}
		}),
	}
}

func (c *Campaign) openView(o OpenPoint, locks []Locked) OpenView {
	v := OpenView{Path: o.Path, Label: "请人工核对", Says: o.Says, Blocks: Says(o.Blocks), Kind: "text", Decided: o.Decided}
	if o.Path == "" {
		return v
	}
	v.Label = c.Label(o.Path)
	v.Kind, v.Options = c.editor(o.Path)
	_, held := c.locked(locks, o.Path)
	v.Locked = held && o.Decided
	if d, ok := c.decision(o.Path); ok {
		v.Value = d.Value
	}
	return v
}

// editor is which editor settles a path, and what there is to choose from.
func (c *Campaign) editor(path string) (string, []OptionView) {
	p, _ := c.find(path)
	t := p.typ
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == nil:
		return "yaml", nil
	case vocabularies[t] != nil:
		return "choice", choices(t)
	case t == reflect.TypeFor[[]Criterion]():
		return "criteria", nil
	case t.Kind() == reflect.Map:
		return "weights", c.weighed(parent(path))
	case t.Kind() == reflect.Int || t.Kind() == reflect.Float64:
		return "number", nil
	case t.Kind() == reflect.Bool:
		return "choice", []OptionView{{"true", "是"}, {"false", "否"}}
	case t.Kind() == reflect.String:
		return "text", c.named(path)
	case t.Kind() == reflect.Slice && vocabularies[t.Elem()] != nil:
		return "yaml", choices(t.Elem())
	}
	return "yaml", nil
}

func choices(t reflect.Type) []OptionView {
	return each(vocabularies[t], func(w word) OptionView { return OptionView{w.key, w.zh} })
}

// named offers the phases where a text names one.
func (c *Campaign) named(path string) []OptionView {
	if last(path) != "freeze_before" && last(path) != "phase" {
		return nil
	}
	return each(c.Phases, func(p Phase) OptionView { return OptionView{p.Key, p.Label} })
}

// weighed lists what weights are given to: a round's criteria, the parts of the final score, indicators.
func (c *Campaign) weighed(path string) []OptionView {
	keys := strings.Split(path, ".")
	switch keys[0] {
	case "rounds":
		d, _ := c.Round(last(path))
		return each(d.Criteria, func(x Criterion) OptionView { return OptionView{x.Key, x.Label} })
	case "final":
		return each(c.Final.Components, func(p Component) OptionView { return OptionView{p.Source, p.Label} })
	}
	for _, o := range c.OrgPrizes {
		if o.Key == last(path) {
			return optionViews(o.Indicators)
		}
	}
	return nil
}

// SaysValue writes a decided value for people: 专家评审0.7、网络投票0.3.
func (c *Campaign) SaysValue(path string, n *yaml.Node) string {
	p, ok := c.find(path)
	if !ok {
		return plain(n)
	}
	labels := map[string]string{}
	for _, o := range c.weighed(parent(path)) {
		labels[o.Key] = o.Label
	}
	for _, p := range c.Prizes {
		labels[p.Key] = p.Label
	}
	for _, p := range c.Phases {
		if last(path) == "freeze_before" {
			labels[p.Key] = p.Label
		}
	}
	return saysNode(p.typ, n, labels)
}

func saysNode(t reflect.Type, n *yaml.Node, labels map[string]string) string {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n.Kind {
	case yaml.ScalarNode:
		return saysScalar(t, n, labels)
	case yaml.SequenceNode:
		var parts []string
		for _, x := range n.Content {
			parts = append(parts, saysNode(elemType(t), x, labels))
		}
		return strings.Join(parts, "、")
	}
	return saysMapping(t, n, labels)
}

func saysScalar(t reflect.Type, n *yaml.Node, labels map[string]string) string {
	for _, w := range vocabularies[t] {
		if w.key == n.Value {
			return w.zh
		}
	}
	switch n.Value {
	case "true":
		return "是"
	case "false":
		return "否"
	}
	if label, ok := labels[n.Value]; ok {
		return label
	}
	return n.Value
}

func elemType(t reflect.Type) reflect.Type {
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map) {
		return t.Elem()
	}
	return t
}

// saysMapping names each key: by its item's label, its field's name, or as it is.
func saysMapping(t reflect.Type, n *yaml.Node, labels map[string]string) string {
	var parts []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		name, typ := labels[key], elemType(t)
		if t != nil && t.Kind() == reflect.Struct && formOf(t) != nil {
			if at, ok := formOf(t).fields[key]; ok {
				name, typ = formOf(t).specs[at].zh, t.Field(formOf(t).specs[at].index).Type
			} else {
				name = windowNames[key]
			}
		}
		if l := child(value, "label"); l != nil {
			name = l.Value
		}
		if name == "" {
			name = key
		}
		parts = append(parts, name+saysInside(typ, value, labels))
	}
	return strings.Join(parts, "、")
}

func saysInside(t reflect.Type, n *yaml.Node, labels map[string]string) string {
	if w := child(n, "weight"); w != nil { // a criterion: its name and weight say enough
		return w.Value
	}
	if n.Kind == yaml.ScalarNode && t != nil && t.Kind() != reflect.String && n.Tag != "!!bool" {
		return saysNode(t, n, labels)
	}
	if t == nil || n.Kind == yaml.ScalarNode {
		return "：" + saysNode(t, n, labels)
	}
	return "（" + saysNode(t, n, labels) + "）"
}
