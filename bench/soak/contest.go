package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"saiying/campaigns"
	"saiying/internal/entry"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
)

// now has the notice's vote be open, and what comes after it later.
func now(notice, decided []byte) (_, _ []byte) {
	day := func(d int) string { return time.Now().AddDate(0, 0, d).Format(time.DateOnly) }
	notice = voteWindow.ReplaceAll(notice, []byte("${1}"+day(-1)+"${2}"+day(10)))
	next := time.Now().Year() + 1
	notice = bytes.ReplaceAll(notice, []byte("at: 2020-12"), fmt.Appendf(nil, "at: %d-12", next))
	notice = bytes.ReplaceAll(notice, []byte("at: 2021-01"), fmt.Appendf(nil, "at: %d-01", next+1))
	for _, bound := range []string{"open: ", "close: "} {
		decided = bytes.ReplaceAll(decided, []byte(bound+"2020"), fmt.Appendf(nil, "%s%d", bound, next))
	}
	return notice, decided
}

var voteWindow = regexp.MustCompile(`(?s)(  vote:\n.*?open: )\S+(\n.*?close: )\S+`)

// campaign puts Hebei's contest into the database, its vote from yesterday to the tenth day, and works straight into the list of candidates:
// this is not about how they get there.
func (b *bout) campaign(ctx context.Context) (ids []string, err error) {
	notice, err := campaigns.Files.ReadFile(contest + ".yaml")
	if err != nil {
		return nil, err
	}
	decided, err := campaigns.Files.ReadFile(contest + ".decisions.yaml")
	if err != nil {
		return nil, err
	}
	notice, decided = now(notice, decided)
	file := filepath.Join(b.dir, contest+".yaml")
	if err := errors.Join(os.WriteFile(file, notice, 0o600), os.WriteFile(filepath.Join(b.dir, contest+".decisions.yaml"), decided, 0o600)); err != nil {
		return nil, err
	}
	if out, err := b.nodes[0].command(ctx, "campaign", "apply", file).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the contest cannot be made: %w: %s", err, out)
	}
	d, err := db.Open(ctx, b.database, clock.System)
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Close() }()
	err = d.Write(ctx, func(tx *db.Tx) error {
		for i := range works {
			ids = append(ids, fmt.Sprintf("w%03d", i+1))
			if _, err := tx.Exec(ctx, `INSERT INTO entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, created, submitted, changed)
				VALUES ($1, $2, 'web', 'someone', 'someone', $3, $4, $5, $6, '林晓岚', '望北县融媒体中心', '{}', '[]', '[]', '[]', 1, 1, 1)`,
				ids[i], contest, i+1, fmt.Sprintf("%04d", i+1), entry.StateShortlisted, fmt.Sprintf("第%d部", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	return ids, err
}
