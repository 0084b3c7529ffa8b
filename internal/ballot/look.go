package ballot

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"saiying/internal/ballot/detect"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

// Found is a finding about votes as it is kept. FromSeq and ToSeq are the numbers that had been looked through when it was last
// seen: one whose ToSeq lags behind the others is no longer seen.
type Found struct {
	ID       string    `json:"id"`
	Campaign string    `json:"-"`
	Version  string    `json:"version"`
	FromSeq  int64     `json:"from_seq"`
	ToSeq    int64     `json:"to_seq"`
	At       time.Time `json:"at"`
	detect.Finding
}

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

// Findings lists what was found in a campaign's votes, the gravest first.
func (s *Service) Findings(ctx context.Context, key string) (all []Found, err error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser, identity.Auditor); err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err = findings(ctx, tx, key)
		return err
	})
	return all, err
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
