package ballot

import (
	"errors"
	"testing"
	"time"

	"saiying/internal/entry"
	"saiying/internal/identity"
)

// TestCaseSteps walks every step from every state: only these are allowed.
func TestCaseSteps(t *testing.T) {
	proposal := func(o Outcome) Proposal {
		cause := CauseBought
		if o == Release {
			cause = CauseGenuine
		}
		return Proposal{Outcome: o, Cause: cause, By: person{"a", "何秘书"}}
	}
	proposed := func(o Outcome, appeal string) Case {
		return Case{State: CaseProposed, Proposal: proposal(o), Appeal: appeal}
	}
	propose := func(o Outcome) func(*Case) error {
		return func(c *Case) error { return c.propose(proposal(o)) }
	}
	agree := func(by string) func(*Case) error {
		return func(c *Case) error { return c.agree(person{by, ""}, time.Unix(1, 0)) }
	}
	appeal := func(c *Case) error { return c.appeal("都是本校师生") }
	for _, x := range []struct {
		name string
		from Case
		do   func(*Case) error
		to   CaseState
		err  error
	}{
		{"annul", Case{State: CaseOpen}, propose(Annul), CaseProposed, nil},
		{"dismiss needs no cause", Case{State: CaseOpen}, func(c *Case) error { return c.propose(Proposal{Outcome: Dismiss}) }, CaseProposed, nil},
		{"annul for a genuine cause", Case{State: CaseOpen}, func(c *Case) error { return c.propose(Proposal{Outcome: Annul, Cause: CauseGenuine}) }, CaseOpen, errCause},
		{"annul without a cause", Case{State: CaseOpen}, func(c *Case) error { return c.propose(Proposal{Outcome: Annul}) }, CaseOpen, errCause},
		{"uphold what nobody appealed", Case{State: CaseOpen}, propose(Uphold), CaseOpen, errStep},
		{"propose twice", proposed(Annul, ""), propose(Release), CaseProposed, errStep},
		{"second person annuls", proposed(Annul, ""), agree("b"), CaseAnnulled, nil},
		{"second person releases", proposed(Release, ""), agree("b"), CaseReleased, nil},
		{"second person dismisses", proposed(Dismiss, ""), agree("b"), CaseDismissed, nil},
		{"the same person", proposed(Annul, ""), agree("a"), CaseProposed, errSamePerson},
		{"agree to nothing", Case{State: CaseOpen}, agree("b"), CaseOpen, errStep},
		{"agree twice", Case{State: CaseAnnulled, Proposal: proposal(Annul)}, agree("b"), CaseAnnulled, errStep},
		{"send back", proposed(Annul, ""), (*Case).sendBack, CaseOpen, nil},
		{"send back an answer to an appeal", proposed(Uphold, "x"), (*Case).sendBack, CaseAppealed, nil},
		{"send back what is decided", Case{State: CaseAnnulled}, (*Case).sendBack, CaseAnnulled, errStep},
		{"appeal", Case{State: CaseAnnulled}, appeal, CaseAppealed, nil},
		{"appeal before the decision", Case{State: CaseProposed}, appeal, CaseProposed, errStep},
		{"appeal twice", Case{State: CaseAnnulled, Appeal: "x"}, appeal, CaseAnnulled, errAppealTwice},
		{"annul again on appeal", Case{State: CaseAppealed, Appeal: "x"}, propose(Annul), CaseAppealed, errStep},
		{"uphold", proposed(Uphold, "x"), agree("b"), CaseAnnulled, nil},
		{"appeal succeeds", proposed(Release, "x"), agree("b"), CaseReleased, nil},
	} {
		c := x.from
		if err := x.do(&c); !errors.Is(err, x.err) {
			t.Errorf("%s: %v, want %v", x.name, err, x.err)
		}
		if c.State != x.to {
			t.Errorf("%s: %s, want %s", x.name, c.State, x.to)
		}
	}
}

func TestBound(t *testing.T) {
	p := identity.Person{ID: "p", Name: "林晓岚"}
	for name, x := range map[string]struct {
		concerned, entered []entry.Entry
		want               bool
	}{
		"entered it":              {[]entry.Entry{{Owner: "p"}}, nil, true},
		"is its author":           {[]entry.Entry{{Owner: "q", Author: "林晓岚"}}, nil, true},
		"entered one of its unit": {[]entry.Entry{{Owner: "q", Unit: "望北县融媒体中心"}}, []entry.Entry{{Owner: "p", Unit: "望北县融媒体中心 "}}, true},
		"a stranger":              {[]entry.Entry{{Owner: "q", Unit: "望北县融媒体中心"}}, []entry.Entry{{Owner: "p", Unit: "河湾县文化馆"}}, false},
		"no unit is no bond":      {[]entry.Entry{{Owner: "q"}}, []entry.Entry{{Owner: "p"}}, false},
	} {
		if _, got := bound(p, x.concerned, x.entered); got != x.want {
			t.Errorf("%s: %v, want %v", name, got, x.want)
		}
	}
}
