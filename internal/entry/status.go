package entry

import (
	"slices"

	"saiying/internal/platform/fault"
)

// State is where an entry stands.
type State string

// The states. docs/lifecycle/entry.md says what each is for.
const (
	StateDraft          State = "draft"
	StateSubmitted      State = "submitted"
	StateReturned       State = "returned"
	StateAdmitted       State = "admitted"
	StateRejected       State = "rejected"
	StateShortlisted    State = "shortlisted"
	StateNotShortlisted State = "not_shortlisted"
	StateProposed       State = "proposed"
	StateAwarded        State = "awarded"
	StateWithdrawn      State = "withdrawn"
	StateDisqualified   State = "disqualified"
)

// States lists every state in the order of the contest.
var States = []State{StateDraft, StateSubmitted, StateReturned, StateAdmitted, StateRejected, StateShortlisted, StateNotShortlisted,
	StateProposed, StateAwarded, StateWithdrawn, StateDisqualified}

// Verb is what can be done to an entry.
type Verb string

// The verbs. Edit, Submit, Replace, Withdraw and Delete are the author's, Rename and Unrename the author's and the screeners'; the others
// belong to rooms to the right.
const (
	Edit       Verb = "edit"       // change what the form says
	Submit     Verb = "submit"     // hand it in
	Replace    Verb = "replace"    // put another file in its place
	Withdraw   Verb = "withdraw"   // take it out of the contest
	Delete     Verb = "delete"     // throw a draft away
	Rename     Verb = "rename"     // call its film as the notice asks
	Unrename   Verb = "unrename"   // call its film as it was sent
	Admit      Verb = "admit"      // screening: it meets the notice
	Return     Verb = "return"     // screening: the author must mend something
	Reject     Verb = "reject"     // screening: it does not meet the notice
	Reopen     Verb = "reopen"     // screening takes its decision back
	Shortlist  Verb = "shortlist"  // jury: among those chosen
	PassOver   Verb = "pass_over"  // jury: not among those chosen
	Recall     Verb = "recall"     // jury takes its choice back
	Propose    Verb = "propose"    // award: provisionally given a prize
	Unpropose  Verb = "unpropose"  // award: the provisional roll is computed anew
	Readmit    Verb = "readmit"    // award: what Unpropose and Revoke are in a contest without a shortlist
	Award      Verb = "award"      // award: the roll is confirmed
	Revoke     Verb = "revoke"     // award: the prize is taken away, the work stays among the chosen
	Disqualify Verb = "disqualify" // organiser: out, for a reason
	Reinstate  Verb = "reinstate"  // organiser: the reason proved wrong before anything was awarded
)

// Verbs lists every verb.
var Verbs = []Verb{Edit, Submit, Replace, Withdraw, Delete, Rename, Unrename, Admit, Return, Reject, Reopen, Shortlist, PassOver, Recall, Propose, Unpropose,
	Readmit, Award, Revoke, Disqualify, Reinstate}

// gone is where Delete leads: the entry exists no more.
const gone State = ""

// stay is what leads nowhere else, while a work may still take part.
var stay = map[State]State{StateDraft: StateDraft, StateSubmitted: StateSubmitted, StateReturned: StateReturned, StateAdmitted: StateAdmitted,
	StateShortlisted: StateShortlisted, StateNotShortlisted: StateNotShortlisted, StateProposed: StateProposed, StateAwarded: StateAwarded}

// machine is THE state machine: for each verb, from which state it leads where.
var machine = map[Verb]map[State]State{
	Edit:     {StateDraft: StateDraft, StateReturned: StateReturned},
	Submit:   {StateDraft: StateSubmitted, StateReturned: StateSubmitted},
	Replace:  {StateDraft: StateDraft, StateSubmitted: StateSubmitted, StateReturned: StateSubmitted},
	Withdraw: {StateSubmitted: StateWithdrawn, StateReturned: StateWithdrawn, StateAdmitted: StateWithdrawn, StateShortlisted: StateWithdrawn, StateNotShortlisted: StateWithdrawn},
	Delete:   {StateDraft: gone},
	Rename:   stay,
	Unrename: stay,

	Admit:  {StateSubmitted: StateAdmitted},
	Return: {StateSubmitted: StateReturned},
	Reject: {StateSubmitted: StateRejected, StateReturned: StateRejected},
	Reopen: {StateAdmitted: StateSubmitted, StateReturned: StateSubmitted, StateRejected: StateSubmitted},

	Shortlist: {StateAdmitted: StateShortlisted},
	PassOver:  {StateAdmitted: StateNotShortlisted},
	Recall:    {StateShortlisted: StateAdmitted, StateNotShortlisted: StateAdmitted},

	Propose:   {StateShortlisted: StateProposed, StateAdmitted: StateProposed},
	Unpropose: {StateProposed: StateShortlisted},
	Readmit:   {StateProposed: StateAdmitted, StateAwarded: StateAdmitted},
	Award:     {StateProposed: StateAwarded},
	Revoke:    {StateProposed: StateShortlisted, StateAwarded: StateShortlisted},

	Disqualify: {StateSubmitted: StateDisqualified, StateReturned: StateDisqualified, StateAdmitted: StateDisqualified, StateShortlisted: StateDisqualified,
		StateNotShortlisted: StateDisqualified, StateProposed: StateDisqualified, StateAwarded: StateDisqualified},
	Reinstate: {StateDisqualified: StateSubmitted},
}

var (
	// ErrState refuses a verb in a state that does not know it.
	ErrState = fault.Define("entry.state", fault.Conflict,
		"这件作品现在是“{state}”，不能{verb}。", "This entry is {state_en}; it cannot be: {verb_en}.")
	// ErrStale refuses a verb when the entry has moved on since the asker looked.
	ErrStale = fault.Define("entry.state_changed", fault.Conflict,
		"这件作品的状态刚刚变成“{state}”，请刷新后再操作。", "This entry has just become “{state_en}”; please reload before you go on.")
)

// Next is the state that verb leads to from a state, or ErrState.
func Next(from State, verb Verb) (State, error) {
	to, ok := machine[verb][from]
	if !ok {
		return from, ErrState.With("state", from.Label(), "verb", verb.label(), "state_en", string(from), "verb_en", string(verb))
	}
	return to, nil
}

// Shown reports whether anybody may watch an entry in this state.
func (s State) Shown() bool {
	return slices.Contains([]State{StateAdmitted, StateShortlisted, StateNotShortlisted, StateProposed, StateAwarded}, s)
}

// ShownStates are the states in which anybody may watch an entry.
func ShownStates() []State {
	return slices.DeleteFunc(slices.Clone(States), func(s State) bool { return !s.Shown() })
}

// Label is the state's name in Chinese.
func (s State) Label() string {
	return map[State]string{StateDraft: "草稿", StateSubmitted: "待初审", StateReturned: "退回修改", StateAdmitted: "初审通过", StateRejected: "未通过初审",
		StateShortlisted: "已入围", StateNotShortlisted: "未入围", StateProposed: "拟获奖", StateAwarded: "已获奖", StateWithdrawn: "已撤回",
		StateDisqualified: "取消资格"}[s]
}

// LabelIn is the state's name in lang.
func (s State) LabelIn(lang string) string {
	if lang != "en" {
		return s.Label()
	}
	return map[State]string{StateDraft: "Draft", StateSubmitted: "Awaiting screening", StateReturned: "Returned for changes", StateAdmitted: "Admitted",
		StateRejected: "Not admitted", StateShortlisted: "Shortlisted", StateNotShortlisted: "Not shortlisted", StateProposed: "Award proposed",
		StateAwarded: "Awarded", StateWithdrawn: "Withdrawn", StateDisqualified: "Disqualified"}[s]
}

func (v Verb) label() string {
	return map[Verb]string{Edit: "修改", Submit: "提交", Replace: "更换文件", Withdraw: "撤回", Delete: "删除", Rename: "改文件名", Unrename: "恢复原文件名", Admit: "通过初审", Return: "退回",
		Reject: "判为不通过", Reopen: "撤销初审决定", Shortlist: "评为入围", PassOver: "评为未入围", Recall: "撤销入围结果", Propose: "列入拟获奖名单",
		Unpropose: "移出拟获奖名单", Readmit: "移出获奖名单", Award: "确认获奖", Revoke: "撤销奖项", Disqualify: "取消资格", Reinstate: "恢复资格"}[v]
}
