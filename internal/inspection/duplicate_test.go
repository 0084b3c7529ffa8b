package inspection_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/platform/db"
)

// strict are rules about other works, put before those of a notice.
const strict = `rules:
  one_theme:
    label: 不可重复投稿
    says: 时长不超过3分钟。
    check: "!entry.same_work_elsewhere"
    by: duplicate
    need: 同一条作品只投一次
  first_time:
    label: 未参加过历届
    says: 时长不超过3分钟。
    check: "!entry.earlier_edition"
    by: [duplicate, screener]
    need: 已参加过历届的不再参加
  unpublished:
    label: 未公开发表
    says: 时长不超过3分钟。
    check: "!entry.published_before"
    by: [declaration, duplicate]
    need: 要求未公开发表
`

// applyStrict brings Hebei's contest in once more as its next edition, which asks about other works.
func (s *stage) applyStrict() {
	s.t.Helper()
	notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
	must(s.t, err)
	decisions, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
	must(s.t, err)
	notice = bytes.Replace(bytes.ReplaceAll(notice, []byte(hebei), []byte(next)), []byte("\nrules:\n"), []byte("\nseries: {earlier: ["+hebei+"]}\n\n"+strict), 1)
	_, err = s.held.Apply(context.Background(), notice, bytes.ReplaceAll(decisions, []byte(hebei), []byte(next)))
	must(s.t, err)
}

// finding is what the machine says of an entry by a rule.
func (s *stage) finding(e entry.Entry, rule string) entry.Finding {
	s.t.Helper()
	e = s.get(e.ID)
	i := slices.IndexFunc(e.Findings, func(f entry.Finding) bool { return f.Rule == rule })
	if i < 0 {
		s.t.Fatalf("%s says nothing of %s: %+v", e.Number, rule, e.Findings)
	}
	return e.Findings[i]
}

// says fails unless a finding holds, is broken or undecided as told, in words with a part.
func (s *stage) says(e entry.Entry, rule, standing, part string) {
	s.t.Helper()
	f := s.finding(e, rule)
	got := map[bool]string{true: "holds", false: "broken"}[f.OK]
	if f.Undecided {
		got = "open"
	}
	if got != standing || !strings.Contains(f.Message, part) {
		s.t.Fatalf("%s of %s is %s: %s; want %s with %q", rule, e.Number, got, f.Message, standing, part)
	}
}

func (s *stage) move(id string, v entry.Verb) {
	s.t.Helper()
	must(s.t, s.db.Write(context.Background(), func(tx *db.Tx) error {
		_, err := s.entries.Move(context.Background(), tx, id, v, entry.Step{})
		return err
	}))
	s.work()
}

var (
	kou = screenerOf("kou", "寇云帆", next)
	qi  = screenerOf("qi", "齐远", hebei)
)

func screenerOf(id, name, campaign string) context.Context {
	return identity.With(context.Background(), identity.Person{ID: id, Name: name, Roles: []identity.Grant{{Role: identity.Screener, Campaign: campaign}}})
}

// only is the one match of a contest.
func (s *stage) only(by context.Context, campaign string, of entry.Entry) inspection.MatchView {
	s.t.Helper()
	all, err := s.review.Matches(by, inspection.Choice{Campaign: campaign, Asset: of.File.ID})
	must(s.t, err)
	if len(all.Items) != 1 {
		s.t.Fatalf("%d matches: %+v", len(all.Items), all.Items)
	}
	return all.Items[0]
}

func TestADecisionFeedsTheRulesAboutOtherWorks(t *testing.T) {
	prints, err := printed()
	must(t, err)
	each(t, func(t *testing.T, s *stage) {
		s.applyStrict()
		a := s.enterIn(next, "雪落白石乡", s.take(next, "2", prints["original"]))
		s.says(a, "one_theme", "holds", "未发现同一作品另有投稿")
		s.says(a, "first_time", "open", "未发现参加过历届。由初审员判断。") // the rule names the screener too
		if a.Verdict != entry.Pass {
			t.Fatalf("nothing is like it, and it is %s", a.Verdict)
		}
		b := s.enterIn(next, "窗口", s.take(next, "3", prints["mirror"]))
		s.says(a, "one_theme", "open", "与0002《窗口》疑似同一作品，还没有认定")
		s.says(b, "one_theme", "open", "0001《雪落白石乡》")
		if v := s.get(a.ID).Verdict; v != entry.Review {
			t.Fatalf("a pair that nobody decided about leaves the verdict %s", v)
		}
		s.hidden(a)

		both := identity.With(context.Background(), identity.Person{ID: "lin", Roles: []identity.Grant{{Role: identity.Screener, Campaign: next}}})
		if own, err := s.review.Matches(both, inspection.Choice{Campaign: next}); err != nil || len(own.Items)+own.Undecided > 0 {
			t.Fatalf("a screener is told of their own works: %+v %v", own, err)
		}
		m := s.only(kou, next, b)
		if err := s.review.Decide(both, next, m.ID, inspection.Different, "我拍的"); err == nil {
			t.Fatal("a screener decided about their own works")
		}
		if m.A.Entry != a.ID || m.Where != inspection.Here || m.A.Author == "" || m.A.Asset == nil {
			t.Fatalf("%+v", m)
		}
		must(t, s.review.Decide(kou, next, m.ID, inspection.Same, "片名和配乐不同，画面相同"))
		s.work()
		s.says(a, "one_theme", "broken", "与0002《窗口》认定为同一作品，同一条作品只投一次")
		if e := s.get(b.ID); e.Verdict != entry.Fail || e.Errors != 1 {
			t.Fatalf("%s, %d errors", e.Verdict, e.Errors)
		}
		s.hidden(a)

		s.move(b.ID, entry.Reject) // of the two one may stay
		s.says(a, "one_theme", "holds", "未发现")
		s.move(b.ID, entry.Reopen)
		s.says(a, "one_theme", "broken", "")

		must(t, s.review.Undo(kou, next, m.ID))
		if err := s.review.Undo(kou, next, m.ID); err == nil {
			t.Fatal("undone twice")
		}
		s.work()
		s.says(b, "one_theme", "open", "")
		for _, d := range []inspection.Decision{inspection.Different, inspection.Allowed} {
			must(t, s.review.Decide(kou, next, m.ID, d, "前一部已商定撤回"))
			s.work()
			s.says(a, "one_theme", "holds", "未发现")
		}
	})
}

// hidden fails if the author of an entry is told anything of the works like it.
func (s *stage) hidden(e entry.Entry) {
	s.t.Helper()
	must(s.t, s.db.Read(lin, func(tx *db.Tx) error {
		m, err := s.entries.ShowMine(lin, tx, s.get(e.ID))
		if err != nil {
			return err
		}
		if m.Verdict != entry.Pass || m.Ask != nil || slices.ContainsFunc(m.Findings, func(f entry.Finding) bool { return f.By == string(campaign.ByDuplicate) }) {
			s.t.Fatalf("the author is told %s %+v %+v", m.Verdict, m.Ask, m.Findings)
		}
		return nil
	}))
}

func TestEachContestDecidesForItself(t *testing.T) {
	prints, err := printed()
	must(t, err)
	each(t, func(t *testing.T, s *stage) {
		s.applyStrict()
		old := s.enterIn(hebei, "旧作", s.take(hebei, "2", prints["original"]))
		s.clock.Advance(time.Hour)
		e := s.enterIn(next, "新作", s.take(next, "3", prints["re-encode"]))
		s.says(e, "first_time", "open", "奋进2020·河北有我的一部尚未公开的作品疑似同一作品")
		s.says(e, "unpublished", "holds", "未发现在其他活动公开展播过")
		s.says(e, "one_theme", "holds", "")

		m := s.only(kou, next, e)
		if m.Where != inspection.Earlier || m.B.Open || m.B.Title != "" || m.B.Entry != "" || m.B.Asset != nil || m.B.Contest != "奋进2020·河北有我" {
			t.Fatalf("what is not public of another contest: %+v", m)
		}
		s.move(old.ID, entry.Admit)
		s.says(e, "unpublished", "open", "奋进2020·河北有我的《旧作》")
		shown := s.only(kou, next, e).B
		if shown.Open || shown.Title != "旧作" || shown.Asset == nil || shown.Asset.Stream == "" || shown.Asset.Filename != "" || shown.Asset.SHA256 != "" {
			t.Fatalf("what is public of another contest: %+v", shown)
		}
		if theirs := s.only(qi, hebei, old); theirs.Where != inspection.Elsewhere || theirs.A.Entry != old.ID || theirs.B.Open {
			t.Fatalf("%+v", theirs)
		}
		if err := s.review.Decide(qi, next, m.ID, inspection.Same, "同一作品"); err == nil {
			t.Fatal("staff of one contest decided for another")
		}
		must(t, s.review.Decide(qi, hebei, m.ID, inspection.Allowed, "通知不限制"))
		must(t, s.review.Decide(kou, next, m.ID, inspection.Same, "上届参加过"))
		s.work()
		s.says(e, "first_time", "broken", "认定为同一作品，已参加过历届的不再参加")
		s.says(e, "unpublished", "broken", "")
		if theirs := s.only(qi, hebei, old); theirs.Decision != inspection.Allowed || theirs.Name != "齐远" {
			t.Fatalf("one contest overruled the other: %+v", theirs)
		}
		settled, err := s.review.Matches(kou, inspection.Choice{Campaign: next, Standing: inspection.Settled, Where: inspection.Earlier, How: inspection.ByPicture})
		must(t, err)
		none, err := s.review.Matches(kou, inspection.Choice{Campaign: next, Standing: inspection.Waiting})
		must(t, err)
		if len(settled.Items) != 1 || settled.Undecided != 0 || settled.Decided != 1 || len(none.Items) != 0 || none.Decided != 1 {
			t.Fatalf("%+v %+v", settled, none)
		}
		s.move(old.ID, entry.Withdraw)
		s.says(e, "unpublished", "holds", "")
		s.says(e, "first_time", "open", "未发现参加过历届") // who withdrew has not taken part
	})
}
