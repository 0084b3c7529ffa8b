package inspection_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/platform/db"
	"saiying/internal/platform/vision"
)

const henanName = "望北学院-1-窗口.mp4"

func TestWhatIsSeenIsJudged(t *testing.T) {
	c := load(t, "henan-2025")
	bars := vision.Sight{Kind: vision.Bars, From: 0, To: 3.2, Sure: true}
	perhaps := vision.Sight{Kind: vision.Bars, From: 63.25, To: 65}
	logo := vision.Sight{Kind: vision.Logo, From: 0, To: 59.96, Sure: true, Box: &vision.Box{X: .85, Y: .04, W: .1, H: .08}}
	still := vision.Sight{Kind: vision.Logo, From: 0, To: 59.96, Undecidable: true}
	label := vision.Sight{Kind: vision.AILabel, From: 0, To: 3, Sure: true}
	for _, x := range []struct {
		name   string
		sights []vision.Sight
		want   entry.Verdict
		says   []string // one line each, in order
		level  campaign.Level
	}{
		{"not watched", nil, entry.Review, []string{"尚未看片"}, campaign.Warn},
		{"nothing seen", []vision.Sight{}, entry.Pass, nil, ""},
		{"sure bars", []vision.Sight{bars}, entry.Fail, []string{"00:00.0–00:03.2有彩条，要求没有彩条"}, campaign.Error},
		{"doubtful bars", []vision.Sight{perhaps}, entry.Review, []string{"01:03.3–01:05.0疑似彩条"}, campaign.Warn},
		{"a logo is for a person, however sure", []vision.Sight{logo}, entry.Review, []string{"疑似水印logo"}, campaign.Warn},
		{"a still camera", []vision.Sight{still}, entry.Review, []string{"见热力图"}, campaign.Warn},
		{"the label of generated content", []vision.Sight{label}, entry.Pass, nil, ""},
		{"bars and a logo", []vision.Sight{perhaps, bars, logo}, entry.Fail, []string{"有彩条", "疑似水印logo", "疑似彩条"}, campaign.Error},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := inspection.Judge(c, landscape(59.96, 14.9), x.sights, henanName)
			if r.Verdict != x.want || len(r.Findings) != len(x.says) {
				t.Fatalf("%s %+v, want %s", r.Verdict, r.Findings, x.want)
			}
			for i, line := range r.Findings {
				if !strings.Contains(line.Message, x.says[i]) || i == 0 && line.Level != x.level || x.sights != nil && line.AtS == nil {
					t.Errorf("%+v, want %s", line, x.says[i])
				}
			}
		})
	}
}

// see gives the film of an entry what was seen in it, as watching does.
func (s *stage) see(e entry.Entry, sights ...vision.Sight) entry.Entry {
	s.t.Helper()
	must(s.t, s.db.Write(context.Background(), func(tx *db.Tx) error {
		return s.media.Saw(context.Background(), tx, e.File.ID, sights)
	}))
	s.work()
	return s.get(e.ID)
}

func TestAPersonSettlesWhatAMachineFound(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e, err := s.entries.Create(lin, hebei, entry.Form{Door: "web", Fields: map[string]string{"title": "雪落白石乡"}})
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, s.upload(s.clip("190")))
		must(t, err)
		s.work()
		e = s.get(e.ID)
		kou := identity.With(context.Background(), identity.Person{ID: "kou", Name: "寇云帆", Roles: []identity.Grant{{Role: identity.Screener, Campaign: hebei}}})
		about := inspection.About{Entry: e.ID, Asset: e.File.ID, Rule: "duration"}
		if err := s.review.Opine(lin, about, entry.Dismissed, ""); err == nil {
			t.Fatal("an author dismissed a finding")
		}
		if err := s.review.Opine(kou, about, "perhaps", ""); err == nil {
			t.Fatal("neither so nor not so was kept")
		}
		theme := about
		theme.Rule = "theme"
		if err := s.review.Opine(kou, theme, entry.Dismissed, ""); err == nil {
			t.Fatal("an opinion about what no machine found was kept")
		}
		must(t, s.review.Opine(kou, about, entry.Dismissed, "片尾黑场不计"))
		e = s.get(e.ID)
		f := e.Findings[0]
		if e.Verdict != entry.Pass || e.Errors != 0 || f.OK || f.Level != campaign.Error || f.Opinion == nil || f.Opinion.Words != "片尾黑场不计" {
			t.Fatalf("dismissed: %s %d %+v", e.Verdict, e.Errors, f)
		}
		must(t, s.review.Inspect(context.Background(), e.ID))
		if e = s.get(e.ID); e.Verdict != entry.Pass || e.Findings[0].Opinion == nil {
			t.Fatalf("inspected again, the opinion is gone: %s", e.Verdict)
		}
		must(t, s.db.Read(lin, func(tx *db.Tx) error {
			m, err := s.entries.ShowMine(lin, tx, e)
			if err == nil && (m.Findings[0].Opinion == nil || m.Findings[0].Opinion.Name != "") {
				t.Errorf("the author sees %+v", m.Findings[0].Opinion)
			}
			return err
		}))
		must(t, s.review.Opine(kou, about, entry.Confirmed, ""))
		if e = s.get(e.ID); e.Verdict != entry.Fail || e.Errors != 1 {
			t.Fatalf("confirmed: %s", e.Verdict)
		}
	})
}

func TestOpinionsOfSights(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.apply("henan-2025")
		e := s.ofHenan()
		if e.Verdict != entry.Fail { // a small red picture; the rule on the picture waits
			t.Fatalf("%s", e.Verdict)
		}
		e = s.see(e, vision.Sight{Kind: vision.Bars, To: 1, Sure: true, Picture: "sight-1.jpg"}, vision.Sight{Kind: vision.Logo, From: 1, To: 2})
		f := clean(t, e)
		if f.Level != campaign.Error || len(f.Sights) != 2 || f.Sights[0].Picture != "/media/"+e.File.ID+"/sight-1.jpg" {
			t.Fatalf("%+v", f)
		}
		kou := identity.With(context.Background(), identity.Person{ID: "kou", Roles: []identity.Grant{{Role: identity.Screener, Campaign: "henan-2025"}}})
		say := func(i int, stand entry.Stand) entry.Finding {
			must(t, s.review.Opine(kou, inspection.About{Entry: e.ID, Asset: e.File.ID, Rule: "clean", Sight: f.Sights[i].Key}, stand, ""))
			return clean(t, s.get(e.ID))
		}
		if g := say(0, entry.Dismissed); g.Weight() != campaign.Warn || !g.Sights[0].Sure || g.Sights[1].Opinion != nil {
			t.Fatalf("the bars dismissed, the logo waiting: %s %+v", g.Weight(), g)
		}
		if g := say(1, entry.Dismissed); g.Weight() != "" || g.OK {
			t.Fatalf("all dismissed: %s %+v", g.Weight(), g)
		}
		if g := say(1, entry.Confirmed); g.Weight() != campaign.Error {
			t.Fatalf("a person saw the logo: %s", g.Weight())
		}
	})
}

func clean(t *testing.T, e entry.Entry) entry.Finding {
	t.Helper()
	for _, f := range e.Findings {
		if f.Rule == "clean" {
			return f
		}
	}
	t.Fatal("the rule on the picture is not judged")
	return entry.Finding{}
}

// ofHenan makes a draft of a school with a film, measured and not watched.
func (s *stage) ofHenan() entry.Entry {
	s.t.Helper()
	s.clock.Set(time.Date(2025, 10, 1, 4, 0, 0, 0, time.UTC))
	e, err := s.entries.Create(lin, "henan-2025", entry.Form{Door: "email", Fields: map[string]string{"title": "窗口", "recommender": "望北学院"}})
	must(s.t, err)
	_, err = s.entries.SetFile(lin, e.ID, s.uploadTo("henan-2025", s.clip("2")))
	must(s.t, err)
	s.work()
	return s.get(e.ID)
}
