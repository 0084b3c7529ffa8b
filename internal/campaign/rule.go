package campaign

// Level is how grave a broken rule is: error refuses, warn needs a person, note only tells.
type Level string

// The levels.
const (
	Error Level = "error"
	Warn  Level = "warn"
	Note  Level = "note"
)

// By is who checks a rule.
type By string

// Who may check.
const (
	ByMachine     By = "machine"
	ByScreener    By = "screener"
	ByRecommender By = "recommender"
	ByDeclaration By = "declaration"
	ByEvidence    By = "evidence"
	ByDuplicate   By = "duplicate"
)

// Sight is something on the picture that a rule forbids. The words are those of platform/vision.
type Sight string

// What a rule may look for.
const (
	BarsSight  Sight = "bars"
	CardSight  Sight = "card"
	LogoSight  Sight = "logo"
	SlateSight Sight = "slate"
)

// Rule is one requirement on a work, in the notice's words. Expr, Strict and When are CEL over the facts of
// facts.go; a rule with neither Expr nor LooksFor is for people. Got and Need are templates such as 码率{media.bitrate_mbps}.
type Rule struct {
	Key    string `y:"-key" zh:"规则键"`
	Label  string `y:"label" zh:"要求"`
	Says   string `y:"says" zh:"原文"`
	Clause string `y:"clause" zh:"条款"`
	When   string `y:"when" zh:"何时适用"`
	Expr   string `y:"check" zh:"判定"`
	// LooksFor is what must not be seen on the picture; whoever watches films answers, no formula does.
	LooksFor []Sight `y:"looks_for" zh:"画面上不得有"`
	// Strict is the narrower of two readings where the notice's words allow both. A work that keeps Expr and not Strict passes,
	// and Granted says why.
	Strict  string `y:"strict" zh:"从严判定"`
	Granted string `y:"granted" zh:"从宽说明"`
	Level   Level  `y:"level" zh:"程度"`
	By      []By   `y:"by" zh:"谁来看"`
	Got     string `y:"got" zh:"实测"`
	Need    string `y:"need" zh:"要求值"`
	Mend    string `y:"mend" zh:"怎样改"`
}

// Verdict is a rule's answer about one work. OK is false for a broken rule; Undecided tells that facts
// are missing or that a person must look, and then OK says nothing.
type Verdict struct {
	Rule      Rule
	OK        bool
	Undecided bool
	Got, Need string
	Granted   string // what leniency the pass rests on, or empty
	Level     Level
}
