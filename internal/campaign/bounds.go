package campaign

import (
	"math"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types/ref"
)

// Bound is what a rule asks of one fact: a span of numbers in the fact's own unit, open ends being infinite, or one of some
// words.
type Bound struct {
	Fact      string // "media.bitrate_mbps"
	Low, High float64
	Words     []string
}

// BoundsOf reads what a rule asks from its check: comparisons with constants, joined by "and". What is written in another way
// is left out, so advice built on it says less and never something else. An unknown rule has none.
func (c *Campaign) BoundsOf(rule string) []Bound {
	if c.rules == nil {
		return nil
	}
	for _, one := range c.rules.rules {
		if one.rule.Key == rule {
			return one.bounds
		}
	}
	return nil
}

func boundsOf(tree *cel.Ast) []Bound {
	if tree == nil {
		return nil
	}
	l := bounds{refs: tree.NativeRep().ReferenceMap()}
	l.read(tree.NativeRep().Expr())
	return l.found
}

type bounds struct {
	refs  map[int64]*ast.ReferenceInfo
	found []Bound
}

func (l *bounds) read(e ast.Expr) {
	if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
		return
	}
	left, right := e.AsCall().Args()[0], e.AsCall().Args()[1]
	op := e.AsCall().FunctionName()
	if op == operators.LogicalAnd {
		l.read(left)
		l.read(right)
		return
	}
	name := refName(l.refs[left.ID()])
	if name == "" {
		return
	}
	value, isNumber := constant(right)
	switch {
	case isNumber && slices.Contains([]string{operators.GreaterEquals, operators.Greater}, op):
		l.of(name).Low = value
	case isNumber && slices.Contains([]string{operators.LessEquals, operators.Less}, op):
		l.of(name).High = value
	case op == operators.Equals || op == operators.In:
		l.of(name).Words = stringsIn(right)
	}
}

// of is the limit of a fact, made when it is first met.
func (l *bounds) of(name string) *Bound {
	i := slices.IndexFunc(l.found, func(x Bound) bool { return x.Fact == name })
	if i < 0 {
		i = len(l.found)
		l.found = append(l.found, Bound{Fact: name, Low: math.Inf(-1), High: math.Inf(1)})
	}
	return &l.found[i]
}

// constant is a number, or a product of numbers such as 200 * 1048576.
func constant(e ast.Expr) (float64, bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		return number(e.AsLiteral())
	case ast.CallKind:
		if c := e.AsCall(); c.FunctionName() == operators.Multiply {
			a, okA := constant(c.Args()[0])
			b, okB := constant(c.Args()[1])
			return a * b, okA && okB
		}
	}
	return 0, false
}

func number(v ref.Val) (float64, bool) {
	switch n := v.Value().(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}
