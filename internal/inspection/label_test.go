package inspection_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/platform/vision"
)

// aiFilm is a film that says of itself that it was generated.
func (s *stage) aiFilm() []byte {
	s.t.Helper()
	dir := s.t.TempDir()
	must(s.t, s.tool.Compose(context.Background(), dir, "-f", "lavfi", "-i", "color=c=blue:s=160x120:r=2:d=2", "-c:v", "libx264", "-preset", "ultrafast",
		"-metadata", `AIGC={"Label":"1","ContentProducer":"望北影像实验室","ProduceID":"7d1f"}`, "-movflags", "use_metadata_tags", "a.mp4"))
	b, err := os.ReadFile(filepath.Join(dir, "a.mp4"))
	must(s.t, err)
	return b
}

// about is the finding of a rule on an entry, if there is one.
func about(e entry.Entry, rule string) (entry.Finding, bool) {
	i := slices.IndexFunc(e.Findings, func(f entry.Finding) bool { return f.Rule == rule })
	if i < 0 {
		return entry.Finding{}, false
	}
	return e.Findings[i], true
}

var screener = identity.With(context.Background(), identity.Person{ID: "kou", Name: "寇云帆", Roles: []identity.Grant{{Role: identity.Screener, Campaign: hebei}}})

func hebeiForm(declared ...string) entry.Form {
	return entry.Form{Door: "web", Fields: map[string]string{"title": "雪落白石乡"}, Declarations: declared}
}

func TestALabelledFilmThatNobodyDeclaredAsksAPerson(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e, err := s.entries.Create(lin, hebei, hebeiForm())
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, s.upload(s.aiFilm()))
		must(t, err)
		s.work()
		e = s.get(e.ID)
		f, found := about(e, entry.AIUndeclared)
		if !found || e.Verdict != entry.Review || e.Warns != 1 || f.Level != campaign.Warn || !strings.Contains(f.Message, "文件元数据里有AI生成标识（属于AI生成合成内容），报名时没有声明") {
			t.Fatalf("%s %+v", e.Verdict, f)
		}
		l := s.mine(e.ID).AILabels
		if len(l.Declared) != 0 || !l.Watched || len(l.Explicit) != 0 || l.Implicit == nil || len(l.Implicit.Fields) != 3 || l.Implicit.Fields[1].Value != "望北影像实验室" || l.Written {
			t.Fatalf("%+v %+v", l, l.Implicit)
		}
		must(t, s.review.Opine(screener, inspection.About{Entry: e.ID, Asset: e.File.ID, Rule: entry.AIUndeclared}, entry.Confirmed, ""))
		if f, _ := about(s.get(e.ID), entry.AIUndeclared); f.Weight() != campaign.Warn {
			t.Fatalf("confirmed, it weighs %q", f.Weight())
		}
		_, err = s.entries.DeclareAI(lin, e.ID, true, "")
		must(t, err)
		s.work()
		e = s.get(e.ID)
		if _, found := about(e, entry.AIUndeclared); found {
			t.Fatalf("declared, it is still asked: %+v", e.Findings)
		}
		if f, found := about(e, "ai_unmarked"); !found || !strings.Contains(f.Mend, "5%") || e.Verdict != entry.Review {
			t.Fatalf("nothing on the picture: %s %+v", e.Verdict, f)
		}
		e = s.see(e, vision.Sight{Kind: vision.AILabel, To: 3, Sure: true, Picture: "sight-1.jpg"})
		if e.Verdict != entry.Pass {
			t.Fatalf("declaration, picture and file agree: %s %+v", e.Verdict, e.Findings)
		}
		if l := s.mine(e.ID).AILabels; len(l.Declared) != 1 || len(l.Explicit) != 1 || l.Explicit[0].Picture != "/media/"+e.File.ID+"/sight-1.jpg" || l.Written {
			t.Fatalf("%+v", l)
		}
	})
}

func TestALabelOnlyOnThePictureMayBeAFalseAlarm(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e, err := s.entries.Create(lin, hebei, hebeiForm())
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, s.upload(s.clip("2")))
		must(t, err)
		s.work()
		if e = s.get(e.ID); e.Verdict != entry.Pass || s.mine(e.ID).AILabels == nil {
			t.Fatalf("nothing speaks of generated content: %s %+v", e.Verdict, e.Findings)
		}
		e = s.see(e, vision.Sight{Kind: vision.AILabel, From: 1, To: 2, Sure: true})
		f, _ := about(e, entry.AIUndeclared)
		if e.Verdict != entry.Review || len(f.Sights) != 1 || f.AtS == nil || *f.AtS != 1 {
			t.Fatalf("%s %+v", e.Verdict, f)
		}
		c := load(t, hebei)
		if says := entry.AINotice(c, e, "zh"); says != "" {
			t.Errorf("before a person looked the public is told %q", says)
		}
		seen := inspection.About{Entry: e.ID, Asset: e.File.ID, Rule: entry.AIUndeclared, Sight: f.Sights[0].Key}
		must(t, s.review.Opine(screener, seen, entry.Confirmed, ""))
		if says := entry.AINotice(c, s.get(e.ID), "zh"); says != "疑似AI生成" {
			t.Errorf("confirmed, the public is told %q", says)
		}
		must(t, s.review.Opine(screener, seen, entry.Dismissed, "店招"))
		must(t, s.review.Inspect(context.Background(), e.ID))
		if e = s.get(e.ID); e.Verdict != entry.Pass || entry.AINotice(c, e, "zh") != "" {
			t.Fatalf("dismissed: %s %+v", e.Verdict, e.Findings)
		}
	})
}

func TestADeclarationReachesTheFilmAndMayBeCorrected(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e, err := s.entries.Create(lin, hebei, hebeiForm(campaign.GeneratedKey))
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, s.upload(s.clip("2")))
		must(t, err)
		s.work()
		labelled := func(want bool) {
			t.Helper()
			e = s.get(e.ID)
			l := e.File.Label()
			if (l != nil) != want || want && !strings.Contains(l.Raw, e.ID) || s.mine(e.ID).AILabels.Written != want {
				t.Fatalf("the label is %+v, want one: %v", l, want)
			}
		}
		labelled(true)
		_, err = s.entries.Update(lin, e.ID, hebeiForm())
		must(t, err)
		s.work()
		labelled(false)
		_, err = s.entries.DeclareAI(lin, e.ID, true, "")
		must(t, err)
		labelled(true)
		_, err = s.entries.DeclareAI(lin, e.ID, false, "写错了") // by the author
		refused(t, err, "entry.undeclare")
		_, err = s.entries.DeclareAI(screener, e.ID, false, " ")
		refused(t, err, "entry.reason_missing")
		other := identity.With(context.Background(), identity.Person{ID: "wang"})
		if _, err := s.entries.DeclareAI(other, e.ID, true, "别人的作品"); err == nil {
			t.Fatal("a stranger declared it")
		}
		_, err = s.entries.DeclareAI(screener, e.ID, false, "作者来电更正")
		must(t, err)
		labelled(false)
		history := s.mine(e.ID).Timeline
		if n := len(history); n != 2 || history[0].Says != "声明影片含有AI生成的内容。" || history[1].Reason != "作者来电更正" {
			t.Fatalf("%+v", history)
		}
	})
}

// In Henan the topic itself is a declaration, and the notice has a rule of its own about it.
func TestATopicDeclares(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.apply("henan-2025")
		e := s.ofHenan()
		f := entry.Form{Door: "email", Fields: map[string]string{"title": "窗口", "recommender": "望北学院"}, Topics: []string{"aigc"}}
		e, err := s.entries.Update(lin, e.ID, f)
		must(t, err)
		e = s.see(s.get(e.ID))
		l := s.mine(e.ID).AILabels
		if len(l.Declared) != 1 || l.Declared[0] != "分类：AI生成" || !l.Written {
			t.Fatalf("%+v", l)
		}
		if f, found := about(e, "ai_label"); !found || f.OK || f.Undecided {
			t.Fatalf("not marked, the notice's rule says %+v", f)
		}
		f.Declarations = []string{"ai"}
		_, err = s.entries.Update(lin, e.ID, f)
		must(t, err)
		must(t, s.review.Inspect(context.Background(), e.ID))
		if f, found := about(s.get(e.ID), "ai_label"); !found || !f.OK {
			t.Fatalf("marked by the author's word, it says %+v", f)
		}
	})
}
