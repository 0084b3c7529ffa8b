package ballot

import (
	"slices"
	"strings"
	"time"

	"saiying/internal/ballot/detect"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/fault"
)

// CaseState is where a case stands.
type CaseState string

// The states of a case: open and appealed wait for a proposal, proposed for a second person; the others are decisions.
const (
	CaseOpen      CaseState = "open"
	CaseProposed  CaseState = "proposed"
	CaseAnnulled  CaseState = "annulled"
	CaseReleased  CaseState = "released"
	CaseDismissed CaseState = "dismissed"
	CaseAppealed  CaseState = "appealed"
)

// Outcome is what somebody proposes to do about a case's votes.
type Outcome string

// The outcomes: votes do not count, count (again), stay as they are; or an appeal changes nothing.
const (
	Annul   Outcome = "annul"
	Release Outcome = "release"
	Dismiss Outcome = "dismiss"
	Uphold  Outcome = "uphold"
)

// leads says to which state each outcome leads, by the state in which it is proposed.
var leads = map[CaseState]map[Outcome]CaseState{
	CaseOpen:     {Annul: CaseAnnulled, Release: CaseReleased, Dismiss: CaseDismissed},
	CaseAppealed: {Release: CaseReleased, Uphold: CaseAnnulled},
}

// Cause is why votes are annulled or released, in a word that is public and stands in the log. The reason of a case is free
// text and is not.
type Cause string

// The causes.
const (
	CauseBought    Cause = "bought"
	CauseAutomatic Cause = "automatic"
	CauseConcerted Cause = "concerted" // accounts in one hand
	CauseGenuine   Cause = "genuine"
	CauseRisk      Cause = "risk" // WeChat calls the account high-risk; of what is held, before people decide
)

// fits reports whether a cause may stand with an outcome.
func (o Outcome) fits(c Cause) bool {
	if o == Annul || o == Uphold {
		return c == CauseBought || c == CauseAutomatic || c == CauseConcerted
	}
	return c == CauseGenuine
}

// Case is a question about votes that people decide. Votes are annulled in it, never works.
type Case struct {
	ID, Campaign string
	Number       int // 1 is the campaign's first
	State        CaseState
	Reason       string // why it was opened
	OpenedBy     person
	Ground       *Ground  // the finding on which it was opened, if it was one
	Proposal     Proposal // the last one
	Appeals      []Appeal // what authors say against the annulment, each at most once
	From, To     time.Time
	Votes        int64 // the sum of the votes in question
	Works        []CaseWork
	AfterFreeze  bool // the outcome of an appeal that came after the seal and changed no figure
	Opened       time.Time
	Decided      time.Time // zero before the first decision
	AnnulledFor  Cause     // why it annulled votes, whatever came of an appeal; empty if it never did
}

// Ground is what a finding said when a case was opened on it. What is found later does not change it.
type Ground struct {
	Kind     detect.Kind      `json:"kind"`
	Severity detect.Severity  `json:"severity"`
	Evidence []detect.Feature `json:"evidence"`
	ZH       string           `json:"zh"`
	EN       string           `json:"en"`
}

func (f Found) ground() Ground { return Ground{f.Kind, f.Severity, f.Evidence, f.ZH, f.EN} }

// Appeal is what the author of a work says against an annulment.
type Appeal struct {
	By    string `json:"by"`    // a person
	Entry string `json:"entry"` // the first of their works in the case
	Says  string `json:"says"`
}

// Proposal is what one person proposes and another, who is in By of the decision, consents to.
type Proposal struct {
	Outcome Outcome
	Cause   Cause
	Reason  string
	By      person
	Agreed  person
}

type person struct{ id, name string }

// CaseWork is a work with its votes in question.
type CaseWork struct {
	Entry, Number, Title, Author string
	Votes                        int64
	owner                        string
}

var (
	errNoCase = fault.Define("ballot.no_case", fault.NotFound,
		"没有这个案件。请回到投票页重新选择。", "There is no such case; please choose again on the page of the vote.")
	errNothing = fault.Define("ballot.case_empty", fault.Invalid,
		"选中的范围里没有可以立案的票：没有票，或已在别的案件里。请换一个范围。", "No vote in this selection can be put into a case: there is none, or another case has it. Please choose another span.")
	errTooMany = fault.Define("ballot.case_too_large", fault.Invalid,
		"一个案件最多{max}笔投票，请缩小时间范围分开立案。", "A case holds at most {max} ballots; please open several over shorter spans.")
	errStep = fault.Define("ballot.case_step", fault.Conflict,
		"案件现在的状态不能这样处理。请刷新页面，看它到了哪一步。", "The case does not allow this now; please reload the page and see where it stands.")
	errCause = fault.Define("ballot.case_cause", fault.Invalid,
		"请选择与处理意见相符的事由。", "Please choose a cause that fits the proposal.")
	errSamePerson = fault.Define("ballot.case_same_person", fault.Forbidden,
		"提出处理意见的人不能自己复核，请另一位工作人员复核。", "Who proposes cannot consent as well; please have another member of staff look at it.")
	errBound = fault.Define("ballot.case_bound", fault.Forbidden,
		"您与案件涉及的作品《{title}》有关，应当回避，请别的工作人员处理。", "You are bound to “{title}”, a work of this case, and must stand back; please leave it to others.")
	errSealed = fault.Define("ballot.case_sealed", fault.Conflict,
		"票数已经封存，不能再作废或恢复票。请把情况提交评审会议处理。", "The votes are frozen, so none can be annulled or released any more. Please bring the matter before the committee.")
	errAppealTwice = fault.Define("ballot.appealed", fault.Conflict,
		"您已经申诉过，或者申诉已有结果；每位作者只能申诉一次，处理结果就是最终结果。", "You have appealed before, or an appeal was decided: each author may appeal once, and its outcome is final.")
	errAppealLate = fault.Define("ballot.appeal_late", fault.Conflict,
		"公示期已过，不能再申诉。", "Publicity is over, and appeals with it.")
)

// next is the state to which the case goes when its proposal is agreed to.
func (c Case) next() (CaseState, error) {
	if to, ok := leads[c.waits()][c.Proposal.Outcome]; ok && c.State == CaseProposed {
		return to, nil
	}
	return c.State, errStep
}

// waits is the state in which a case is before a proposal: an appeal is answered, or the case itself.
func (c Case) waits() CaseState {
	if len(c.Appeals) > 0 {
		return CaseAppealed
	}
	return CaseOpen
}

// propose writes a proposal down, to be agreed to by somebody else.
func (c *Case) propose(p Proposal) error {
	if c.State != CaseOpen && c.State != CaseAppealed {
		return errStep
	}
	if _, ok := leads[c.State][p.Outcome]; !ok {
		return errStep
	}
	if p.Outcome != Dismiss && !p.Outcome.fits(p.Cause) {
		return errCause
	}
	c.State, c.Proposal = CaseProposed, p
	return nil
}

// agree has a second person consent. The sums are the caller's.
func (c *Case) agree(by person, at time.Time) error {
	if by.id == c.Proposal.By.id {
		return errSamePerson
	}
	to, err := c.next()
	if err != nil {
		return err
	}
	c.State, c.Decided, c.Proposal.Agreed = to, at, by
	if to == CaseAnnulled {
		c.AnnulledFor = c.Proposal.Cause
	}
	return nil
}

// sendBack has the proposal thought over again.
func (c *Case) sendBack() error {
	if c.State != CaseProposed {
		return errStep
	}
	c.State = c.waits()
	return nil
}

// appeal has the case looked at again on what an author says. Others whose works are in it may join until it is decided; what is
// proposed by then is thought over again.
func (c *Case) appeal(a Appeal) error {
	if c.appealedBy(a.By) {
		return errAppealTwice
	}
	switch m := c.annulment(); {
	case m == Annulled, m == Appealed:
	case m == "":
		return errStep
	default:
		return errAppealTwice
	}
	c.State, c.Appeals = CaseAppealed, append(c.Appeals, a)
	return nil
}

func (c Case) appealedBy(person string) bool {
	return slices.ContainsFunc(c.Appeals, func(a Appeal) bool { return a.By == person })
}

// Annulment is where an annulment stands, as authors and everybody are told.
type Annulment string

// An annulment stands, is looked at again, was confirmed or taken back on appeal; late is taken back after the freeze, when no
// figure changes any more.
const (
	Annulled Annulment = "annulled"
	Appealed Annulment = "appealed"
	Upheld   Annulment = "upheld"
	Restored Annulment = "restored"
	Late     Annulment = "restored_late"
)

// annulment is where the case's annulment stands, empty if it never annulled votes.
func (c Case) annulment() Annulment {
	switch {
	case c.AnnulledFor == "":
		return ""
	case c.State == CaseReleased && c.AfterFreeze:
		return Late
	case c.State == CaseReleased:
		return Restored
	case c.State == CaseAppealed, c.State == CaseProposed:
		return Appealed
	case len(c.Appeals) > 0:
		return Upheld
	}
	return Annulled
}

// VoteState is what a voter is told of a vote.
type VoteState string

// The states of a vote.
const (
	VoteCounted  VoteState = "counted"
	VoteHeld     VoteState = "held"     // waits for people to look at it
	VoteAnnulled VoteState = "annulled" // by a case
)

// befall notes what became of a vote.
func (o *Own) befall(fates map[int64]fate) {
	f, doubted := fates[o.seq]
	o.State, o.Case, o.Cause = VoteCounted, f.number, f.cause
	switch {
	case doubted && !f.stands && f.number > 0:
		o.State = VoteAnnulled
	case doubted && !f.stands:
		o.State = VoteHeld
	}
}

// bound returns the first work to which p is bound: they entered it or are its author, or have entered a work of the same unit.
func bound(p identity.Person, concerned, entered []entry.Entry) (entry.Entry, bool) {
	units := map[string]bool{}
	for _, e := range entered {
		if e.Owner == p.ID && e.Unit != "" {
			units[strings.TrimSpace(e.Unit)] = true
		}
	}
	at := slices.IndexFunc(concerned, func(e entry.Entry) bool {
		return e.Owner == p.ID || (p.Name != "" && e.Author == p.Name) || units[strings.TrimSpace(e.Unit)]
	})
	if at < 0 {
		return entry.Entry{}, false
	}
	return concerned[at], true
}
