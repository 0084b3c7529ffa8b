package entry

import (
	"errors"
	"strings"
	"testing"
)

// table is the whole machine, state by state: every verb that is not named here is refused.
var table = map[State]string{
	StateDraft:          "edit>draft submit>submitted replace>draft delete> rename>draft unrename>draft",
	StateSubmitted:      "replace>submitted withdraw>withdrawn admit>admitted return>returned reject>rejected disqualify>disqualified rename>submitted unrename>submitted",
	StateReturned:       "edit>returned submit>submitted replace>submitted withdraw>withdrawn reject>rejected reopen>submitted disqualify>disqualified rename>returned unrename>returned",
	StateAdmitted:       "withdraw>withdrawn reopen>submitted shortlist>shortlisted pass_over>not_shortlisted propose>proposed disqualify>disqualified rename>admitted unrename>admitted",
	StateRejected:       "reopen>submitted",
	StateShortlisted:    "withdraw>withdrawn recall>admitted propose>proposed disqualify>disqualified rename>shortlisted unrename>shortlisted",
	StateNotShortlisted: "withdraw>withdrawn recall>admitted disqualify>disqualified rename>not_shortlisted unrename>not_shortlisted",
	StateProposed:       "unpropose>shortlisted readmit>admitted award>awarded revoke>shortlisted disqualify>disqualified rename>proposed unrename>proposed",
	StateAwarded:        "readmit>admitted revoke>shortlisted disqualify>disqualified rename>awarded unrename>awarded",
	StateWithdrawn:      "",
	StateDisqualified:   "reinstate>submitted",
}

func TestEveryVerbInEveryState(t *testing.T) {
	for _, from := range States {
		want := map[Verb]State{}
		for _, rule := range strings.Fields(table[from]) {
			verb, to, _ := strings.Cut(rule, ">")
			want[Verb(verb)] = State(to)
		}
		for _, v := range Verbs {
			to, err := Next(from, v)
			expected, allowed := want[v]
			switch {
			case allowed && (err != nil || to != expected):
				t.Errorf("%s %s: %q %v, want %q", from, v, to, err, expected)
			case !allowed && !errors.Is(err, ErrState):
				t.Errorf("%s %s is allowed and leads to %q", from, v, to)
			}
		}
		for v := range want {
			if v.label() == "" {
				t.Errorf("the table names a verb %q that nobody knows", v)
			}
		}
	}
}

func TestEveryWordHasItsNames(t *testing.T) {
	for _, s := range States {
		if s.Label() == "" || s.LabelIn("en") == "" || s.LabelIn("en") == s.Label() {
			t.Errorf("state %s is called %q, %q", s, s.Label(), s.LabelIn("en"))
		}
	}
	for _, v := range Verbs {
		if v.label() == "" {
			t.Errorf("verb %s has no name", v)
		}
		if _, ok := machine[v]; !ok {
			t.Errorf("verb %s leads nowhere", v)
		}
	}
}
