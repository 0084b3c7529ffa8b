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
	proposed := func(o Outcome, appeals ...Appeal) Case {
		c := Case{State: CaseProposed, Proposal: proposal(o), Appeals: appeals}
		if len(appeals) > 0 {
			c.AnnulledFor = CauseBought
		}
		return c
	}
	propose := func(o Outcome) func(*Case) error {
		return func(c *Case) error { return c.propose(proposal(o)) }
	}
	agree := func(by string) func(*Case) error {
		return func(c *Case) error { return c.agree(person{by, ""}, time.Unix(1, 0)) }
	}
	said := Appeal{By: "林晓岚", Says: "都是本校师生"}
	appeal := func(c *Case) error { return c.appeal(said) }
	join := func(c *Case) error { return c.appeal(Appeal{By: "方青禾", Says: "都是本厂职工"}) }
	annulled := func(s CaseState, appeals ...Appeal) Case {
		return Case{State: s, AnnulledFor: CauseBought, Appeals: appeals}
	}
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
		{"propose twice", proposed(Annul), propose(Release), CaseProposed, errStep},
		{"second person annuls", proposed(Annul), agree("b"), CaseAnnulled, nil},
		{"second person releases", proposed(Release), agree("b"), CaseReleased, nil},
		{"second person dismisses", proposed(Dismiss), agree("b"), CaseDismissed, nil},
		{"the same person", proposed(Annul), agree("a"), CaseProposed, errSamePerson},
		{"agree to nothing", Case{State: CaseOpen}, agree("b"), CaseOpen, errStep},
		{"agree twice", Case{State: CaseAnnulled, Proposal: proposal(Annul)}, agree("b"), CaseAnnulled, errStep},
		{"send back", proposed(Annul), (*Case).sendBack, CaseOpen, nil},
		{"send back an answer to an appeal", proposed(Uphold, said), (*Case).sendBack, CaseAppealed, nil},
		{"send back what is decided", Case{State: CaseAnnulled}, (*Case).sendBack, CaseAnnulled, errStep},
		{"appeal", annulled(CaseAnnulled), appeal, CaseAppealed, nil},
		{"appeal before the decision", proposed(Annul), appeal, CaseProposed, errStep},
		{"appeal what was dismissed", Case{State: CaseDismissed}, appeal, CaseDismissed, errStep},
		{"appeal twice", annulled(CaseAppealed, said), appeal, CaseAppealed, errAppealTwice},
		{"another author joins", annulled(CaseAppealed, said), join, CaseAppealed, nil},
		{"another joins while an answer is proposed", proposed(Uphold, said), join, CaseAppealed, nil},
		{"another comes after the answer", annulled(CaseAnnulled, said), join, CaseAnnulled, errAppealTwice},
		{"another comes after it succeeded", annulled(CaseReleased, said), join, CaseReleased, errAppealTwice},
		{"annul again on appeal", annulled(CaseAppealed, said), propose(Annul), CaseAppealed, errStep},
		{"uphold", proposed(Uphold, said), agree("b"), CaseAnnulled, nil},
		{"appeal succeeds", proposed(Release, said), agree("b"), CaseReleased, nil},
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

func TestAnnulment(t *testing.T) {
	said := []Appeal{{By: "林晓岚"}}
	for _, x := range []struct {
		c    Case
		want Annulment
	}{
		{Case{State: CaseProposed}, ""},
		{Case{State: CaseReleased}, ""}, // held votes that were found genuine
		{Case{State: CaseAnnulled, AnnulledFor: CauseBought}, Annulled},
		{Case{State: CaseAppealed, AnnulledFor: CauseBought, Appeals: said}, Appealed},
		{Case{State: CaseProposed, AnnulledFor: CauseBought, Appeals: said, Proposal: Proposal{Outcome: Release}}, Appealed},
		{Case{State: CaseAnnulled, AnnulledFor: CauseBought, Appeals: said}, Upheld},
		{Case{State: CaseReleased, AnnulledFor: CauseBought, Appeals: said}, Restored},
		{Case{State: CaseReleased, AnnulledFor: CauseBought, Appeals: said, AfterFreeze: true}, Late},
	} {
		if got := x.c.annulment(); got != x.want {
			t.Errorf("%s after %q: %q, want %q", x.c.State, x.c.AnnulledFor, got, x.want)
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
