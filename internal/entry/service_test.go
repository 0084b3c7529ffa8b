package entry_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
)

var newID = id.New

func TestFromDraftToReceipt(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		lin := as("lin")
		e, err := s.entries.Create(lin, hebei, entry.Form{Door: "web", Fields: map[string]string{"title": "雪落白石乡"}})
		must(t, err)
		_, err = s.entries.Submit(lin, e.ID)
		if f := refused(t, err, "entry.incomplete"); f.Fields("zh")["synopsis"] == "" || f.Fields("zh")["asset"] == "" || f.Fields("zh")["declarations.original"] == "" {
			t.Fatalf("%v", f.Fields("zh"))
		}
		_, err = s.entries.Update(lin, e.ID, form("13800000001"))
		must(t, err)
		film, err := s.begin(lin)
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, film)
		refused(t, err, "media.incomplete")
		must(t, s.complete(film))
		_, err = s.entries.SetFile(lin, e.ID, film)
		must(t, err)
		s.clock.Advance(time.Minute)
		e, err = s.entries.Submit(lin, e.ID)
		must(t, err)
		if e.State != entry.StateSubmitted || e.Number != "0001" || e.Title != "雪落白石乡" || e.Author != "林晓岚" {
			t.Fatalf("%+v", e)
		}
		r := s.receipts(e.ID)
		if len(r) != 1 || r[0].Number != "0001" || r[0].SHA256 == "" || r[0].Size != 10 || r[0].WithinGrace || !r[0].At.Equal(noon.Add(time.Minute)) {
			t.Fatalf("%+v", r)
		}
		if other := s.enter("wang", "13800000002"); other.Number != "0002" {
			t.Fatalf("the second number is %s", other.Number)
		}
		_, err = s.entries.Submit(lin, e.ID)
		refused(t, err, "entry.state")
		_, err = s.entries.Update(lin, e.ID, form("13800000001"))
		refused(t, err, "entry.state")
		refused(t, s.entries.Delete(lin, e.ID), "entry.state")
		_, err = s.entries.Withdraw(as("wang"), e.ID, "")
		refused(t, err, "entry.unknown")
		s.told(map[string]int32{"submitted": 2})
	})
}

func TestReplacingKeepsTheNumber(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		lin := as("lin")
		e := s.enter("lin", "13800000001")
		first := e.File.ID
		again, err := s.entries.SetFile(lin, e.ID, first) // the same file is no replacement
		must(t, err)
		if len(s.receipts(e.ID)) != 1 || again.State != entry.StateSubmitted {
			t.Fatal("the same file made a receipt")
		}
		second := s.film(lin)
		e, err = s.entries.SetFile(lin, e.ID, second)
		must(t, err)
		if r := s.receipts(e.ID); e.Number != "0001" || len(r) != 2 || r[0].Asset != first || r[1].Asset != second || r[1].Number != "0001" {
			t.Fatalf("%s %+v", e.Number, r)
		}
		_, err = s.entries.SetFile(as("wang"), e.ID, second)
		refused(t, err, "entry.unknown")
		other, err := s.entries.Create(lin, hebei, form("13800000001"))
		must(t, err)
		_, err = s.entries.SetFile(lin, other.ID, second)
		refused(t, err, "media.claimed")
		_, err = s.entries.SetFile(lin, other.ID, s.film(as("wang")))
		refused(t, err, "media.unknown")
		if _, err := s.move(e.ID, entry.Return, entry.Step{Reason: "片头黑场太长", Reasons: []entry.Reason{{Key: "duration", Says: "时长不超过3分钟。"}}}); err != nil {
			t.Fatal(err)
		}
		e, err = s.entries.SetFile(lin, e.ID, s.film(lin))
		must(t, err)
		if e.State != entry.StateSubmitted || len(e.Reasons) != 0 || len(s.receipts(e.ID)) != 3 {
			t.Fatalf("%+v", e)
		}
		_, err = s.move(e.ID, entry.Return, entry.Step{Reason: "请补全说明"})
		must(t, err)
		f := form("13800000001")
		f.Fields["synopsis"] = "改过的说明。"
		_, err = s.entries.Update(lin, e.ID, f)
		must(t, err)
		e, err = s.entries.Submit(lin, e.ID)
		must(t, err)
		if e.Fields["synopsis"] != "改过的说明。" || e.Number != "0001" || len(s.receipts(e.ID)) != 4 {
			t.Fatalf("%+v", e)
		}
		_, err = s.move(e.ID, entry.Admit, entry.Step{})
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, s.film(lin))
		refused(t, err, "entry.state")
		s.told(map[string]int32{"submitted": 2, "replaced": 2, "returned": 2, "admitted": 1})
	})
}

func TestOneDoor(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		org := as("org", "organiser")
		register := func(contact string) error {
			f := form(contact)
			f.Door = "media"
			_, err := s.entries.Register(org, hebei, f, s.film(org))
			return err
		}
		e := s.enter("lin", "13800000001")
		s.enter("lin", "13800000001") // the same door as often as they like
		f := refused(t, register("138-0000-0001"), "entry.one_door")
		if f.Quoted() == nil || f.Quoted().Says != "参与活动者只能使用一种报名方式进行报名。" || !strings.Contains(f.Says("zh"), "网页报名") {
			t.Fatalf("%v %v", f.Quoted(), f)
		}
		must(t, register("13800000009"))
		_, err := s.tryEnter("zhao", "+86 13800000009") // the author of the disc comes to the web
		refused(t, err, "entry.one_door")
		_, err = s.entries.Create(as("zhao"), hebei, entry.Form{Door: "media"})
		refused(t, err, "entry.staff_door")
		_, err = s.entries.Register(as("lin"), hebei, form("1"), "x")
		refused(t, err, "identity.forbidden")
		_, err = s.entries.Withdraw(as("lin"), e.ID, "")
		must(t, err)
		refused(t, register("13800000001"), "entry.one_door") // the other one is still live
		var mine []entry.Entry
		s.read(func(_ context.Context, tx *db.Tx) (err error) {
			mine, err = s.entries.Mine(as("lin"), tx, hebei)
			return err
		})
		for _, m := range mine {
			if m.State == entry.StateSubmitted {
				_, err = s.entries.Withdraw(as("lin"), m.ID, "改用U盘")
				must(t, err)
			}
		}
		must(t, register("13800000001"))
	})
}

func TestAtMostAsManyAsTheNoticeAllows(t *testing.T) {
	two := func(decisions []byte) []byte {
		return bytes.Replace(decisions, []byte("{unlimited: true}"), []byte("{max: 2}"), 1)
	}
	eachDecided(t, two, func(t *testing.T, s *stage) {
		var drafts []string
		for range 6 {
			e, err := s.entries.Create(as("lin"), hebei, form("13800000001"))
			must(t, err)
			_, err = s.entries.SetFile(as("lin"), e.ID, s.film(as("lin")))
			must(t, err)
			drafts = append(drafts, e.ID)
		}
		var done atomic.Int32
		var wg sync.WaitGroup
		for _, d := range drafts {
			wg.Go(func() {
				switch _, err := s.entries.Submit(as("lin"), d); {
				case err == nil:
					done.Add(1)
				case !errors.Is(err, entry.ErrLimit):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if done.Load() != 2 {
			t.Fatalf("%d works were taken", done.Load())
		}
		var in []entry.Entry
		s.read(func(ctx context.Context, tx *db.Tx) (err error) {
			in, _, err = s.entries.List(ctx, tx, entry.Filter{Campaign: hebei})
			return err
		})
		_, err := s.move(in[0].ID, entry.Return, entry.Step{Reason: "请改"})
		must(t, err)
		_, err = s.entries.Submit(as("lin"), in[0].ID) // the same work again is not another work
		must(t, err)
		_, err = s.entries.Withdraw(as("lin"), in[0].ID, "")
		must(t, err)
		for _, d := range drafts { // one place is free again
			if _, err := s.entries.Submit(as("lin"), d); err == nil {
				done.Add(1)
			}
		}
		if done.Load() != 3 {
			t.Fatalf("%d works were taken in all", done.Load())
		}
	})
}

func TestNothingIsEnteredWhileTheNoticeIsOpen(t *testing.T) {
	eachDecided(t, func([]byte) []byte { return nil }, func(t *testing.T, s *stage) {
		_, err := s.entries.Create(as("lin"), hebei, form("13800000001"))
		refused(t, err, "campaign.undecided")
	})
}

func TestNumbersAreDenseAndOneDoorHoldsUnderConcurrency(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		const works = 16
		type ready struct{ person, id string }
		var all []ready
		for i := range works {
			person := "p" + string(rune('a'+i))
			e, err := s.entries.Create(as(person), hebei, form("1380000"+string(rune('0'+i/10))+string(rune('0'+i%10))+"00"))
			must(t, err)
			_, err = s.entries.SetFile(as(person), e.ID, s.film(as(person)))
			must(t, err)
			all = append(all, ready{person, e.ID}, ready{person, e.ID}) // each is handed in twice at once
		}
		var done, refusals atomic.Int32
		var wg sync.WaitGroup
		for _, r := range all {
			wg.Go(func() {
				_, err := s.entries.Submit(as(r.person), r.id)
				switch {
				case err == nil:
					done.Add(1)
				case errors.Is(err, entry.ErrState) || errors.Is(err, entry.ErrStale):
					refusals.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var numbers []string
		s.read(func(ctx context.Context, tx *db.Tx) error {
			list, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: hebei, Sort: entry.ByNumber})
			for _, e := range list {
				numbers = append(numbers, e.Number)
			}
			return err
		})
		if done.Load() != works || refusals.Load() != works || len(numbers) != works || numbers[0] != "0001" || numbers[works-1] != "0016" {
			t.Fatalf("%d done, %d refused, numbers %v", done.Load(), refusals.Load(), numbers)
		}
		// One telephone number, two doors, at once: only one door gets works.
		org := as("org", "organiser")
		films := []string{s.film(org), s.film(org), s.film(org)}
		drafts := []string{}
		for range 3 {
			e, err := s.entries.Create(as("qian"), hebei, form("13900000000"))
			must(t, err)
			_, err = s.entries.SetFile(as("qian"), e.ID, s.film(as("qian")))
			must(t, err)
			drafts = append(drafts, e.ID)
		}
		var web, disc atomic.Int32
		count := func(n *atomic.Int32, err error) {
			if err == nil {
				n.Add(1)
			} else if !errors.Is(err, entry.ErrOneDoor) {
				t.Error(err)
			}
		}
		for i := range 3 {
			wg.Go(func() { _, err := s.entries.Submit(as("qian"), drafts[i]); count(&web, err) })
			wg.Go(func() {
				f := form("13900000000")
				f.Door = "media"
				_, err := s.entries.Register(org, hebei, f, films[i])
				count(&disc, err)
			})
		}
		wg.Wait()
		if web.Load()+disc.Load() != 3 || web.Load()*disc.Load() != 0 {
			t.Fatalf("%d by the web and %d on discs", web.Load(), disc.Load())
		}
	})
}

func TestTheBell(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		lin := as("lin")
		draft := func() entry.Entry {
			e, err := s.entries.Create(lin, hebei, form("13800000001"))
			must(t, err)
			return e
		}
		with := func(e entry.Entry, film string) entry.Entry {
			_, err := s.entries.SetFile(lin, e.ID, film)
			must(t, err)
			return e
		}
		const grace = 30 * time.Minute
		s.clock.Set(bell.Add(-time.Millisecond))
		early, late := with(draft(), s.film(lin)), draft()
		slow, err := s.begin(lin)
		must(t, err)
		_, err = s.entries.Submit(lin, early.ID)
		must(t, err)
		if r := s.receipts(early.ID); r[0].WithinGrace {
			t.Fatalf("%+v", r)
		}
		s.clock.Set(bell.Add(grace - time.Millisecond))
		must(t, s.complete(slow))
		with(late, slow)
		other := with(draft(), mustFilmBegun(t, s, lin))
		_, err = s.entries.Submit(lin, late.ID)
		must(t, err)
		if r := s.receipts(late.ID); !r[0].WithinGrace {
			t.Fatalf("%+v", r)
		}
		s.clock.Set(bell.Add(grace))
		_, err = s.entries.Submit(lin, other.ID)
		refused(t, err, "campaign.phase_closed")
		_, err = s.entries.Create(lin, hebei, form("13800000001"))
		refused(t, err, "campaign.phase_closed")
		_, err = s.entries.SetFile(lin, early.ID, slow)
		refused(t, err, "campaign.phase_closed")
	})
}

// mustFilmBegun is a film begun before the bell and completed now.
func mustFilmBegun(t *testing.T, s *stage, ctx context.Context) string {
	t.Helper()
	now := s.clock.Now()
	s.clock.Set(bell.Add(-time.Minute))
	id, err := s.begin(ctx)
	must(t, err)
	s.clock.Set(now)
	must(t, s.complete(id))
	return id
}

func TestMoveShowsAndHidesTheFilm(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e := s.enter("lin", "13800000001")
		public := func(want bool) {
			t.Helper()
			if got := s.get(e.ID); got.File.Public != want {
				t.Fatalf("in %s the film is public: %v", got.State, got.File.Public)
			}
		}
		public(false)
		_, err := s.move(e.ID, entry.Admit, entry.Step{IfState: entry.StateReturned})
		refused(t, err, "entry.state_changed")
		for _, v := range []struct {
			verb   entry.Verb
			public bool
		}{{entry.Admit, true}, {entry.Reopen, false}, {entry.Admit, true}, {entry.Shortlist, true}, {entry.Propose, true}, {entry.Award, true}} {
			_, err := s.move(e.ID, v.verb, entry.Step{})
			must(t, err)
			public(v.public)
		}
		_, err = s.move(e.ID, entry.Disqualify, entry.Step{})
		refused(t, err, "entry.reason_missing")
		_, err = s.move(e.ID, entry.Disqualify, entry.Step{Reason: "查实抄袭"})
		must(t, err)
		public(false)
		_, err = s.entries.Withdraw(as("lin"), e.ID, "")
		refused(t, err, "entry.state")
		s.told(map[string]int32{"submitted": 1, "admitted": 2, "disqualified": 1})
		must(t, s.db.Read(context.Background(), func(tx *db.Tx) error {
			log := &audit.Log{}
			rows, err := log.List(context.Background(), tx, audit.Filter{Object: e.ID, Limit: 50})
			if err == nil && (len(rows) != 8 || rows[0].Act != "entry.disqualify" || rows[0].Name != "kou") {
				t.Errorf("%d records, the last %+v", len(rows), rows[0])
			}
			return err
		}))
	})
}

func TestTwoScreenersCannotBothDecide(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e := s.enter("lin", "13800000001")
		var done atomic.Int32
		var wg sync.WaitGroup
		for _, v := range []entry.Verb{entry.Admit, entry.Reject, entry.Return, entry.Admit, entry.Reject, entry.Return} {
			wg.Go(func() {
				_, err := s.move(e.ID, v, entry.Step{IfState: entry.StateSubmitted, Reason: "理由"})
				if err == nil {
					done.Add(1)
				} else if _, ok := fault.Of(err); !ok {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if done.Load() != 1 {
			t.Fatalf("%d decisions were taken", done.Load())
		}
	})
}

func TestFindingsOfAnOldFilmAreDropped(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e := s.enter("lin", "13800000001")
		old := e.File.ID
		keep := func(asset string) (kept bool) {
			ctx := context.Background()
			must(t, s.db.Write(ctx, func(tx *db.Tx) (err error) {
				kept, err = s.entries.Inspected(ctx, tx, e.ID, asset, entry.Fail, []entry.Finding{{Rule: "duration", Level: "error"}, {Rule: "theme", Level: "error", Undecided: true},
					{Rule: "logo", Level: "warn"}, {Rule: "sound", Level: "warn", OK: true}})
				return err
			}))
			return kept
		}
		if !keep(old) {
			t.Fatal("findings of the current film were dropped")
		}
		if e := s.get(e.ID); e.Verdict != entry.Fail || e.Errors != 1 || e.Warns != 1 || len(e.Findings) != 4 {
			t.Fatalf("%+v", e)
		}
		_, err := s.entries.SetFile(as("lin"), e.ID, s.film(as("lin")))
		must(t, err)
		if keep(old) {
			t.Fatal("findings of a replaced film were kept")
		}
		if e := s.get(e.ID); e.Verdict != "" || len(e.Findings) != 0 || e.Errors != 0 {
			t.Fatalf("%+v", e)
		}
	})
}

func TestLists(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		titles := []string{"雪落白石乡", "100%的爱", "100分的爱", "Spring_1", "SpringX1", "末班车"}
		var ids []string
		for i, title := range titles {
			person := "p" + string(rune('0'+i))
			f := form("1380000000" + string(rune('0'+i)))
			f.Fields["title"] = title
			e, err := s.entries.Create(as(person), hebei, f)
			must(t, err)
			_, err = s.entries.SetFile(as(person), e.ID, s.film(as(person)))
			must(t, err)
			if i < 5 { // the last stays a draft
				_, err = s.entries.Submit(as(person), e.ID)
				must(t, err)
			}
			ids = append(ids, e.ID)
			s.clock.Advance(time.Minute)
		}
		_, err := s.move(ids[0], entry.Admit, entry.Step{})
		must(t, err)
		for _, v := range []struct {
			name string
			f    entry.Filter
			want string
		}{
			{"all", entry.Filter{}, "SpringX1 Spring_1 100分的爱 100%的爱 雪落白石乡"},
			{"by number", entry.Filter{Sort: entry.ByNumber}, "雪落白石乡 100%的爱 100分的爱 Spring_1 SpringX1"},
			{"oldest", entry.Filter{Sort: entry.Oldest, Limit: 2}, "雪落白石乡 100%的爱"},
			{"drafts", entry.Filter{States: []entry.State{entry.StateDraft}}, "末班车"},
			{"shown", entry.Filter{States: entry.ShownStates()}, "雪落白石乡"},
			{"percent sign", entry.Filter{Q: "100%"}, "100%的爱"},
			{"underscore", entry.Filter{Q: "spring_"}, "Spring_1"},
			{"case", entry.Filter{Q: "SPRINGX"}, "SpringX1"},
			{"number", entry.Filter{Q: "0003"}, "100分的爱"},
			{"unit", entry.Filter{Q: "融媒体", Sort: entry.Oldest, Limit: 1}, "雪落白石乡"},
			{"nothing", entry.Filter{Q: "查无此片"}, ""},
			{"ids", entry.Filter{IDs: []string{ids[1], ids[3]}, Sort: entry.ByNumber}, "100%的爱 Spring_1"},
			{"no ids", entry.Filter{IDs: []string{}}, ""},
			{"another campaign", entry.Filter{Campaign: "none"}, ""},
		} {
			if v.f.Campaign == "" {
				v.f.Campaign = hebei
			}
			if got := strings.Join(s.titles(v.f), " "); got != v.want {
				t.Errorf("%s: %s, want %s", v.name, got, v.want)
			}
		}
		for _, order := range []entry.Sort{entry.Newest, entry.Oldest, entry.ByNumber} {
			whole := s.titles(entry.Filter{Campaign: hebei, Sort: order})
			if paged := s.titles(entry.Filter{Campaign: hebei, Sort: order, Limit: 2}, "every page"); !slices.Equal(whole, paged) {
				t.Errorf("%s: pages hold %v, the whole is %v", order, paged, whole)
			}
		}
		s.read(func(ctx context.Context, tx *db.Tx) error {
			_, _, err := s.entries.List(ctx, tx, entry.Filter{Campaign: hebei, After: "junk"})
			refused(t, err, "cursor.invalid")
			for _, ref := range []string{"0002", ids[1]} {
				if e, err := s.entries.Find(ctx, tx, hebei, ref); err != nil || e.ID != ids[1] || e.File == nil {
					t.Errorf("%s: %+v %v", ref, e, err)
				}
			}
			_, err = s.entries.Find(ctx, tx, "none", ids[1])
			refused(t, err, "entry.unknown")
			n, err := s.entries.Count(ctx, tx, hebei)
			if n[entry.StateSubmitted] != 4 || n[entry.StateAdmitted] != 1 || n[entry.StateDraft] != 1 {
				t.Errorf("%v", n)
			}
			return err
		})
	})
}

// titles lists the titles a filter chooses, over all pages if more is given.
func (s *stage) titles(f entry.Filter, more ...string) (all []string) {
	s.t.Helper()
	for {
		var next string
		s.read(func(ctx context.Context, tx *db.Tx) error {
			list, cursor, err := s.entries.List(ctx, tx, f)
			for _, e := range list {
				all = append(all, e.Title)
			}
			next = cursor
			return err
		})
		if next == "" || len(more) == 0 {
			return all
		}
		f.After = next
	}
}

func TestADeletedDraftGivesItsFilmBack(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		lin := as("lin")
		e, err := s.entries.Create(lin, hebei, form("13800000001"))
		must(t, err)
		film := s.film(lin)
		_, err = s.entries.SetFile(lin, e.ID, film)
		must(t, err)
		must(t, s.entries.Delete(lin, e.ID))
		e, err = s.entries.Create(lin, hebei, form("13800000001"))
		must(t, err)
		_, err = s.entries.SetFile(lin, e.ID, film)
		must(t, err)
		second := s.film(lin)
		_, err = s.entries.SetFile(lin, e.ID, second)
		must(t, err)
		var a media.Asset
		s.read(func(ctx context.Context, tx *db.Tx) (err error) {
			a, err = s.media.Asset(ctx, tx, film)
			return err
		})
		if a.Claim != "" {
			t.Fatal("the draft's former film is still claimed")
		}
	})
}

func TestPersonalFieldsAreRevealedOnRecord(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e := s.enter("lin", "13800000001")
		kou := as("kou", "screener")
		_, err := s.entries.Reveal(as("lin"), e.ID, "contact", "想看")
		refused(t, err, "identity.forbidden")
		_, err = s.entries.Reveal(as("a", "auditor"), e.ID, "contact", "想看")
		refused(t, err, "identity.forbidden")
		_, err = s.entries.Reveal(kou, e.ID, "contact", " ")
		refused(t, err, "entry.reason_missing")
		v, err := s.entries.Reveal(kou, e.ID, "contact", "核对作者信息")
		must(t, err)
		if v != "13800000001" {
			t.Fatal(v)
		}
		must(t, s.db.Read(context.Background(), func(tx *db.Tx) error {
			rows, err := (&audit.Log{}).List(context.Background(), tx, audit.Filter{Act: "entry.reveal", Limit: 9})
			if len(rows) != 1 || rows[0].Actor != "kou" || !strings.Contains(rows[0].Says, "核对作者信息") || strings.Contains(rows[0].Says+string(rows[0].After), "138") {
				t.Errorf("%+v", rows)
			}
			return err
		}))
	})
}
