package ballot

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"saiying/internal/ballot/detect"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

// Found is a finding about votes as it is kept.
type Found struct {
	ID             string
	Campaign       string
	Version        string
	FromSeq, ToSeq int64 // the numbers that had been looked through when it was last seen
	At             time.Time
	detect.Finding

	Still bool          // seen at the last look, too
	Works []entry.Entry // those of Entries, by number
	Cases []int         // that have votes of it, by number
	Free  int           // how many of its votes are in none
}

// errNoFinding refuses what was never found, or in another contest.
var errNoFinding = fault.Define("ballot.no_finding", fault.NotFound,
	"没有这条线索。请刷新页面重新选择。", "There is no such finding; please reload the page and choose again.")

// lookEvery is how often the votes of a campaign are looked through, if there are new ones. A million take seconds.
const lookEvery = time.Hour

// Look looks through the votes of every campaign that has new ones, an hour after it last did. Of several machines one looks.
// Nothing comes of a finding but that people see it.
func (s *Service) Look(ctx context.Context) error {
	var due []*campaign.Campaign
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		all, err := s.campaigns.List(ctx, tx)
		if err != nil {
			return err
		}
		for _, c := range all {
			if c.Voting == nil {
				continue
			}
			turn, err := claimLook(ctx, tx, c.Key, tx.Now().Add(-lookEvery))
			if err != nil {
				return err
			}
			if turn {
				due = append(due, c)
			}
		}
		return nil
	})
	for _, c := range due {
		if err == nil {
			err = s.look(ctx, c.Key)
		}
	}
	return err
}

func (s *Service) look(ctx context.Context, key string) error {
	var votes []detect.Vote
	var known detect.Baseline
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if votes, err = seenVotes(ctx, tx, key); err != nil {
			return err
		}
		known, err = s.units(ctx, tx, key)
		return err
	})
	if err != nil || len(votes) == 0 {
		return err
	}
	found := detect.Find(votes, known)
	from, to := votes[0].Seq, votes[len(votes)-1].Seq
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, f := range found {
			row := Found{ID: findingID(key, f), Campaign: key, Version: detect.Version, FromSeq: from, ToSeq: to, At: tx.Now(), Finding: f}
			if err := putFinding(ctx, tx, row); err != nil {
				return err
			}
		}
		return looked(ctx, tx, key, to)
	})
}

// Findings lists what was found in a campaign's votes, the gravest first, and tells when they were last looked through: never is
// the zero time.
func (s *Service) Findings(ctx context.Context, key string) (all []Found, last time.Time, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return nil, last, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if all, err = findings(ctx, tx, key); err != nil {
			return err
		}
		seq, at, err := lastLook(ctx, tx, key)
		if err != nil {
			return err
		}
		last = at
		return s.explain(ctx, tx, key, all, seq)
	})
	return all, last, err
}

// explain adds to findings what is known of them now: their works by name, and which cases have their votes.
func (s *Service) explain(ctx context.Context, tx *db.Tx, key string, all []Found, seq int64) error {
	ids := []string{}
	for _, f := range all {
		ids = append(ids, f.Entries...)
	}
	works, err := s.byID(ctx, tx, key, ids)
	if err != nil {
		return err
	}
	in, err := casesOfVotes(ctx, tx, key)
	for i := range all {
		f := &all[i]
		f.Still = f.ToSeq == seq
		for _, id := range f.Entries {
			f.Works = append(f.Works, works[id])
		}
		slices.SortFunc(f.Works, func(a, b entry.Entry) int { return strings.Compare(a.Number, b.Number) })
		f.sort(in)
	}
	return err
}

// sort tells the votes of a finding that are in a case from the others.
func (f *Found) sort(in map[int64]int) {
	for _, seq := range f.Seqs {
		if n, is := in[seq]; !is {
			f.Free++
		} else if !slices.Contains(f.Cases, n) {
			f.Cases = append(f.Cases, n)
		}
	}
	slices.Sort(f.Cases)
}

// units tells which works were entered by the same unit, or where no unit is named by the same person.
func (s *Service) units(ctx context.Context, tx *db.Tx, key string) (detect.Baseline, error) {
	b := detect.Baseline{Units: map[string]string{}}
	works, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: key, States: finalists})
	for _, w := range works {
		switch {
		case w.Unit != "":
			b.Units[w.ID] = "unit " + w.Unit
		case w.Owner != "":
			b.Units[w.ID] = "person " + w.Owner
		}
	}
	return b, err
}

// findingID is the same for what is found again: the same kind about the same works. A burst is told by its beginning too.
func findingID(key string, f detect.Finding) string {
	parts := append([]string{key, string(f.Kind)}, f.Entries...)
	if f.Kind == detect.Burst {
		parts = append(parts, f.From.UTC().Format(time.RFC3339))
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
