package inspection_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

// ruleOnName is what the notice's rule on the file's name came to.
func ruleOnName(t *testing.T, all []entry.Finding) entry.Finding {
	t.Helper()
	i := slices.IndexFunc(all, func(f entry.Finding) bool { return f.Rule == "filename" })
	if i < 0 {
		t.Fatal("the rule on the name is not judged")
	}
	return all[i]
}

func refused(t *testing.T, err error, code string) {
	t.Helper()
	if f, ok := fault.Of(err); !ok || f.Code != code {
		t.Fatalf("%v, want %s", err, code)
	}
}

// mine is the author's page.
func (s *stage) mine(id string) (m entry.Mine) {
	s.t.Helper()
	must(s.t, s.db.Read(lin, func(tx *db.Tx) (err error) {
		m, err = s.entries.ShowMine(lin, tx, s.get(id))
		return err
	}))
	return m
}

// called is what the film is called for whoever takes it home.
func (s *stage) called(id string) (a media.Asset) {
	s.t.Helper()
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		a, err = s.media.Asset(context.Background(), tx, s.get(id).File.ID)
		return err
	}))
	return a
}

func TestAFileNameIsMendedAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.apply("henan-2025")
		e := s.ofHenan()
		f := ruleOnName(t, e.Findings)
		if f.OK || f.Level != campaign.Warn || !strings.Contains(f.Got, "雪落白石乡.mp4") {
			t.Fatalf("as it was sent: %+v", f)
		}
		n := s.mine(e.ID).Naming
		if n == nil || n.Taken || !n.May || n.Name != "望北学院-（序号）-窗口.mp4" || len(n.Wants) != 1 || n.Wants[0].Field != "" || !slices.Equal(n.Rules, []string{"filename"}) {
			t.Fatalf("offered: %+v", n)
		}

		must(t, s.review.Rename(lin, e.ID, true))
		if f = ruleOnName(t, s.get(e.ID).Findings); !f.OK || f.Granted == "" || !strings.Contains(f.Got, "望北学院-（序号）-窗口.mp4") {
			t.Fatalf("taken, the number to come: %+v", f)
		}
		if a := s.called(e.ID); a.Name() != "雪落白石乡.mp4" {
			t.Fatalf("a film without a number is called %q", a.Name())
		}

		form := map[string]string{"title": "窗口/门", "recommender": "望北学院", "unit": "望北学院", "contact_name": "林晓岚", "contact": "13800000001", "author": "林晓岚", "synopsis": "窗。"}
		_, err := s.entries.Update(lin, e.ID, entry.Form{Fields: form, Topics: []string{"live"}, Declarations: []string{"copyright", "first_play"}})
		must(t, err)
		_, err = s.entries.Submit(lin, e.ID)
		must(t, err)
		s.work()
		const name = "望北学院-0001-窗口／门.mp4"
		if a := s.called(e.ID); a.Name() != name || a.Filename != "雪落白石乡.mp4" {
			t.Fatalf("handed in: %q, sent as %q", a.Name(), a.Filename)
		}
		if f = ruleOnName(t, s.get(e.ID).Findings); !f.OK || f.Granted != "" || !strings.Contains(f.Got, name) {
			t.Fatalf("handed in: %+v", f)
		}
		if m := s.mine(e.ID); m.Asset.Filename != name || m.Asset.Sent != "雪落白石乡.mp4" || m.Receipt.Filename != "雪落白石乡.mp4" {
			t.Fatalf("the author sees %q, sent as %q, receipt for %q", m.Asset.Filename, m.Asset.Sent, m.Receipt.Filename)
		}

		must(t, s.review.Rename(lin, e.ID, false))
		if a := s.called(e.ID); a.Name() != "雪落白石乡.mp4" || ruleOnName(t, s.get(e.ID).Findings).OK {
			t.Fatalf("taken back: %q", a.Name())
		}
		s.renamedByStaff(e.ID, name)
	})
}

// renamedByStaff has a screener do it after the collection has closed, when the author may not.
func (s *stage) renamedByStaff(id, name string) {
	t := s.t
	t.Helper()
	s.clock.Set(s.clock.Now().AddDate(0, 1, 0))
	refused(t, s.review.Rename(lin, id, true), "campaign.phase_closed")
	refused(t, s.review.Rename(identity.With(context.Background(), identity.Person{ID: "qin"}), id, true), "entry.unknown")
	kou := identity.With(context.Background(), identity.Person{ID: "kou", Roles: []identity.Grant{{Role: identity.Screener, Campaign: "henan-2025"}}})
	must(t, s.review.Rename(kou, id, true))
	if a := s.called(id); a.Name() != name || !ruleOnName(t, s.get(id).Findings).OK {
		t.Fatalf("by a screener: %q", a.Name())
	}
	acts, err := s.acts(id)
	must(t, err)
	if !slices.Equal(acts, []string{"entry.rename", "entry.submit", "entry.unrename", "entry.rename"}) {
		t.Fatalf("on record: %v", acts)
	}
}

// acts is what the audit record says was done to an object.
func (s *stage) acts(object string) (acts []string, err error) {
	ctx := context.Background()
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		acts, err = db.List(ctx, tx, db.Value[string], "SELECT act FROM audit_record WHERE object = $1 AND act LIKE 'entry.%' ORDER BY seq", object)
		return err
	})
	return acts, err
}

func TestAFileNameLacksWhatTheFormLacks(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.apply("henan-2025")
		e := s.ofHenan()
		_, err := s.entries.Update(lin, e.ID, entry.Form{Fields: map[string]string{"title": "窗口"}})
		must(t, err)
		refused(t, s.review.Rename(lin, e.ID, true), "entry.name_lacks")
		if n := s.mine(e.ID).Naming; n.Name != "（推荐单位）-（序号）-窗口.mp4" || n.Wants[0].Field != "recommender" || n.Wants[0].Says == "" {
			t.Fatalf("%+v", n)
		}
	})
}

func TestTheFileIsNamedBeforeItIsSent(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.apply("henan-2025")
		e := s.ofHenan()
		facts := func() map[string]any { return map[string]any{"filename": "IMG_2041.MP4"} }
		p, err := s.review.Precheck(lin, "henan-2025", e.ID, facts())
		must(t, err)
		if p.Naming == nil || p.Naming.Sent != "IMG_2041.MP4" || p.Naming.Name != "望北学院-（序号）-窗口.mp4" || ruleOnName(t, p.Findings).OK {
			t.Fatalf("%+v", p)
		}
		must(t, s.review.Rename(lin, e.ID, true))
		p, err = s.review.Precheck(lin, "henan-2025", e.ID, facts())
		must(t, err)
		if f := ruleOnName(t, p.Findings); !p.Naming.Taken || !f.OK || strings.Contains(f.Got, "0000") {
			t.Fatalf("%+v", f)
		}
		_, err = s.review.Precheck(identity.With(context.Background(), identity.Person{ID: "qin"}), "henan-2025", e.ID, facts())
		refused(t, err, "entry.unknown")
		if anybody, err := s.review.Precheck(context.Background(), "henan-2025", "", facts()); err != nil || anybody.Naming != nil {
			t.Fatalf("%+v %v", anybody.Naming, err)
		}
	})
}
