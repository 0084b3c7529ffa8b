package inspection_test

import (
	"context"
	"testing"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/platform/db"
)

// handIn hands a film in under a title.
func (s *stage) handIn(by context.Context, title, phone string, film []byte) entry.Entry {
	s.t.Helper()
	e, err := s.entries.Create(by, hebei, entry.Form{Door: "web", Fields: map[string]string{"title": title, "author": "林晓岚", "unit": "望北县融媒体中心",
		"contact": phone, "address": "望北县", "synopsis": "雪。"}, Declarations: []string{"original", "licence", "terms"}})
	must(s.t, err)
	_, err = s.entries.SetFile(by, e.ID, s.uploadTo(hebei, film))
	must(s.t, err)
	_, err = s.entries.Submit(by, e.ID)
	must(s.t, err)
	s.work()
	return s.get(e.ID)
}

func TestTheSameFilmTwiceIsForAPersonToDecide(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		kou := identity.With(context.Background(), identity.Person{ID: "kou", Name: "寇云帆", Roles: []identity.Grant{{Role: identity.Screener, Campaign: hebei}}})
		other := identity.With(context.Background(), identity.Person{ID: "qi", Roles: []identity.Grant{{Role: identity.Screener, Campaign: "henan-2025"}}})
		film := s.clip("2")
		first, second := s.handIn(lin, "雪落白石乡", "13800000001", film), s.handIn(lin, "雪落白石", "13800000001", film)
		s.handIn(lin, "另一部", "13800000001", s.clip("3"))
		all, err := s.review.Matches(kou, inspection.Choice{Campaign: hebei})
		must(t, err)
		if len(all.Items) != 1 {
			t.Fatalf("%d matches: %+v", len(all.Items), all.Items)
		}
		m := all.Items[0]
		if m.How != inspection.ByBytes || m.Share != 1 || m.Decision != "" || m.A.Entry == m.B.Entry || m.A.Asset == nil {
			t.Fatalf("%+v", m)
		}
		if _, err := s.review.Matches(lin, inspection.Choice{Campaign: hebei}); err == nil {
			t.Fatal("an author saw who is suspected")
		}
		if err := s.review.Decide(other, hebei, m.ID, inspection.Same, "同一文件"); err == nil {
			t.Fatal("staff of another contest decided")
		}
		if err := s.review.Decide(kou, hebei, m.ID, inspection.Same, " "); err == nil {
			t.Fatal("decided without a reason")
		}
		must(t, s.review.Decide(kou, hebei, m.ID, inspection.Same, "同一文件"))
		must(t, s.review.Inspect(context.Background(), second.ID)) // finds it again
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			return s.review.Record(context.Background(), tx, *second.File, *first.File, inspection.Match{How: inspection.ByPicture, Share: .8, Moments: [][2]float64{{1, 1.5}}})
		}))
		all, err = s.review.Matches(kou, inspection.Choice{Campaign: hebei, Asset: first.File.ID})
		must(t, err)
		if len(all.Items) != 2 || all.Items[0].How != inspection.ByPicture || all.Items[1].Decision != inspection.Same || all.Items[1].Name != "寇云帆" {
			t.Fatalf("%+v", all.Items)
		}
		if seen := all.Items[0]; (seen.A.Entry == second.ID) != (seen.Moments[0] == [2]float64{1, 1.5}) {
			t.Fatalf("the moments are not those of their films: %+v", seen)
		}
	})
}
