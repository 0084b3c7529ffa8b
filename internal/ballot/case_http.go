package ballot

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/identity"
	"saiying/internal/platform/web"
)

// CaseView is a case on the console.
type CaseView struct {
	Number      int            `json:"number"`
	State       CaseState      `json:"state" enum:"open,proposed,annulled,released,dismissed,appealed"`
	Reason      string         `json:"reason" doc:"Why it was opened"`
	OpenedBy    string         `json:"opened_by"`
	Opened      time.Time      `json:"opened_at"`
	From        time.Time      `json:"from" doc:"The first of its votes"`
	To          time.Time      `json:"to" doc:"The last of its votes"`
	Votes       int64          `json:"votes"`
	Works       []CaseWorkView `json:"works"`
	Ground      *GroundView    `json:"ground,omitempty" doc:"The finding on which it was opened, as it was then"`
	Proposal    *ProposalView  `json:"proposal,omitempty"`
	Appeals     []AppealView   `json:"appeals" doc:"What authors say against the annulment"`
	Decided     *time.Time     `json:"decided_at,omitempty"`
	AfterFreeze bool           `json:"after_freeze" doc:"The outcome came after the freeze and changed no figure"`
}

// ProposalView is what one person proposed and another agreed to.
type ProposalView struct {
	Outcome  Outcome `json:"outcome" enum:"annul,release,dismiss,uphold"`
	Cause    Cause   `json:"cause,omitempty"`
	Reason   string  `json:"reason"`
	By       string  `json:"by"`
	AgreedBy string  `json:"agreed_by,omitempty"`
	Mine     bool    `json:"mine" doc:"The asker made it and cannot agree to it"`
}

// AppealView is what the author of a work says.
type AppealView struct {
	Entry string `json:"entry"`
	Says  string `json:"says"`
}

// CaseWorkView is a work with its votes in question.
type CaseWorkView struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Votes  int64  `json:"votes"`
}

// CasesView is a campaign's cases on the console.
type CasesView struct {
	Held  int64      `json:"held" doc:"Votes that are held and nobody has decided about"`
	Items []CaseView `json:"items"`
}

func viewCase(ctx context.Context, c Case) CaseView {
	v := CaseView{Number: c.Number, State: c.State, Reason: c.Reason, OpenedBy: c.OpenedBy.name, Opened: c.Opened, From: c.From, To: c.To,
		Votes: c.Votes, Works: viewWorks(c.Works), Appeals: make([]AppealView, len(c.Appeals)), AfterFreeze: c.AfterFreeze}
	for i, a := range c.Appeals {
		v.Appeals[i] = AppealView{a.Entry, a.Says}
	}
	if c.Ground != nil {
		ground := viewGround(ctx, *c.Ground)
		v.Ground = &ground
	}
	asker, _ := identity.By(ctx)
	if p := c.Proposal; p.Outcome != "" {
		v.Proposal = &ProposalView{p.Outcome, p.Cause, p.Reason, p.By.name, p.Agreed.name, p.By.id == asker.ID}
	}
	if !c.Decided.IsZero() {
		v.Decided = &c.Decided
	}
	return v
}

func viewWorks(works []CaseWork) []CaseWorkView {
	v := make([]CaseWorkView, len(works))
	for i, w := range works {
		v[i] = CaseWorkView{w.Entry, w.Number, w.Title, w.Author, w.Votes}
	}
	return v
}

// PublicCase is a case that annulled votes as everybody may see it.
type PublicCase struct {
	Number  int              `json:"number"`
	State   Annulment        `json:"state" enum:"annulled,appealed,upheld,restored,restored_late" doc:"restored_late: an appeal was right after the freeze, when no figure changes any more"`
	Works   []AnnulledOfWork `json:"works"`
	Votes   int64            `json:"votes"`
	Cause   Cause            `json:"cause" enum:"bought,automatic,concerted" doc:"Why they were annulled"`
	From    time.Time        `json:"from" doc:"The first of its votes"`
	To      time.Time        `json:"to" doc:"The last of its votes"`
	Decided time.Time        `json:"decided_at"`
}

// AnnulledOfWork is how many votes a work lost by a case.
type AnnulledOfWork struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Votes  int64  `json:"votes"`
}

// Annulments are a campaign's annulled votes.
type Annulments struct {
	Items []PublicCase `json:"items"`
}

func (s *Service) publicAnnulments(ctx context.Context, in *InCampaign) (*web.Body[Annulments], error) {
	all, err := s.Annulments(ctx, in.Campaign)
	v := Annulments{Items: make([]PublicCase, len(all))}
	for i, c := range all {
		a := PublicCase{Number: c.Number, State: c.annulment(), Votes: c.Votes, Cause: c.AnnulledFor, From: c.From, To: c.To, Decided: c.Decided,
			Works: make([]AnnulledOfWork, len(c.Works))}
		for j, w := range c.Works {
			a.Works[j] = AnnulledOfWork{w.Entry, w.Number, w.Title, w.Votes}
		}
		v.Items[i] = a
	}
	return web.Answer(v, err)
}

// AuthorCaseView is a case that annulled votes of a work, as the work's author sees it.
type AuthorCaseView struct {
	Number   int       `json:"number"`
	State    Annulment `json:"state" enum:"annulled,appealed,upheld,restored,restored_late"`
	Votes    int64     `json:"votes" doc:"Of this work"`
	Cause    Cause     `json:"cause" enum:"bought,automatic,concerted"`
	From     time.Time `json:"from" doc:"The first of the case's votes"`
	To       time.Time `json:"to" doc:"The last of the case's votes"`
	Decided  time.Time `json:"decided_at"`
	Appeal   string    `json:"appeal,omitempty" doc:"What the asker said against it"`
	MayStill bool      `json:"may_appeal"`
}

// AuthorCasesView are the cases that annulled votes of a work, as its author sees them.
type AuthorCasesView struct {
	Until *time.Time       `json:"appeals_until,omitempty" doc:"Absent while the contest's calendar does not date it"`
	Items []AuthorCaseView `json:"items"`
}

func (s *Service) authorCases(ctx context.Context, in *struct {
	ID string `path:"id"`
}) (*web.Body[AuthorCasesView], error) {
	all, until, err := s.AuthorCases(ctx, in.ID)
	v := AuthorCasesView{Until: until, Items: make([]AuthorCaseView, len(all))}
	for i, c := range all {
		v.Items[i] = AuthorCaseView(c)
	}
	return web.Answer(v, err)
}

// InCase names a case in an operation's path.
type InCase struct {
	InCampaign
	Number int `path:"number"`
}

func (s *Service) cases(ctx context.Context, key string, err error) (*web.Body[CasesView], error) {
	if err != nil {
		return nil, err
	}
	all, held, err := s.Cases(ctx, key)
	v := CasesView{Held: held, Items: make([]CaseView, len(all))}
	for i, c := range all {
		v.Items[i] = viewCase(ctx, c)
	}
	return web.Answer(v, err)
}

// CaseBody chooses votes and says why they are in question.
type CaseBody struct {
	Reason string `json:"reason"`
	// One of the three chooses votes; those that are in another case are left out.
	Finding string    `json:"finding,omitempty" doc:"Those of a finding"`
	Held    bool      `json:"held,omitempty" doc:"All that are held"`
	Entry   string    `json:"entry,omitempty" doc:"A work's, with from and to"`
	From    time.Time `json:"from,omitempty"`
	To      time.Time `json:"to,omitempty" doc:"Exclusive"`
}

// ProposeBody is what should become of a case's votes.
type ProposeBody struct {
	Outcome Outcome `json:"outcome" enum:"annul,release,dismiss,uphold"`
	Cause   Cause   `json:"cause,omitempty" enum:"bought,automatic,concerted,genuine"`
	Reason  string  `json:"reason"`
}

// ReasonBody is a reason alone.
type ReasonBody struct {
	Reason string `json:"reason"`
}

// PaceView is how votes came.
type PaceView struct {
	Items []Pace `json:"items"`
}

func (s *Service) caseRoutes(api huma.API) {
	web.Get(api, "/campaigns/{campaign}/annulments", "作废的票", s.publicAnnulments)
	web.Get(api, "/my/entries/{id}/annulments", "我的作品被作废的票", s.authorCases)
	web.Post(api, "/campaigns/{campaign}/annulments/{number}/appeal", "对作废提出申诉", func(ctx context.Context, in *struct {
		InCase
		Body ReasonBody
	}) (*web.Body[Annulments], error) {
		if err := s.Appeal(ctx, in.Campaign, in.Number, in.Body.Reason); err != nil {
			return nil, err
		}
		return s.publicAnnulments(ctx, &in.InCampaign)
	})
	web.Get(api, "/console/campaigns/{campaign}/ballot/pace", "投票走势", func(ctx context.Context, in *struct {
		InCampaign
		Entry string `query:"entry" doc:"A work, or all"`
		By    string `query:"by" enum:"minute,hour" default:"hour" doc:"By the minute of the last three hours, or by the hour of all days"`
	}) (*web.Body[PaceView], error) {
		paces, err := s.PaceOf(ctx, in.Campaign, in.Entry, in.By == "minute")
		return web.Answer(PaceView{paces}, err)
	})
	const path = "/console/campaigns/{campaign}/ballot/cases"
	web.Get(api, path, "票的案件", func(ctx context.Context, in *InCampaign) (*web.Body[CasesView], error) {
		return s.cases(ctx, in.Campaign, nil)
	})
	web.Post(api, path, "立案", func(ctx context.Context, in *struct {
		InCampaign
		Body CaseBody
	}) (*web.Body[CasesView], error) {
		b := in.Body
		_, err := s.OpenCase(ctx, in.Campaign, b.Reason, Doubt{b.Finding, b.Held, b.Entry, b.From, b.To})
		return s.cases(ctx, in.Campaign, err)
	}, http.StatusCreated)
	web.Post(api, path+"/{number}/proposal", "提出处理意见", func(ctx context.Context, in *struct {
		InCase
		Body ProposeBody
	}) (*web.Body[CasesView], error) {
		_, err := s.Propose(ctx, in.Campaign, in.Number, in.Body.Outcome, in.Body.Cause, in.Body.Reason)
		return s.cases(ctx, in.Campaign, err)
	})
	web.Post(api, path+"/{number}/agree", "复核同意", func(ctx context.Context, in *InCase) (*web.Body[CasesView], error) {
		_, err := s.Agree(ctx, in.Campaign, in.Number)
		return s.cases(ctx, in.Campaign, err)
	})
	web.Post(api, path+"/{number}/send-back", "复核退回", func(ctx context.Context, in *struct {
		InCase
		Body ReasonBody
	}) (*web.Body[CasesView], error) {
		_, err := s.SendBack(ctx, in.Campaign, in.Number, in.Body.Reason)
		return s.cases(ctx, in.Campaign, err)
	})
}
