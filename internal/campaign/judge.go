package campaign

import (
	"fmt"
	"math"
	"regexp"
	"sort"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/ext"
)

// judge holds a campaign's rules compiled once. It is safe for concurrent use.
type judge struct {
	facts map[string]fact
	rules []compiled
}

// compiled is a rule ready to run; check and when are nil where the rule has none.
type compiled struct {
	rule        Rule
	check, when cel.Program
	strict      cel.Program
	reads       []string // the facts check reads, in order of appearance
	conditions  []string // the facts when reads
	bounds      []Bound  // what check asks of them
}

// compile makes the judge, reporting every fault of an expression at its line.
func compile(c *Campaign, r *reader) *judge {
	j := &judge{facts: c.factsOf()}
	env, err := j.env()
	if err != nil {
		r.faultAt("rules", "规则无法编译：%v", err)
		return j
	}
	for _, rule := range c.Rules {
		at := "rules." + rule.Key
		one := compiled{rule: rule}
		check, when := (*cel.Ast)(nil), (*cel.Ast)(nil)
		one.check, check = j.program(env, r, at+".check", rule.Expr)
		one.when, when = j.program(env, r, at+".when", rule.When)
		one.reads, one.conditions, one.bounds = readsOf(check), readsOf(when), boundsOf(check)
		one.strict, _ = j.program(env, r, at+".strict", rule.Strict)
		j.template(r, at+".got", rule.Got)
		j.template(r, at+".need", rule.Need)
		j.rules = append(j.rules, one)
	}
	return j
}

func (j *judge) env() (*cel.Env, error) {
	options := []cel.EnvOption{cel.CrossTypeNumericComparisons(true), ext.Strings()}
	for _, f := range j.facts {
		options = append(options, cel.Variable(f.name, f.typ))
	}
	return cel.NewEnv(options...)
}

// program compiles one expression; an empty one is no program.
func (j *judge) program(env *cel.Env, r *reader, path, expr string) (cel.Program, *cel.Ast) {
	if expr == "" {
		return nil, nil
	}
	tree, issues := env.Compile(expr)
	if issues.Err() != nil {
		r.faultAt(path, "判定式“%s”%s", expr, j.sayIssue(issues.Errors()[0].Message))
		return nil, nil
	}
	if tree.OutputType() != cel.BoolType {
		r.faultAt(path, "判定式“%s”的结果不是“是或否”", expr)
		return nil, nil
	}
	j.literals(r, path, tree)
	program, err := env.Program(tree, cel.CostLimit(100_000))
	if err != nil {
		r.faultAt(path, "判定式“%s”不能运行：%v", expr, err)
	}
	return program, tree
}

var undeclared = regexp.MustCompile(`undeclared reference to '([^']+)'`)

// sayIssue puts the compiler's message into words.
func (j *judge) sayIssue(message string) string {
	if m := undeclared.FindStringSubmatch(message); m != nil {
		return "用了不认识的“" + m[1] + "”：" + j.known()
	}
	switch {
	case strings.Contains(message, "found no matching overload"):
		return "两边的类型对不上：文字要加引号，数字不加"
	case strings.Contains(message, "Syntax error"):
		return "写法不对：请核对比较号、括号和引号（" + strings.TrimPrefix(message, "Syntax error: ") + "）"
	}
	return "写法不对：" + message
}

// known lists the namespaces; the names themselves are in docs/design/campaign-file.md.
func (j *judge) known() string {
	spaces := map[string]bool{}
	for name := range j.facts {
		spaces[name[:strings.IndexByte(name, '.')+1]+"*"] = true
	}
	var list []string
	for s := range spaces {
		list = append(list, s)
	}
	sort.Strings(list)
	return "可用的有" + strings.Join(list, "、") + "，名称见活动文件说明"
}

// RulesOn are the keys of the rules whose checks read a fact, in the notice's order.
func (c *Campaign) RulesOn(fact string) []string {
	keys := []string{}
	if c.rules == nil {
		return keys
	}
	for _, one := range c.rules.rules {
		if contains(one.reads, fact) {
			keys = append(keys, one.rule.Key)
		}
	}
	return keys
}

// readsOf lists the facts an expression reads, once each, in order.
func readsOf(tree *cel.Ast) []string {
	if tree == nil {
		return nil
	}
	var names []string
	refs := tree.NativeRep().ReferenceMap()
	ids := make([]int64, 0, len(refs))
	for id := range refs {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(a, b int) bool { return ids[a] < ids[b] })
	for _, id := range ids {
		if name := refs[id].Name; name != "" && strings.Contains(name, ".") && !contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// literals refuses a comparison with a word its fact can never be: orientation == "横屏".
func (j *judge) literals(r *reader, path string, tree *cel.Ast) {
	refs := tree.NativeRep().ReferenceMap()
	visit := ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
			return
		}
		left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
		ref, ok := refs[left.ID()]
		words := j.facts[refName(ref)].words
		if !ok || len(words) == 0 {
			return
		}
		for _, s := range stringsIn(right) {
			if !contains(words, s) {
				r.faultAt(path, "“%s”不会是“%s”%s", refName(ref), s, hint(s, words))
			}
		}
	})
	ast.PostOrderVisit(tree.NativeRep().Expr(), visit)
}

func refName(ref *ast.ReferenceInfo) string {
	if ref == nil {
		return ""
	}
	return ref.Name
}

func stringsIn(e ast.Expr) []string {
	switch e.Kind() {
	case ast.LiteralKind:
		if s, ok := e.AsLiteral().(types.String); ok {
			return []string{string(s)}
		}
	case ast.ListKind:
		var all []string
		for _, x := range e.AsList().Elements() {
			all = append(all, stringsIn(x)...)
		}
		return all
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// template checks that a display template names known facts.
func (j *judge) template(r *reader, path, text string) {
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		if _, ok := j.facts[m[1]]; !ok {
			r.faultAt(path, "模板里用了不认识的“{%s}”", m[1])
		}
	}
}

// JudgeMedia judges what can be read from one file: every rule whose check speaks of media facts or of the file's name. Keys
// of facts are those of `saiying inspect --json`, and filename. A rule whose condition does not hold is left out; one
// whose facts are missing is Undecided.
func (c *Campaign) JudgeMedia(facts map[string]any) []Verdict {
	known := map[string]any{}
	for k, v := range facts {
		known["media."+k] = v
	}
	if name, ok := facts["filename"]; ok {
		known[nameFact] = name
	}
	return c.judge(known, func(one compiled) bool { return speaksOf(one.reads, "media.") || contains(one.reads, nameFact) })
}

// nameFact is what the file of a film is called.
const nameFact = "entry.filename"

// Judge judges every rule over facts by their full names, media.duration_s. A rule for people is Undecided.
func (c *Campaign) Judge(facts map[string]any) []Verdict {
	return c.judge(facts, func(compiled) bool { return true })
}

func speaksOf(names []string, prefix string) bool {
	for _, n := range names {
		if strings.HasPrefix(n, prefix) {
			return true
		}
	}
	return false
}

func (c *Campaign) judge(facts map[string]any, want func(compiled) bool) []Verdict {
	if c.rules == nil {
		return nil
	}
	values := c.rules.typed(facts)
	var out []Verdict
	for _, one := range c.rules.rules {
		if !want(one) {
			continue
		}
		if v, applies := c.rules.verdict(one, values); applies {
			out = append(out, v)
		}
	}
	return out
}

func (j *judge) verdict(one compiled, values map[string]any) (Verdict, bool) {
	v := Verdict{Rule: one.rule, Level: one.rule.Level, Undecided: true, Need: j.fill(one.rule.Need, values)}
	if v.Need == "" {
		v.Need = one.rule.Label
	}
	v.Got = j.got(one, values)
	if one.when != nil {
		applies, known := run(one.when, values)
		if known && !applies {
			return v, false
		}
		if !known {
			return v, true
		}
	}
	if one.check != nil {
		j.decide(one, values, &v)
	}
	return v, true
}

// decide evaluates the check: as measured, then with the tolerance of lengths, then by the stricter reading, so that a pass
// that rests on leniency says so.
func (j *judge) decide(one compiled, values map[string]any, v *Verdict) {
	ok, known := run(one.check, values)
	if contains(one.reads, lengthFact) {
		frame := frameOf(values)
		v.Need += sayTolerance(frame)
		if known && !ok && withinAFrame(one.check, values, frame) {
			ok, v.Granted = true, "已按一帧（"+sayFrame(frame)+"）放宽"
		}
	}
	v.OK, v.Undecided = ok && known, !known
	if v.OK && one.strict != nil {
		if strictly, known := run(one.strict, values); known && !strictly {
			v.Granted = one.rule.Granted
		}
	}
}

// run evaluates a program; the second result is false when a fact it needs is missing.
func run(p cel.Program, values map[string]any) (result, known bool) {
	out, _, err := p.Eval(values)
	if err != nil {
		return false, false
	}
	b, ok := out.Value().(bool)
	return b, ok
}

// got says what was measured: the rule's own template, or the facts it reads.
func (j *judge) got(one compiled, values map[string]any) string {
	if one.rule.Got != "" {
		return j.fill(one.rule.Got, values)
	}
	var parts []string
	for _, name := range one.reads {
		if v, ok := values[name]; ok {
			f := j.facts[name]
			part := f.zh + f.say(v)
			if f.unit == "px" {
				part += "像素"
			}
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "，")
}

func (j *judge) fill(text string, values map[string]any) string {
	return placeholder.ReplaceAllStringFunc(text, func(m string) string {
		name := m[1 : len(m)-1]
		if v, ok := values[name]; ok {
			return j.facts[name].say(v)
		}
		return "未知"
	})
}

// typed brings facts to their declared types, dropping those nobody declared or that do not fit: JSON
// makes every number a float, and a browser's facts may be anything.
func (j *judge) typed(facts map[string]any) map[string]any {
	out := make(map[string]any, len(facts))
	for name, v := range facts {
		if f, ok := j.facts[name]; ok {
			if value, fits := fit(f.typ, v); fits {
				out[name] = value
			}
		}
	}
	return out
}

func fit(t *cel.Type, v any) (any, bool) {
	switch t {
	case cel.DynType:
		return v, true
	case cel.StringType:
		s, ok := v.(string)
		return s, ok
	case cel.BoolType:
		b, ok := v.(bool)
		return b, ok
	}
	if t.Kind() == types.ListKind {
		return v, v != nil
	}
	switch v.(type) {
	case float64, float32, int, int64, int32:
	default:
		return nil, false
	}
	n := toFloat(v)
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, false
	}
	if t == cel.IntType {
		return int64(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	}
	return n, true
}

// Message says a broken rule in one sentence: what was measured, what is required, how to mend it.
func (v Verdict) Message() string {
	if v.Undecided {
		return fmt.Sprintf("%s：需要人工确认。%s", v.Rule.Label, v.Rule.Says)
	}
	if v.OK && v.Granted != "" {
		return v.Got + "，" + v.Granted + "。"
	}
	if v.OK {
		return v.Got
	}
	s := v.Got + "，" + v.Need + "。"
	if v.Rule.Mend != "" {
		s += v.Rule.Mend
	}
	return s
}
