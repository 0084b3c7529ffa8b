package campaign

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// house is a service on a fresh database, its clock inside Hebei's collection.
type house struct {
	*Service
	db    *db.DB
	clock *clock.Fixed
	ctx   context.Context
}

func onEach(t *testing.T, fn func(t *testing.T, h house)) {
	t.Helper()
	at := clock.NewFixed(beijingTime("2020-11-01 10:00:00"))
	dbtest.EachClock(t, at, func(t *testing.T, d *db.DB) {
		ctx := audit.With(context.Background(), audit.Actor{ID: "p1", Name: "周启明", Role: "organiser"})
		if err := db.Migrate(ctx, d, "audit", audit.Schema); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(ctx, d, "campaign", Schema); err != nil {
			t.Fatal(err)
		}
		fn(t, house{New(d, &audit.Log{}, at), d, at, ctx})
	})
}

func (h house) apply(t *testing.T, key string, with bool) *Campaign {
	t.Helper()
	var decisions []byte
	if with {
		decisions = file(t, key+".decisions.yaml")
	}
	c, err := h.Apply(h.ctx, file(t, key+".yaml"), decisions)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestApplyAndExportGiveTheSameFileBack(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		for _, key := range shipped {
			c := h.apply(t, key, true)
			notice, decisions, err := h.Export(h.ctx, key)
			if err != nil || !bytes.Equal(notice, file(t, key+".yaml")) {
				t.Fatalf("%s: the notice came back changed (%v)", key, err)
			}
			again, _, err := read(notice, decisions)
			if err != nil || again.undecidedCount() != 0 || c.undecidedCount() != 0 {
				t.Fatalf("%s: the decisions came back short: %v", key, err)
			}
		}
		h.apply(t, "hebei-2020", true) // the same once more changes nothing
		d, err := h.Open(h.ctx, "hebei-2020")
		if err != nil || len(d.Versions) != 1 || len(d.Campaign.Decisions) != len(decided(t, "hebei-2020").Decisions) {
			t.Fatalf("applied twice: %d versions, %d decisions, %v", len(d.Versions), len(d.Campaign.Decisions), err)
		}
	})
}

func TestStatedRulesChangeOnlyByANewVersion(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		h.apply(t, "hebei-2020", true)
		text := file(t, "hebei-2020.yaml")
		change := func(sets ...Set) error {
			next, err := Edit(text, sets)
			if err != nil {
				t.Fatal(err)
			}
			if _, err = h.Apply(h.ctx, next, nil); err == nil {
				text = next
			}
			return err
		}
		later := Set{Path: "phases.collection.close", Value: "2020-11-18"}
		prelim := Set{Path: "phases.screening.open", Value: "2020-11-19"}
		if err := change(later); !errors.Is(err, ErrVersion) {
			t.Fatalf("a stated date changed under the same version: %v", err)
		}
		if err := change(later, prelim, Set{Path: "version", Value: 3}, Set{Path: "corrects", Value: "延期"}); !errors.Is(err, ErrVersionSkipped) {
			t.Fatalf("a version was skipped: %v", err)
		}
		if err := change(Set{Path: "brand", Value: "#123456"}); err != nil {
			t.Fatalf("our own colour is not the notice's: %v", err)
		}
		if err := change(later, prelim, Set{Path: "version", Value: 2}, Set{Path: "corrects", Value: "征集延期三天"}); err != nil {
			t.Fatal(err)
		}
		d, err := h.Open(h.ctx, "hebei-2020")
		if err != nil || len(d.Versions) != 3 || d.Campaign.Version != 2 || d.Campaign.Brand != "#123456" {
			t.Fatalf("%d versions, now %d: %v", len(d.Versions), d.Campaign.Version, err)
		}
		if err := d.Campaign.CheckOpen(CollectionPhase, beijingTime("2020-11-18 23:00:00")); err != nil {
			t.Errorf("the extension does not hold: %v", err)
		}
	})
}

func TestDecideOpensTheStep(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		c := h.apply(t, "hebei-2020", false)
		if err := c.Require("final.weights"); !errors.Is(err, ErrUndecided) {
			t.Fatalf("undecided, yet %v", err)
		}
		weights := map[string]any{"expert": 0.6, "votes": 0.4}
		for _, bad := range []struct {
			set  Set
			want error
		}{
			{Set{Path: "final.weights", Value: weights}, ErrReason},
			{Set{Path: "voting.per_day", Value: 20, Reason: "多投"}, ErrFaulty},
			{Set{Path: "final.weights", Value: map[string]any{"expert": 0.6, "votes": 0.6}, Reason: "算错"}, ErrFaulty},
			{Set{Path: "nowhere", Value: 1, Reason: "试试"}, ErrFaulty},
		} {
			if _, err := h.Decide(h.ctx, "hebei-2020", []Set{bad.set}); !errors.Is(err, bad.want) {
				t.Errorf("%s: %v, want %v", bad.set.Path, err, bad.want)
			}
		}
		c, err := h.Decide(h.ctx, "hebei-2020", []Set{{Path: "final.weights", Value: weights, Reason: "专家为主"}})
		if err != nil || c.Require("final.weights") != nil {
			t.Fatalf("decided: %v, %v", err, c.Require("final.weights"))
		}
		d := c.Decisions[0]
		if d.By != "周启明" || d.Reason != "专家为主" || !d.At.Equal(h.clock.Now()) {
			t.Errorf("on record: %+v", d)
		}
		if says := c.SaysValue(d.Path, d.value()); says != "专家评审0.6、网络投票0.4" {
			t.Errorf("in words: %s", says)
		}
	})
}

func TestLockKeepsWhatScoresWereGivenBy(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		h.apply(t, "hebei-2020", true)
		lock := func(topic string) {
			if err := h.db.Write(h.ctx, func(tx *db.Tx) error { return h.Lock(h.ctx, tx, "hebei-2020", topic) }); err != nil {
				t.Fatal(err)
			}
		}
		lock(TopicVoting)
		lock(TopicVoting)
		try := func(path string, value any) error {
			_, err := h.Decide(h.ctx, "hebei-2020", []Set{{Path: path, Value: value, Reason: "改主意"}})
			return err
		}
		if err := try("voting.show_votes", "daily"); !errors.Is(err, ErrLocked) {
			t.Errorf("voting: %v", err)
		}
		if err := try("final.weights", map[string]any{"expert": 0.5, "votes": 0.5}); !errors.Is(err, ErrLocked) {
			t.Errorf("weights of votes: %v", err)
		}
		if err := try("rounds.expert.judges_per_work", 5); err != nil {
			t.Errorf("experts have not begun: %v", err)
		}
		lock("rounds.expert")
		if err := try("rounds.expert.judges_per_work", 7); !errors.Is(err, ErrLocked) {
			t.Errorf("experts have begun: %v", err)
		}
		if err := try("org_prizes.org.quota", 12); err != nil {
			t.Errorf("not about scores: %v", err)
		}
		next, err := Edit(file(t, "hebei-2020.yaml"), []Set{{Path: "voting.per_day", Value: 20}, {Path: "voting.per_work_per_day", Value: 20},
			{Path: "version", Value: 2}, {Path: "corrects", Value: "加票"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Apply(h.ctx, next, nil); !errors.Is(err, ErrLocked) {
			t.Errorf("a new version changed the vote under way: %v", err)
		}
	})
}

func TestPreviewTellsTheEffect(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		h.apply(t, "hebei-2020", true)
		next, err := Edit(file(t, "hebei-2020.yaml"), []Set{{Path: "phases.collection.close", Value: "2020-11-10"}, {Path: "prizes.first.quota", Value: 6}})
		if err != nil {
			t.Fatal(err)
		}
		faults, changes, err := h.Preview(h.ctx, "hebei-2020", next)
		if err != nil || faults != nil || len(changes) != 2 {
			t.Fatalf("%v %v %+v", err, faults, changes)
		}
		x := changes[0]
		if x.Before != "2020-11-15" || x.After != "2020-11-10" || x.Label != "阶段 · 作品创作与征集 · 结束" || !x.Stated ||
			x.Effect != "“作品创作与征集”正在进行，结束时间提前到2020年11月10日24时，没有提交的要赶在此前；已经提交的不受影响。" {
			t.Errorf("%+v", x)
		}
		faults, _, err = h.Preview(h.ctx, "hebei-2020", []byte(strings.Replace(string(next), "quota: 6", "quota: 六", 1)))
		if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Message, "整数") {
			t.Errorf("%v %v", err, faults)
		}
	})
}

func TestTwoEditorsCannotBothSucceed(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		h.apply(t, "hebei-2020", true)
		var wg sync.WaitGroup
		outcomes := make([]error, 8)
		for i := range outcomes {
			next, err := Edit(file(t, "hebei-2020.yaml"), []Set{{Path: "version", Value: 2}, {Path: "corrects", Value: strings.Repeat("改", i+1)}})
			if err != nil {
				t.Fatal(err)
			}
			wg.Go(func() { _, outcomes[i] = h.Apply(h.ctx, next, nil) })
		}
		wg.Wait()
		d, err := h.Open(h.ctx, "hebei-2020")
		if err != nil || d.Campaign.Version != 2 {
			t.Fatalf("version %d, %v", d.Campaign.Version, err)
		}
		firsts := 0
		for _, v := range d.Versions {
			if v.Version == 2 && v.Revision == 1 {
				firsts++
			}
		}
		if firsts != 1 {
			t.Errorf("%d texts claim to be the second version: %v", firsts, outcomes)
		}
	})
}

func TestGetIsNeverStale(t *testing.T) {
	onEach(t, func(t *testing.T, h house) {
		h.apply(t, "hebei-2020", false)
		boom := errors.New("rolled back")
		err := h.db.Write(h.ctx, func(tx *db.Tx) error {
			if err := h.decideAll(h.ctx, tx, "hebei-2020", []Decision{{Path: "final.digits", Value: 3, By: "周启明", At: time.Now(), Reason: "试"}}); err != nil {
				return err
			}
			if c, err := h.Get(h.ctx, tx, "hebei-2020"); err != nil || *c.Final.Digits != 3 {
				t.Errorf("a transaction does not see its own decision: %v", err)
			}
			return boom
		})
		if !errors.Is(err, boom) {
			t.Fatal(err)
		}
		c, err := h.Decide(h.ctx, "hebei-2020", []Set{{Path: "final.digits", Value: 1, Reason: "一位足够"}})
		if err != nil || *c.Final.Digits != 1 {
			t.Fatalf("after a rollback: %v, %v", c.Final.Digits, err)
		}
	})
}
