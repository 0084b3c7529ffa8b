package inspection

import (
	"context"
	"embed"
	"errors"
	"net/http"
	"path/filepath"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/job"
	"saiying/internal/platform/web"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service inspects the films of entries.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	campaigns *campaign.Service
	media     *media.Service
	entries   *entry.Service
	prints    *prints
}

// Done tells that a film of an entry was inspected.
type Done struct {
	Entry   string        `json:"entry"`
	Asset   string        `json:"asset"`
	Verdict entry.Verdict `json:"verdict"`
}

// New makes the service. It hears of measured films and of entries that got one, whichever comes last. The index by which films
// are known again lies in data/prints.
func New(d *db.DB, log *audit.Log, q *job.Queue, campaigns *campaign.Service, films *media.Service, entries *entry.Service, data string) *Service {
	s := &Service{db: d, audit: log, queue: q, campaigns: campaigns, media: films, entries: entries, prints: &prints{dir: filepath.Join(data, "prints")}}
	s.hearSame()
	job.Handle(q, func(ctx context.Context, j again) error { return s.Inspect(ctx, j.Entry) })
	job.On(q, "inspection", func(ctx context.Context, e media.Probed) error { return s.film(ctx, e.Asset) })
	job.On(q, "inspection", func(ctx context.Context, e media.Watched) error { return s.film(ctx, e.Asset) })
	job.On(q, "inspection", func(ctx context.Context, e media.Failed) error { return s.film(ctx, e.Asset) })
	job.On(q, "inspection", func(ctx context.Context, e entry.Attached) error { return s.Inspect(ctx, e.Entry) })
	job.On(q, "inspection", func(ctx context.Context, e entry.Renamed) error { return s.Inspect(ctx, e.Entry) })
	job.On(q, "inspection", func(ctx context.Context, e entry.Submitted) error { return s.Inspect(ctx, e.Entry) })
	job.On(q, "inspection", func(ctx context.Context, e entry.Replaced) error { return s.Inspect(ctx, e.Entry) })
	job.On(q, "inspection", func(ctx context.Context, e entry.Declared) error { return s.Inspect(ctx, e.Entry) })
	return s
}

// Close lets go of the index of prints; call it when no job runs any more.
func (s *Service) Close() error { return s.prints.close() }

// film inspects whatever entry has the asset as its film.
func (s *Service) film(ctx context.Context, asset string) error {
	var of []entry.Entry
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		of, err = s.entries.ByAsset(ctx, tx, asset)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range of {
		if err := s.Inspect(ctx, e.ID); err != nil {
			return err
		}
	}
	return nil
}

// Inspect judges the current film of an entry by the campaign as it stands and keeps what it found. A film that has not been
// measured yet is left until it is.
func (s *Service) Inspect(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Get(ctx, tx, id)
		if errors.Is(err, entry.ErrUnknown) || err == nil && e.File == nil {
			return nil // a draft may have been deleted meanwhile
		}
		if err != nil {
			return err
		}
		return s.inspect(ctx, tx, e)
	})
}

// inspect judges the film of an entry, puts what people said of earlier findings beside, and keeps it.
func (s *Service) inspect(ctx context.Context, tx *db.Tx, e entry.Entry) error {
	c, err := s.campaigns.Get(ctx, tx, e.Campaign)
	if err != nil {
		return err
	}
	said, err := listOpinions(ctx, tx, e.ID, e.File.ID)
	if err != nil {
		return err
	}
	like, err := s.duplicates(ctx, tx, c, e)
	if err != nil {
		return err
	}
	verdict, found, known := judge(c, e, said, like)
	if !known {
		return nil
	}
	if err := putReport(ctx, tx, e, c.Version, verdict, found); err != nil {
		return err
	}
	current, err := s.entries.Inspected(ctx, tx, e.ID, e.File.ID, verdict, found)
	if err != nil || !current {
		return err
	}
	return job.Emit(ctx, s.queue, tx, Done{e.ID, e.File.ID, verdict})
}

// judge judges an entry's film, if it is known what it is.
func judge(c *campaign.Campaign, e entry.Entry, said []opinion, like duplicates) (entry.Verdict, []entry.Finding, bool) {
	a := e.File
	if a.State == media.StateFailed {
		return entry.Unreadable, []entry.Finding{{Rule: unreadable, Label: "文件可以播放", Says: "影片须能正常播放。", Level: campaign.Error,
			Got: string(a.Problem), Need: "能正常播放", Message: a.Says("zh"), By: string(campaign.ByMachine)}}, true
	}
	if a.Facts == nil {
		return "", nil, false
	}
	rules, people := e.Judged(c)
	found := findingsOf(c, e, like, withName(a.Facts.Map(), rules))
	sayName(c, found, rules, people)
	found = append(found, labels(c, e)...)
	heard(c, found, said)
	return entry.VerdictOf(found), found, true
}

// again inspects an entry on a member of staff's wish.
type again struct {
	Entry string `json:"entry"`
}

// Kind names the job.
func (again) Kind() string { return "inspection.again" }

// Again has an entry inspected once more, by the rules as they stand now.
func (s *Service) Again(ctx context.Context, id string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := identity.Require(ctx); err != nil {
			return err
		}
		e, err := s.entries.Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := identity.RequireRole(ctx, e.Campaign, identity.Organiser, identity.Screener); err != nil {
			return err
		}
		if err := s.queue.Enqueue(ctx, tx, again{id}, nil); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "inspection.again", Object: id, Campaign: e.Campaign, Says: "重新技审" + e.Number + "《" + e.Title + "》"})
	})
}

// Precheck is what the rules say of facts that a browser read from a file before sending it.
type Precheck struct {
	Verdict  entry.Verdict   `json:"verdict" enum:"pass,fail,review"`
	Findings []entry.Finding `json:"findings"`
	Naming   *entry.Naming   `json:"naming,omitempty" doc:"How the file is named as the film of the entry, where the notice says how"`
}

// Precheck judges facts that a browser read. What it could not read leaves a rule undecided. entryID may name the entry of the person
// of ctx whose film the file is to be: it is then judged by the name that it will have.
func (s *Service) Precheck(ctx context.Context, campaignKey, entryID string, facts map[string]any) (p Precheck, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		switch {
		case err != nil:
			return err
		case entryID != "":
			p, err = s.precheckOf(ctx, tx, entryID, facts)
		default:
			p.Findings = Findings(c, facts)
		}
		p.Verdict = entry.VerdictOf(p.Findings)
		return err
	})
	return p, err
}

// Advice is how to set the tools that people use so that a film keeps some rules.
type Advice struct {
	Tools []Tool `json:"tools"`
}

// Advice tells in the asker's language how to export a film that keeps the given rules of a campaign.
func (s *Service) Advice(ctx context.Context, campaignKey string, rules []string) (a Advice, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		if err == nil {
			a.Tools = Advise(c, rules, web.Language(ctx))
		}
		return err
	})
	return a, err
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, _ *http.ServeMux) {
	s.matchRoutes(api)
	s.nameRoutes(api)
	web.Post(api, "/campaigns/{campaign}/precheck", "上传之前先检查影片", func(ctx context.Context, in *struct {
		Campaign string `path:"campaign"`
		Body     struct {
			Facts map[string]any `json:"facts"`
			Entry string         `json:"entry,omitempty" doc:"One's own entry whose film the file is to be"`
		}
	}) (*web.Body[Precheck], error) {
		return web.Answer(s.Precheck(ctx, in.Campaign, in.Body.Entry, in.Body.Facts))
	})
	web.Post(api, "/console/entries/{id}/opinions", "认定一条检测结果属实或误报", func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Body struct {
			Asset string      `json:"asset"`
			Rule  string      `json:"rule"`
			Sight string      `json:"sight,omitempty" doc:"The sight's key; empty for the finding as a whole"`
			Stand entry.Stand `json:"stand" enum:"confirmed,dismissed"`
			Words string      `json:"words,omitempty" maxLength:"500"`
		}
	}) (*struct{}, error) {
		b := in.Body
		return nil, s.Opine(ctx, About{in.ID, b.Asset, b.Rule, b.Sight}, b.Stand, b.Words)
	}, http.StatusNoContent)
	web.Get(api, "/campaigns/{campaign}/export-advice", "怎样导出才合要求", func(ctx context.Context, in *struct {
		Campaign string   `path:"campaign"`
		Rules    []string `query:"rules,explode" maxItems:"50" doc:"Keys of the broken rules"`
	}) (*web.Body[Advice], error) {
		return web.Answer(s.Advice(ctx, in.Campaign, in.Rules))
	})
	web.Post(api, "/console/entries/{id}/inspect", "重新技审", func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (*struct{}, error) {
		return nil, s.Again(ctx, in.ID)
	}, http.StatusAccepted)
}
