package inspection

import (
	"context"
	"slices"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

var (
	errNoFinding = fault.Define("inspection.finding_gone", fault.Conflict,
		"这条检测结果已经变了，请刷新后再看。", "This finding has changed meanwhile; please reload.")
	errStand = fault.Define("inspection.stand", fault.Invalid,
		"请选“属实”或“误报”。", "Please say whether it is so or a false alarm.")
)

// About names what an opinion is about: a finding on a film of an entry, or one sight in it.
type About struct {
	Entry string
	Asset string
	Rule  string
	Sight string // empty for the finding as a whole
}

// opinion is a row of inspection_opinion.
type opinion struct {
	rule, sight string
	entry.Opinion
}

// Opine keeps what a screener or organiser says of a machine's finding. It is recorded, stands beside what the machine said, and
// settles how the finding counts. Said again, the newer holds.
func (s *Service) Opine(ctx context.Context, a About, stand entry.Stand, words string) error {
	if stand != entry.Confirmed && stand != entry.Dismissed {
		return errStand
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := identity.Require(ctx); err != nil {
			return err
		}
		e, err := s.entries.Get(ctx, tx, a.Entry)
		if err != nil {
			return err
		}
		p, err := identity.RequireRole(ctx, e.Campaign, identity.Organiser, identity.Screener)
		if err != nil {
			return err
		}
		f, ok := findingOf(e, a)
		if !ok {
			return errNoFinding
		}
		if err := putOpinion(ctx, tx, a, p, stand, words); err != nil {
			return err
		}
		if err := s.inspect(ctx, tx, e); err != nil {
			return err
		}
		kind := map[entry.Stand]string{entry.Confirmed: "属实", entry.Dismissed: "误报"}[stand]
		return s.audit.Add(ctx, tx, audit.Record{Act: "inspection.opinion", Object: e.ID, Campaign: e.Campaign,
			Says: e.Number + "《" + e.Title + "》的技术检测“" + f.Label + "”认定为" + kind, Before: f,
			After: map[string]any{"asset": a.Asset, "rule": a.Rule, "sight": a.Sight, "stand": stand, "words": words}})
	})
}

// findingOf is the machine's finding that an opinion may be about: one that is not simply in order.
func findingOf(e entry.Entry, a About) (entry.Finding, bool) {
	if e.File == nil || e.File.ID != a.Asset {
		return entry.Finding{}, false
	}
	i := slices.IndexFunc(e.Findings, func(f entry.Finding) bool {
		return f.Rule == a.Rule && f.By == string(campaign.ByMachine) && !f.OK && (!f.Undecided || len(f.Sights) > 0)
	})
	if i < 0 {
		return entry.Finding{}, false
	}
	f := e.Findings[i]
	seen := slices.ContainsFunc(f.Sights, func(s entry.Sight) bool { return s.Key == a.Sight })
	return f, seen || a.Sight == "" && len(f.Sights) == 0
}

// heard puts what people said beside what the machine found.
func heard(c *campaign.Campaign, found []entry.Finding, said []opinion) {
	for i := range found {
		f := &found[i]
		rule, ok := c.Rule(f.Rule)
		if !ok {
			rule.Level = f.Level // it rests on no rule of the notice
		}
		for _, o := range said {
			if o.rule != f.Rule {
				continue
			}
			o.Level = rule.Level
			if o.sight == "" && len(f.Sights) == 0 {
				f.Opinion = &o.Opinion
			}
			for k := range f.Sights {
				if f.Sights[k].Key == o.sight {
					f.Sights[k].Opinion = &o.Opinion
				}
			}
		}
		if len(f.Sights) > 0 {
			settle(f, rule)
		}
	}
}

// settle sums up what people said of a finding's sights. One that is confirmed settles it, and so do all dismissed. While some
// wait, the machine's level is that of those that do.
func settle(f *entry.Finding, r campaign.Rule) {
	var last *entry.Opinion
	sure := false
	waiting := 0
	for _, s := range f.Sights {
		switch o := s.Opinion; {
		case o == nil:
			waiting++
			sure = sure || breaks(s)
		case o.Stand == entry.Confirmed:
			f.Opinion = o
			return
		case last == nil || o.At.After(last.At):
			last = o
		}
	}
	if waiting == 0 {
		f.Opinion = last
		return
	}
	if !sure && r.Level == campaign.Error {
		f.Level = campaign.Warn
	}
}

func putOpinion(ctx context.Context, tx *db.Tx, a About, p identity.Person, stand entry.Stand, words string) error {
	_, err := tx.Exec(ctx, `INSERT INTO inspection_opinion (entry, asset, rule, sight, stand, words, by_id, name, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (entry, asset, rule, sight) DO UPDATE SET stand = excluded.stand, words = excluded.words, by_id = excluded.by_id,
		name = excluded.name, at = excluded.at`, a.Entry, a.Asset, a.Rule, a.Sight, stand, words, p.ID, p.Name, db.Micros(tx.Now()))
	return err
}

func listOpinions(ctx context.Context, tx *db.Tx, entryID, asset string) ([]opinion, error) {
	return db.List(ctx, tx, func(r db.Row) (o opinion, err error) {
		var at int64
		err = r.Scan(&o.rule, &o.sight, &o.Stand, &o.Words, &o.Name, &at)
		o.At = db.Time(at)
		return o, err
	}, "SELECT rule, sight, stand, words, name, at FROM inspection_opinion WHERE entry = $1 AND asset = $2 ORDER BY at", entryID, asset)
}
