package inspection_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"saiying/campaigns"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/fingerprint/printtest"
)

const next = "hebei-2021" // another edition of the contest

const trimmed = 2.3 // seconds that the attack of this name cuts off the start

// printed are the prints of a real film, of what people make of it, and of another film. They are made once.
var printed = sync.OnceValues(func() (map[string]fingerprint.Print, error) {
	dir, err := os.MkdirTemp("", "printed")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	film := printtest.Drawn("mandelbrot", "mandelbrot=s=640x360:r=10:end_scale=0.02:end_pts=120", "sine=f=330:beep_factor=3", 7)
	other := printtest.Drawn("cells", "life=s=640x360:r=10:mold=10:ratio=0.1:seed=7:death_color=#C83232:life_color=#00ff00", "sine=f=500", 5)
	all := map[string]fingerprint.Print{}
	for _, a := range printtest.Attacks() {
		if a.Name == "re-encode" || a.Name == "mirror" || a.Name == "trimmed start" {
			if all[a.Name], err = film.Attacked(context.Background(), dir, a); err != nil {
				return nil, err
			}
		}
	}
	if all["original"], err = film.Print(context.Background(), dir); err != nil {
		return nil, err
	}
	all["another"], err = other.Print(context.Background(), dir)
	return all, err
})

// take brings a film of so many seconds to the server, with the print of another: what is drawn is beside the point here.
func (s *stage) take(campaign, seconds string, p fingerprint.Print) string {
	s.t.Helper()
	asset := s.uploadTo(campaign, s.clip(seconds))
	s.work() // before it is given another print than its own
	must(s.t, s.db.Write(context.Background(), func(tx *db.Tx) error { return s.media.SetPrint(context.Background(), tx, asset, p) }))
	return asset
}

// enterIn makes an entry in a contest, gives it one film after another, and hands it in.
func (s *stage) enterIn(campaign, title string, films ...string) entry.Entry {
	s.t.Helper()
	e, err := s.entries.Create(lin, campaign, entry.Form{Door: "web", Fields: map[string]string{"title": title, "author": "林晓岚", "unit": "望北县融媒体中心",
		"contact": "13800000001", "address": "望北县", "synopsis": "雪。"}, Declarations: []string{"original", "licence", "terms"}})
	must(s.t, err)
	for _, f := range films {
		_, err = s.entries.SetFile(lin, e.ID, f)
		must(s.t, err)
		s.work()
	}
	_, err = s.entries.Submit(lin, e.ID)
	must(s.t, err)
	s.work()
	return s.get(e.ID)
}

// applyAs brings a shipped contest in once more, as another edition.
func (s *stage) applyAs(key, as string) {
	s.t.Helper()
	var files [2][]byte
	for i, ending := range []string{".yaml", ".decisions.yaml"} {
		b, err := campaigns.Files.ReadFile(key + ending)
		must(s.t, err)
		files[i] = bytes.ReplaceAll(b, []byte(key), []byte(as))
	}
	_, err := s.held.Apply(context.Background(), files[0], files[1])
	must(s.t, err)
}

func (s *stage) matches(campaign string, e entry.Entry) []inspection.MatchView {
	s.t.Helper()
	kou := identity.With(context.Background(), identity.Person{ID: "kou", Roles: []identity.Grant{{Role: identity.Screener, Campaign: campaign}}})
	all, err := s.review.Matches(kou, inspection.Choice{Campaign: campaign, Asset: e.File.ID})
	must(s.t, err)
	return all.Items
}

func TestAFilmIsKnownAgainInAnotherContest(t *testing.T) {
	prints, err := printed()
	must(t, err)
	each(t, func(t *testing.T, s *stage) {
		first := s.enterIn(hebei, "雪落白石乡", s.take(hebei, "2", prints["original"]), s.take(hebei, "3", prints["re-encode"]))
		if got := s.matches(hebei, first); len(got) != 0 {
			t.Fatalf("an entry is suspected of its own earlier version: %+v", got)
		}
		s.applyAs(hebei, next)
		second := s.enterIn(next, "窗口", s.take(next, "4", prints["trimmed start"]))
		got := s.matches(next, second)
		if len(got) != 1 || got[0].How != inspection.ByPicture || got[0].Share < .3 || len(got[0].Moments) == 0 || got[0].Decision != inspection.Undecided {
			t.Fatalf("%+v", got)
		}
		checkMoments(t, got[0], first.ID)
		if another := s.enterIn(next, "窗口", s.take(next, "5", prints["another"])); len(s.matches(next, another)) != 0 {
			t.Fatalf("another film: %+v", s.matches(next, another))
		}

		must(t, s.review.Close())
		must(t, os.RemoveAll(filepath.Join(s.data, "prints"))) // all of it is in the database
		third := s.enterIn(next, "窗口", s.take(next, "6", prints["mirror"]))
		if got := s.matches(next, third); len(got) != 2 {
			t.Fatalf("after the index was lost %d of 2 are found: %+v", len(got), got)
		}
	})
}

// checkMoments sees that the moments are those of their films: what is at t of the copy is trimmed later in the first film.
func checkMoments(t *testing.T, m inspection.MatchView, first string) {
	t.Helper()
	for _, at := range m.Moments {
		later := at[0] - at[1]
		if m.A.Entry != first {
			later = -later
		}
		if math.Abs(later-trimmed) > 1 {
			t.Errorf("%v: %.2f s apart, trimmed by %.1f", at, later, trimmed)
		}
	}
}

// An index that counts further than the database, which was restored from a copy, is of no use to it.
func TestAnIndexAheadOfTheDatabaseIsMadeAnew(t *testing.T) {
	prints, err := printed()
	must(t, err)
	each(t, func(t *testing.T, s *stage) {
		dir := filepath.Join(s.data, "prints")
		ix, err := fingerprint.OpenIndex(dir)
		must(t, err)
		must(t, ix.Add("gone", prints["original"]))
		must(t, ix.Mark(1000))
		must(t, ix.Close())
		a := s.enterIn(hebei, "雪落白石乡", s.take(hebei, "2", prints["original"]))
		b := s.enterIn(hebei, "雪落白石", s.take(hebei, "3", prints["mirror"]))
		if len(s.matches(hebei, a)) != 1 || len(s.matches(hebei, b)) != 1 {
			t.Fatalf("%+v", s.matches(hebei, b))
		}
		must(t, s.review.Close())
		must(t, os.WriteFile(filepath.Join(dir, "base"), []byte("not an index"), 0o600))
		if c := s.enterIn(hebei, "白石乡的雪", s.take(hebei, "4", prints["trimmed start"])); len(s.matches(hebei, c)) != 2 {
			t.Fatalf("with a damaged index: %+v", s.matches(hebei, c))
		}
	})
}
