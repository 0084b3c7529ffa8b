package ballot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"saiying/campaigns"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/identity"
)

// kinds are the kinds of a published ledger's entries, a letter each.
func (h *hall) kinds(dir string) (all string) {
	h.t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "leaves/000.p/*"))
	check(h.t, err)
	var longest []byte
	for _, p := range paths {
		data, err := os.ReadFile(p)
		check(h.t, err)
		if len(data) > len(longest) {
			longest = data
		}
	}
	for line := range bytes.Lines(longest) {
		all += string(line[len(`{"t":"`)])
	}
	return all
}

// correct gives the notice its next version, in which the vote ends on another day.
func (h *hall) correct(version int, last string) {
	h.t.Helper()
	notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
	check(h.t, err)
	decided, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
	check(h.t, err)
	text := strings.NewReplacer("version: 1\n", fmt.Sprintf("version: %d\ncorrects: 投票延期\n", version), "    close: 2020-12-10\n    says: 作品评选", "    close: "+last+"\n    says: 作品评选").Replace(string(notice))
	_, err = h.campaigns.Apply(context.Background(), []byte(text), decided)
	check(h.t, err)
}

// The log ends with what stands; cases after it are published too. A vote that goes on states its rules again, unless its result is frozen.
func TestALogIsClosedOnceAndOpenedByACorrection(t *testing.T) {
	eachHall(t, "2020-12-10 23:00", 3, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		h.suspect()
		h.clock.Set(at(t, "2020-12-11 00:05"))
		for range 2 {
			check(t, h.ballots.PublishDue(ctx))
		}
		if got := h.kinds(dir); got != "ovvvc" {
			t.Fatalf("the log is %q", got)
		}
		_, err := h.ballots.Propose(organiser(), hebei, 1, ballot.Annul, ballot.CauseBought, "有偿投票")
		check(t, err)
		_, err = h.ballots.Agree(staff("second", identity.Organiser), hebei, 1)
		check(t, err)
		check(t, h.ballots.PublishDue(ctx))
		if got := h.kinds(dir); got != "ovvvca" {
			t.Fatalf("the log is %q", got)
		}
		if _, err := h.cast("c", "1", work(3), 1); !errors.Is(err, campaign.ErrClosed) {
			t.Fatal(err)
		}
		h.correct(2, "2020-12-12")
		_, err = h.cast("c", "1", work(3), 1)
		check(t, err)
		_, err = h.cast("c", "2", work(3), 1)
		check(t, err)
		h.clock.Set(at(t, "2020-12-13 00:00"))
		_, err = h.ballots.Freeze(organiser(), hebei, "投票结束")
		check(t, err)
		check(t, h.ballots.PublishDue(ctx))
		if got := h.kinds(dir); got != "ovvvcaovvc" {
			t.Fatalf("the log is %q", got)
		}
		if faults := h.sentences(dir); faults != "" {
			t.Error(faults)
		}
	})
}

// A correction during the vote is stated before the first vote under it. After the seal it lets nobody vote.
func TestACorrectionIsStatedAndBreaksNoSeal(t *testing.T) {
	eachHall(t, "2020-12-10 23:00", 1, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		_, err := h.cast("v", "1", work(1), 1)
		check(t, err)
		h.correct(2, "2020-12-11")
		h.clock.Set(at(t, "2020-12-11 10:00"))
		done, err := h.cast("v", "2", work(1), 10)
		check(t, err)
		h.clock.Set(at(t, "2020-12-12 00:00"))
		_, err = h.ballots.Freeze(organiser(), hebei, "投票结束")
		check(t, err)
		check(t, h.ballots.PublishDue(ctx))
		if got, faults := h.kinds(dir), h.sentences(dir); got != "ovovc" || faults != "" {
			t.Fatalf("the log is %q; %s", got, faults)
		}
		h.correct(3, "2020-12-14")
		_, err = h.cast("v", "3", work(1), 1)
		refused(t, err, "ballot.frozen")
		if again, err := h.cast("v", "2", work(1), 10); err != nil || again != done {
			t.Errorf("a repeat of a counted vote: %+v, %v", again, err)
		}
	})
}
