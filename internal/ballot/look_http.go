package ballot

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/ballot/detect"
	"saiying/internal/platform/web"
)

// GroundView is what a machine found, with its figures.
type GroundView struct {
	Kind     detect.Kind      `json:"kind" enum:"lockstep,dense,burst,rhythm,unwatched"`
	Severity detect.Severity  `json:"severity" enum:"severe,look,note"`
	Says     string           `json:"says"`
	Evidence []detect.Feature `json:"evidence"`
}

func viewGround(ctx context.Context, g Ground) GroundView {
	v := GroundView{g.Kind, g.Severity, g.ZH, g.Evidence}
	if web.Language(ctx) == "en" {
		v.Says = g.EN
	}
	return v
}

// FindingView is what was found in a campaign's votes.
type FindingView struct {
	ID string `json:"id"`
	GroundView
	Works   []FoundWork `json:"works"`
	From    time.Time   `json:"from" doc:"The first of its votes"`
	To      time.Time   `json:"to" doc:"The last of its votes"`
	First   time.Time   `json:"first_seen_at"`
	Still   bool        `json:"still_seen" doc:"false when the last look did not find it any more"`
	Ballots int         `json:"ballots"`
	Free    int         `json:"free" doc:"How many of its ballots are in no case"`
	Cases   []int       `json:"cases" doc:"The numbers of the cases that have the others"`
}

// FoundWork is a work of a finding.
type FoundWork struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
}

// FindingsView is what was found in a campaign's votes, the gravest first.
type FindingsView struct {
	Looked *time.Time    `json:"looked_at,omitempty" doc:"When the votes were last looked through"`
	Items  []FindingView `json:"items"`
}

func viewFound(ctx context.Context, f Found) FindingView {
	v := FindingView{ID: f.ID, GroundView: viewGround(ctx, f.ground()), From: f.From, To: f.To, First: f.At, Still: f.Still,
		Ballots: len(f.Seqs), Free: f.Free, Cases: append([]int{}, f.Cases...), Works: make([]FoundWork, len(f.Works))}
	for i, w := range f.Works {
		v.Works[i] = FoundWork{w.ID, w.Number, w.Title, w.Author}
	}
	return v
}

func (s *Service) lookRoutes(api huma.API) {
	web.Get(api, "/console/campaigns/{campaign}/ballot/findings", "投票里的线索", func(ctx context.Context, in *InCampaign) (*web.Body[FindingsView], error) {
		all, last, err := s.Findings(ctx, in.Campaign)
		v := FindingsView{Items: make([]FindingView, len(all))}
		if !last.IsZero() {
			v.Looked = &last
		}
		for i, f := range all {
			v.Items[i] = viewFound(ctx, f)
		}
		return web.Answer(v, err)
	})
}
