package ballot_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"saiying/internal/ballot"
	"saiying/internal/ballot/ledger"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/blobtest"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
)

// published has the hall publish into a store of its own, and tells in which folder its ledger comes to lie.
func (h *hall) published() string {
	dir := h.t.TempDir()
	h.publishIn(dir)
	return filepath.Join(dir, "ledger", hebei)
}

func (h *hall) publishIn(dir string) {
	store, err := blob.OpenFolder(dir)
	check(h.t, err)
	h.ballots.PublishIn(store, "https://vote.example.cn")
}

func (h *hall) book(dir string) ledger.Book {
	store, err := blob.OpenFolder(filepath.Dir(dir))
	check(h.t, err)
	return ledger.Book{Store: store, Dir: filepath.Base(dir)}
}

func (h *hall) sentences(dir string) string {
	h.t.Helper()
	r, err := ledger.Verify(os.DirFS(dir), "")
	check(h.t, err)
	return strings.Join(r.Faults, "\n")
}

// A vote of three days is published each midnight and after the close, and a stranger's recount agrees each time.
func TestAPublishedVoteIsRecounted(t *testing.T) {
	eachHall(t, "2020-12-08 23:00", 3, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		check(t, h.ballots.PublishDue(ctx))
		if _, err := os.Stat(dir); err == nil {
			t.Fatal("a vote without votes was published")
		}
		first := ""
		for day, when := range []string{"2020-12-08 23:00", "2020-12-09 12:00", "2020-12-10 12:00"} {
			h.clock.Set(at(t, when))
			for v := range 40 {
				done, err := h.cast(fmt.Sprint("v", v), fmt.Sprint(day), work(v%3+1), v%10+1)
				check(t, err)
				if first == "" {
					first = done.Receipt
				}
			}
			if day == 0 {
				check(t, h.ballots.PublishDue(ctx))
				if _, err := os.Stat(dir); err == nil {
					t.Fatal("a day was published before it was over")
				}
			}
			h.clock.Set(at(t, when[:10]+" 23:59"))
			h.serve()
			h.publishIn(filepath.Dir(filepath.Dir(dir)))
			h.clock.Advance(6 * 60e9)
			check(t, h.ballots.PublishDue(ctx))
			if faults := h.sentences(dir); faults != "" {
				t.Fatal(faults)
			}
		}
		r, err := ledger.Verify(os.DirFS(dir), "")
		check(t, err)
		if r.Size != 122 || r.Checkpoints != 3 || fmt.Sprint(r.Totals) != fmt.Sprint(h.totals()) {
			t.Errorf("%+v, the site has %v", r, h.totals())
		}
		before, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
		check(t, err)
		check(t, h.ballots.PublishDue(ctx))
		if after, _ := os.ReadFile(filepath.Join(dir, "checkpoint")); string(after) != string(before) {
			t.Error("a ledger that did not grow was signed again")
		}

		w := h.ask(nil, "GET", "/campaigns/"+hebei+"/ledger/checkpoint", "")
		if w.Code != http.StatusOK || w.Body.String() != string(before) || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		for _, path := range []string{"/ledger/", "/ledger/nothing", "/ledger/..%2f..%2fsecret", "/ledger/leaves"} {
			if w := h.ask(nil, "GET", "/campaigns/"+hebei+path, ""); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
		h.unpack(dir)
		var p ballot.Proven
		w = h.ask(nil, "GET", "/campaigns/"+hebei+"/votes/"+first, "")
		check(t, json.Unmarshal(w.Body.Bytes(), &p))
		if w.Code != 200 || !p.Included || p.Size != 122 || p.State != "counted" || p.Seq != 2 || p.Count != 1 || p.Title != "第1部" || len(p.Proof) == 0 || !strings.Contains(p.Leaf, `"t":"vote","seq":2,`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		for _, receipt := range []string{"2-AAAAAAAAAAAAAAAA", "1-", "x", "999-" + first[2:], "2"} {
			if w := h.ask(&identity.Person{ID: "p"}, "GET", "/campaigns/"+hebei+"/votes/"+receipt, ""); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "ballot.receipt_unknown") {
				t.Errorf("%s: %d %s", receipt, w.Code, w.Body)
			}
		}
	})
}

// An operator publishes in the middle of a day, from several processes at once, while votes are counted; the newest checkpoint is never
// put under an older one.
func TestADayIsPublishedEarly(t *testing.T) {
	eachHall(t, "2020-12-08 10:00", 3, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		if tree, err := h.ballots.Publish(ctx, hebei); err != nil || tree.N != 0 {
			t.Fatalf("%v %v", tree, err)
		}
		var all sync.WaitGroup
		for p := range 4 {
			s := h.another(filepath.Dir(filepath.Dir(dir)))
			all.Go(func() {
				for i := range 5 {
					if _, err := h.cast(fmt.Sprint("v", p, "-", i), "k", work(i%3+1), 1); err != nil {
						t.Error(err)
					}
					before, err := s.Publish(ctx, hebei)
					if err != nil {
						t.Error(err)
					}
					if newest, err := h.book(dir).Last(ctx); err != nil || newest.N < before.N {
						t.Errorf("%d was published, and %d stands: %v", before.N, newest.N, err)
					}
				}
			})
		}
		all.Wait()
		tree, err := h.ballots.Publish(ctx, hebei)
		if err != nil || tree.N != 21 {
			t.Errorf("%v %v", tree, err)
		}
		if faults := h.sentences(dir); faults != "" {
			t.Error(faults)
		}
		if _, err := h.ballots.Publish(ctx, "nowhere"); err == nil {
			t.Error("a contest that is not there was published")
		}
	})
}

// another is a second process's service on the same database.
func (h *hall) another(dir string) *ballot.Service {
	s := ballot.New(h.db, &audit.Log{}, h.queue, h.clock, h.campaigns, h.entries)
	store, err := blob.OpenFolder(dir)
	check(h.t, err)
	s.PublishIn(store, "https://vote.example.cn")
	return s
}

// Nothing is signed over a log that is not what was signed before: one restored from a backup, or changed by hand.
func TestARewrittenLogIsNotSigned(t *testing.T) {
	for name, q := range map[string][]string{
		"restored": {"DELETE FROM ballot_vote WHERE seq > 4", "UPDATE ballot_box SET seq = 4", "DELETE FROM ballot_signed"},
		"cut":      {"DELETE FROM ballot_vote WHERE seq > 4", "UPDATE ballot_box SET seq = 4"},
		"changed":  {"UPDATE ballot_vote SET n = n + 1 WHERE seq = 3"},
		"moved":    {"UPDATE ballot_vote SET at = at - 1000000 WHERE seq = 3"},
	} {
		t.Run(name, func(t *testing.T) {
			eachHall(t, "2020-12-08 23:00", 1, func(t *testing.T, h *hall) {
				ctx, dir := context.Background(), h.published()
				for v := range 8 {
					_, err := h.cast(fmt.Sprint("v", v), "k", work(1), 2)
					check(t, err)
				}
				h.clock.Set(at(t, "2020-12-09 00:05"))
				check(t, h.ballots.PublishDue(ctx))
				check(t, h.db.Write(ctx, func(tx *db.Tx) error {
					for _, s := range q {
						if _, err := tx.Exec(ctx, s); err != nil {
							return err
						}
					}
					return nil
				}))
				for v := range 8 {
					_, err := h.cast(fmt.Sprint("w", v), "k", work(1), 1)
					check(t, err)
				}
				h.clock.Set(at(t, "2020-12-10 00:05"))
				if err := h.ballots.PublishDue(ctx); !errors.Is(err, ballot.ErrRewritten) {
					t.Errorf("%v", err)
				}
				if faults := h.sentences(dir); faults != "" {
					t.Error(faults)
				}
			})
		})
	}
}

// unpack compares the archive of the published ledger with its files.
func (h *hall) unpack(dir string) {
	h.t.Helper()
	w := h.ask(nil, "GET", "/campaigns/"+hebei+"/ledger.zip", "")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	check(h.t, err)
	all, err := fs.Sub(z, hebei)
	check(h.t, err)
	r, err := ledger.Verify(all, "")
	if err != nil || len(r.Faults) > 0 || r.Size != 122 {
		h.t.Errorf("%v, %+v", err, r)
	}
	if there, err := fs.Glob(os.DirFS(dir), "leaves/000.p/*"); err != nil || len(there)+1 > len(z.File) {
		h.t.Errorf("%d files in the archive, %v", len(z.File), err)
	}
	if w := h.ask(nil, "GET", "/campaigns/nothing/ledger.zip", ""); w.Code != http.StatusNotFound {
		h.t.Errorf("%d %s", w.Code, w.Body)
	}
}

// What one machine signed and did not get to publish, the next publishes. Other files than those that were signed are not built upon.
func TestWhatWasSignedIsPublishedByWhoeverIsThere(t *testing.T) {
	eachHall(t, "2020-12-08 23:00", 1, func(t *testing.T, h *hall) {
		ctx, dir := context.Background(), h.published()
		for v := range 4 {
			_, err := h.cast(fmt.Sprint("v", v), "k", work(1), 2)
			check(t, err)
		}
		h.clock.Set(at(t, "2020-12-09 00:05"))
		check(t, h.ballots.PublishDue(ctx))
		before := t.TempDir()
		check(t, os.CopyFS(before, os.DirFS(filepath.Dir(filepath.Dir(dir)))))
		_, err := h.cast("v1", "l", work(1), 2)
		check(t, err)
		h.clock.Set(at(t, "2020-12-10 00:05"))
		check(t, h.ballots.PublishDue(ctx))

		h.publishIn(before) // as though the files had not been written
		check(t, h.ballots.PublishDue(ctx))
		for _, d := range []string{dir, filepath.Join(before, "ledger", hebei)} {
			r, err := ledger.Verify(os.DirFS(d), "")
			if check(t, err); len(r.Faults) > 0 || r.Size != 6 || r.Checkpoints != 2 {
				t.Errorf("%s: %+v", d, r)
			}
		}
		check(t, h.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM ballot_signed")
			return err
		}))
		check(t, h.ballots.PublishDue(ctx)) // nothing is due
		_, err = h.cast("v1", "m", work(1), 2)
		check(t, err)
		h.clock.Set(at(t, "2020-12-11 00:05"))
		check(t, h.ballots.PublishDue(ctx))
		if faults := h.sentences(filepath.Join(before, "ledger", hebei)); faults != "" {
			t.Error(faults)
		}
	})
}

// Two machines on one PostgreSQL and one bucket take votes and publish at once: there is one ledger, and both serve it.
func TestTwoMachinesPublishOneLedger(t *testing.T) {
	c := clock.NewFixed(at(t, "2020-12-08 12:00"))
	store := blobtest.Open(t, blobtest.Bucket(t))
	d := dbtest.Open(t, db.PostgreSQL, c)
	first := open(t, d, c, 3)
	second := &hall{t: t, db: d, clock: c}
	second.serve()
	machines := []*hall{first, second}
	for i, h := range machines {
		h.ballots.PublishIn(store, fmt.Sprintf("https://machine-%d.example.cn", i))
	}
	ctx := context.Background()
	both := func(do func(h *hall, i int) error) {
		t.Helper()
		failed := make(chan error)
		for i, h := range machines {
			go func() { failed <- do(h, i) }()
		}
		check(t, errors.Join(<-failed, <-failed))
	}
	for day, when := range []string{"2020-12-09 00:05", "2020-12-10 00:05", "2020-12-11 00:05"} {
		both(func(h *hall, i int) error {
			for v := range 30 {
				if _, err := h.cast(fmt.Sprint("v", i, v), fmt.Sprint(day), work(v%3+1), 1); err != nil {
					return err
				}
			}
			return nil
		})
		c.Set(at(t, when))
		both(func(h *hall, _ int) error { return h.ballots.PublishDue(ctx) })
		check(t, first.ballots.PublishDue(ctx))
		var archives [2]string
		for i, h := range machines {
			archives[i] = h.ask(nil, "GET", "/campaigns/"+hebei+"/ledger.zip", "").Body.String()
		}
		z, err := zip.NewReader(strings.NewReader(archives[0]), int64(len(archives[0])))
		check(t, err)
		all, err := fs.Sub(z, hebei)
		check(t, err)
		r, err := ledger.Verify(all, "")
		if check(t, err); len(r.Faults) > 0 || r.Checkpoints != day+1 || r.Votes != int64(60*(day+1)) {
			t.Fatalf("after day %d: %+v", day, r)
		}
		if archives[0] != archives[1] {
			t.Error("the machines serve two ledgers")
		}
	}
}
