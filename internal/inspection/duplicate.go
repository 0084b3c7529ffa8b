package inspection

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/platform/db"
)

// duplicates is what is known of the works that an entry's film is like.
type duplicates struct {
	compared bool // the film was looked for among all others
	of       entry.Entry
	pairs    []pair // as the entry's contest sees them
}

// duplicates reads what is known of the works like e, if a rule of its contest asks for them.
func (s *Service) duplicates(ctx context.Context, tx *db.Tx, c *campaign.Campaign, e entry.Entry) (d duplicates, err error) {
	d.of = e
	if !asksForDuplicates(c) {
		return d, nil
	}
	if _, d.compared, err = s.media.Print(ctx, tx, e.File.ID); err != nil {
		return d, err
	}
	found, err := listMatchesOf(ctx, tx, c.Key, e.File.ID)
	if err != nil {
		return d, err
	}
	d.pairs, err = s.pairs(ctx, tx, c, found)
	return d, err
}

// asksForDuplicates reports whether a rule of the notice is about other works.
func asksForDuplicates(c *campaign.Campaign) bool {
	return slices.ContainsFunc(repeats, func(r repeat) bool { return len(c.RulesOn(r.fact)) > 0 })
}

// repeat is a fact that people's decisions about matches tell, and which of the matches speak of it.
type repeat struct {
	fact string
	none string // what is said when there is no such match
	says func(of entry.Entry, other side, w Where) bool
}

var repeats = []repeat{
	{"entry.same_work_elsewhere", "未发现同一作品另有投稿", func(_ entry.Entry, other side, w Where) bool {
		return (w == Here || w == Aside) && competes(other.State)
	}},
	{"entry.earlier_edition", "未发现参加过历届", func(_ entry.Entry, other side, w Where) bool {
		return w == Earlier && other.State != entry.StateWithdrawn
	}},
	{"entry.published_before", "未发现在其他活动公开展播过", func(of entry.Entry, other side, w Where) bool {
		return (w == Earlier || w == Elsewhere) && other.State.Shown() && other.Submitted.Before(of.Submitted)
	}},
}

// repeatOf is the fact about other works that a rule asks for, if it asks for one.
func repeatOf(c *campaign.Campaign, rule string) (repeat, bool) {
	i := slices.IndexFunc(repeats, func(r repeat) bool { return slices.Contains(c.RulesOn(r.fact), rule) })
	if i < 0 {
		return repeat{}, false
	}
	return repeats[i], true
}

// competes reports whether a work still takes part: of two that are the same, one may stay once the other is out.
func competes(s entry.State) bool {
	return !slices.Contains([]entry.State{entry.StateDraft, entry.StateRejected, entry.StateWithdrawn, entry.StateDisqualified}, s)
}

// speaking are the works that a repeat is about: those decided to be the same, and those that nobody has decided about.
func (d duplicates) speaking(r repeat) (same, open []side) {
	for _, p := range d.pairs {
		other := p.besides(d.of.ID)
		if !r.says(d.of, other, p.where) {
			continue
		}
		switch p.Decision {
		case Same:
			same = append(same, other)
		case Undecided:
			open = append(open, other)
		}
	}
	return same, open
}

// tell adds the facts that are known. While somebody has yet to decide, or the film has yet to be compared, a fact is not.
func (d duplicates) tell(facts map[string]any) {
	for _, r := range repeats {
		same, open := d.speaking(r)
		if len(same) > 0 {
			facts[r.fact] = true
		} else if len(open) == 0 && d.compared {
			facts[r.fact] = false
		}
	}
}

// word says what a finding about other works rests on, with the works named. Nobody but staff may read it.
func (d duplicates) word(f *entry.Finding, rule campaign.Rule, r repeat) {
	f.By = string(campaign.ByDuplicate)
	same, open := d.speaking(r)
	switch {
	case len(same) > 0:
		f.Got = "与" + d.names(same) + "认定为同一作品"
		f.Message = f.Got + "，" + f.Need + "。"
	case len(open) > 0:
		f.Got = "与" + d.names(open) + "疑似同一作品"
		f.Message = f.Got + "，还没有认定。请在“重复”里看过两部影片再定。"
	case !d.compared:
		f.Got = "还没有比对"
		f.Message = "还没有和其他作品比对，比对完会自动更新。"
	default:
		f.Got, f.Message = r.none, r.none+"。"
		if slices.Contains(rule.By, campaign.ByScreener) {
			f.OK, f.Undecided, f.By, f.Message = false, true, string(campaign.ByScreener), f.Message+"由初审员判断。"
		}
	}
}

// names names a few works, each once, as staff of the entry's contest call them.
func (d duplicates) names(all []side) string {
	const most = 3
	var names []string
	for _, s := range all {
		if n := s.name(d.of.Campaign); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if n := len(names); n > most {
		return fmt.Sprintf("%s等%d部", strings.Join(names[:most], "、"), n)
	}
	return strings.Join(names, "、")
}

// renew has works inspected again whose notice asks for duplicates.
func (s *Service) renew(ctx context.Context, tx *db.Tx, all ...entry.Entry) error {
	for _, e := range all {
		c, err := s.campaigns.Get(ctx, tx, e.Campaign)
		if err != nil {
			return err
		}
		if !asksForDuplicates(c) {
			continue
		}
		if err := s.queue.Enqueue(ctx, tx, again{e.ID}, nil); err != nil {
			return err
		}
	}
	return nil
}

// renewAround has the entry of a film and all entries with a film like it inspected again.
func (s *Service) renewAround(ctx context.Context, asset string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		found, err := listMatchesOf(ctx, tx, "", asset)
		if err != nil {
			return err
		}
		assets := []string{asset}
		for _, m := range found {
			assets = append(assets, m.A, m.B)
		}
		slices.Sort(assets)
		entries, err := s.entries.ByAssets(ctx, tx, slices.Compact(assets))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := s.renew(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// moved has the works like an entry's inspected again: what they may be the same as has come into the contest or left it.
func (s *Service) moved(ctx context.Context, entryID string) error {
	var asset string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		e, err := s.entries.Get(ctx, tx, entryID)
		if err == nil && e.File != nil {
			asset = e.File.ID
		}
		return err
	})
	if err != nil || asset == "" {
		return err
	}
	return s.renewAround(ctx, asset)
}
