package report

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/award"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/certificate"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/jury"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/job"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/sheet"
)

const key = "hebei-2020"

// house is Hebei's contest in the middle of its screening, with the rooms that report reads.
type house struct {
	*Service
	t      *testing.T
	clock  *clock.Fixed
	people *identity.Service
	checks atomic.Int32
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) { fn(t, build(t, engine)) })
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func build(t *testing.T, engine db.Engine) *house {
	t.Helper()
	h := &house{t: t, clock: clock.NewFixed(at("2020-11-20 09:00"))}
	d, log := dbtest.Open(t, engine, h.clock), &audit.Log{}
	must(t, job.Migrate(context.Background(), d))
	for _, room := range []string{"audit", "identity", "campaign", "media", "entry", "inspection", "jury", "ballot", "award", "certificate"} {
		must(t, db.Migrate(context.Background(), d, room, schemas[room]))
	}
	q := job.New(d, job.Config{Node: "n1"})
	sender, err := notify.New("", "")
	must(t, err)
	store, err := blob.OpenFolder(t.TempDir())
	must(t, err)
	h.people = identity.New(d, log, sender, nil, identity.Options{PublicURL: "http://127.0.0.1"})
	contests := campaign.New(d, log, h.clock)
	films, err := media.New(d, q, h.clock, contests, store, nil, t.TempDir())
	must(t, err)
	entries := entry.New(d, log, q, contests, films)
	review := inspection.New(d, log, q, contests, films, entries, t.TempDir())
	juries := jury.New(d, log, q, h.people, contests, entries, nil)
	ballots := ballot.New(d, log, q, h.clock, contests, entries)
	awards := award.New(d, log, q, contests, entries, juries, ballots, nil)
	h.Service = New(d, log, q, h.clock, contests, films, entries, review, juries, ballots, awards, Options{Version: "v1", Checks: func(context.Context) []Check {
		h.checks.Add(1)
		return []Check{{"磁盘", true, "剩余90 GB"}}
	}})
	notice, err := campaigns.Files.ReadFile("hebei-2020.yaml")
	must(t, err)
	decisions, err := campaigns.Files.ReadFile("hebei-2020.decisions.yaml")
	must(t, err)
	_, err = contests.Apply(context.Background(), notice, decisions)
	must(t, err)
	return h
}

// as is the context of a new member of staff.
func (h *house) as(name string, role identity.Role, campaign string) context.Context {
	h.t.Helper()
	p, err := h.people.Know(context.Background(), identity.Email, strings.ToLower(string(role))+name+"@example.cn", name, identity.Grant{Role: role, Campaign: campaign})
	must(h.t, err)
	return audit.With(identity.With(context.Background(), p), audit.Actor{ID: p.ID, Name: p.Name, Role: string(role), From: "192.0.2.7"})
}

func (h *house) exec(statements ...string) {
	h.t.Helper()
	must(h.t, h.db.Write(context.Background(), func(tx *db.Tx) error {
		for _, q := range statements {
			if _, err := tx.Exec(context.Background(), q); err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
		}
		return nil
	}))
}

// enter adds works as they stand after submission, each with a film, n of a unit, handed in on a day.
func (h *house) enter(n int, unit string, state entry.State, day string, findings string) {
	h.t.Helper()
	us := db.Micros(at(day + " 10:00"))
	for i := range n {
		id := fmt.Sprintf("%s-%s-%s-%d", unit, state, day, i)
		h.exec(fmt.Sprintf(`INSERT INTO media_asset (id, campaign, owner, state, filename, size, began, touched, claim) VALUES ('a%s', '%s', 'nobody', 'ready', 'a.mp4', 1, %d, %d, '%s')`, id, key, us, us, id),
			fmt.Sprintf(`INSERT INTO entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, asset, verdict, findings, created, submitted, changed)
			SELECT '%s', '%s', 'web', 'nobody', 'nobody', count(*) + 1, CAST(count(*) + 1 AS TEXT), '%s', '作品', '林晓岚', '%s', '{}', '[]', '[]', '[]', 'a%s', 'pass', '%s', %d, %d, %d FROM entry_entry`,
				id, key, state, unit, id, findings, us, us, us))
	}
}

func (h *house) inbox(ctx context.Context, campaign string) string {
	h.t.Helper()
	items, err := h.Inbox(ctx, campaign)
	must(h.t, err)
	return kindsOf(items)
}

func TestInboxIsEachPersonsOwn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		organiser, screener := h.as("周启明", identity.Organiser, key), h.as("叶知秋", identity.Screener, key)
		judge, auditor, admin := h.as("孟怀远", identity.Judge, key), h.as("方正", identity.Auditor, key), h.as("管理员", identity.Admin, "*")
		elsewhere := h.as("别处", identity.Organiser, "other-2020")
		if got := h.inbox(screener, key); got != "" {
			t.Errorf("before anything came %q waits for the screener", got)
		}
		h.enter(3, "望北县融媒体中心", entry.StateSubmitted, "2020-11-10", "[]")
		h.exec("UPDATE media_asset SET state = 'failed' WHERE id = 'a望北县融媒体中心-submitted-2020-11-10-0'")
		for _, x := range []struct {
			who  context.Context
			name string
			want string
		}{
			{organiser, "organiser", "screening round_blocked media_failed"},
			{screener, "screener", "screening"},
			{judge, "judge", ""},
			{auditor, "auditor", "audit"},
			{admin, "administrator", "screening round_blocked media_failed"},
		} {
			if got := h.inbox(x.who, key); got != x.want {
				t.Errorf("for the %s %q waits, want %q", x.name, got, x.want)
			}
		}
		if _, err := h.Inbox(elsewhere, key); !errors.Is(err, identity.ErrForbidden) {
			t.Errorf("staff of another contest got %v", err)
		}
		if _, err := h.Inbox(context.Background(), key); !errors.Is(err, identity.ErrSignedOut) {
			t.Errorf("a stranger got %v", err)
		}
		all, err := h.Inbox(screener, "")
		must(t, err)
		if len(all) != 1 || !strings.HasPrefix(all[0].Label, "奋进2020·河北有我 · ") || all[0].Count != 3 || all[0].To != "/c/hebei-2020/screening" || !all[0].Due.Equal(at("2020-11-26 00:00")) {
			t.Errorf("over all contests %+v", all)
		}
		who, _ := identity.By(screener)
		h.exec("UPDATE entry_entry SET owner = '" + who.ID + "' WHERE seq = 1") // nobody screens their own work
		if all, err = h.Inbox(screener, key); err != nil || all[0].Count != 2 {
			t.Errorf("with a work of their own %+v, %v", all, err)
		}
	})
}

func TestInboxOfAJudge(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		judge := h.as("孟怀远", identity.Judge, key)
		who, _ := identity.By(judge)
		h.enter(2, "望北县融媒体中心", entry.StateAdmitted, "2020-11-10", "[]")
		h.exec(fmt.Sprintf(`INSERT INTO jury_round (campaign, round, state, spec, seed, opened, sealed, settled, saves) VALUES ('%s', 'shortlist', 'open', '{"label": "作品初评", "kind": "shortlist", "size": 150}', '1', 1, 0, 0, 0)`, key))
		for i, state := range []string{"todo", "done"} {
			h.exec(fmt.Sprintf(`INSERT INTO jury_sheet (id, campaign, round, entry, judge, state, scores, note, version, watched, reason, dealt, changed)
				VALUES ('s%d', '%s', 'shortlist', '望北县融媒体中心-admitted-2020-11-10-%d', '%s', '%s', '{}', '', 1, 0, '', 1, 0)`, i, key, i, who.ID, state))
		}
		items, err := h.Inbox(judge, key)
		must(t, err)
		if len(items) != 1 || items[0].Kind != "judging" || items[0].Count != 1 || items[0].To != "/judging/hebei-2020/shortlist" || items[0].Late || !items[0].Due.Equal(at("2020-11-26 00:00")) {
			t.Fatalf("%+v", items)
		}
		h.exec("UPDATE jury_round SET state = 'sealed'")
		if got := h.inbox(judge, key); got != "" {
			t.Errorf("of a sealed round %q waits", got)
		}
	})
}

func TestAuditPagesAndTampering(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		auditor, organiser := h.as("方正", identity.Auditor, key), h.as("周启明", identity.Organiser, key)
		for i := range actsPage + 10 {
			must(t, h.db.Write(organiser, func(tx *db.Tx) error {
				return h.audit.Add(organiser, tx, audit.Record{Act: "screening.admit", Object: fmt.Sprint("e", i), Campaign: key, Says: fmt.Sprintf("通过初审：%04d", i), After: map[string]int{"i": i}})
			}))
		}
		first, err := h.Acts(auditor, ActQuery{Campaign: key})
		must(t, err)
		if !first.Intact || len(first.Items) != actsPage || first.Next == "" || first.Items[0].ActLabel != "初审通过" || first.Items[0].Actor != "周启明" || first.Items[0].From != "192.0.2.7" {
			t.Fatalf("intact %v, %d records, next %q, first %+v", first.Intact, len(first.Items), first.Next, first.Items[0])
		}
		rest, err := h.Acts(auditor, ActQuery{Campaign: key, Cursor: first.Next})
		must(t, err)
		if len(rest.Items) == 0 || rest.Next != "" || rest.Items[0].Seq != first.Items[actsPage-1].Seq-1 {
			t.Fatalf("the second page has %d records, next %q", len(rest.Items), rest.Next)
		}
		for _, q := range []ActQuery{{Q: "0042"}, {Act: "campaign.create"}, {Actor: "启明", Q: "0007"}} {
			q.Campaign = key
			if found, err := h.Acts(auditor, q); err != nil || len(found.Items) != 1 {
				t.Errorf("%+v finds %d, %v", q, len(found.Items), err)
			}
		}
		for _, who := range []context.Context{auditor, h.as("叶知秋", identity.Screener, key)} {
			if _, err := h.Acts(who, ActQuery{}); !errors.Is(err, identity.ErrForbidden) {
				t.Errorf("the record of all contests answered %v", err)
			}
		}
		if all, err := h.Acts(h.as("管理员", identity.Admin, "*"), ActQuery{}); err != nil || !all.Intact {
			t.Errorf("an administrator got %+v, %v", all.Whole, err)
		}
		must(t, h.db.Write(organiser, func(tx *db.Tx) error {
			return h.audit.Add(organiser, tx, audit.Record{Act: "screening.undo", Campaign: key, Says: "撤销"})
		}))
		h.exec("UPDATE audit_record SET says = '没有撤销' WHERE says = '撤销'")
		broken, err := h.Acts(auditor, ActQuery{Campaign: key})
		must(t, err)
		if broken.Intact || broken.Checked != first.Checked {
			t.Errorf("after tampering intact is %v, up to %d", broken.Intact, broken.Checked)
		}
		if got := h.inbox(auditor, key); got != "audit_broken!" {
			t.Errorf("%q waits for the auditor", got)
		}
	})
}

func TestFiguresAndWorkbook(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		long := `[{"rule":"duration","label":"时长不超过3分钟","level":"error","ok":false},{"rule":"theme","label":"紧扣主题","level":"error","undecided":true}]`
		short := `[{"rule":"duration","label":"时长不超过3分钟","level":"error","ok":true}]`
		h.enter(2, "望北县融媒体中心", entry.StateSubmitted, "2020-10-20", long)
		h.enter(1, "望北县融媒体中心", entry.StateShortlisted, "2020-10-22", short)
		h.enter(1, "白石乡中学", entry.StateAwarded, "2020-10-22", short)
		for day, n := range map[string]int{"2020-11-27 09:00": 30, "2020-11-26 23:00": 12} {
			h.exec(fmt.Sprintf("INSERT INTO ballot_pace (campaign, minute, entry, votes) VALUES ('%s', %d, 'w', %d)", key, db.Micros(at(day)), n))
		}
		h.exec(fmt.Sprintf("INSERT INTO ballot_box (campaign, seq, votes, at) VALUES ('%s', 5, 42, 1)", key))
		auditor := h.as("方正", identity.Auditor, key)
		f, err := h.Figures(auditor, key)
		must(t, err)
		if !slices.Equal(f.ByDay, []DayCount{{"2020-10-20", 2}, {"2020-10-21", 0}, {"2020-10-22", 2}}) {
			t.Errorf("by day %v", f.ByDay)
		}
		if !slices.Equal(f.ByUnit, []Unit{{"望北县融媒体中心", 3, 1, 0}, {"白石乡中学", 1, 1, 0}}) {
			t.Errorf("by unit %v", f.ByUnit)
		}
		if f.Votes != 42 || !slices.Equal(f.VoteDays, []DayCount{{"2020-11-26", 12}, {"2020-11-27", 30}}) || f.VoteHour[0].Count != 12 {
			t.Errorf("votes %d, %+v, %v", f.Votes, f.VoteDays, f.VoteHour)
		}
		if !slices.Equal(f.Findings, []RuleCount{{"duration", "时长不超过3分钟", campaign.Error, 4, 2, 0}, {"theme", "紧扣主题、导向正", campaign.Error, 2, 0, 2}}) {
			t.Errorf("findings %+v", f.Findings)
		}
		if len(f.ByState) != 3 || f.ByState[0] != (StateCount{entry.StateSubmitted, "待初审", 2}) || len(f.Rounds) != 2 || f.Awards == nil {
			t.Errorf("states %v, rounds %v, awards %v", f.ByState, f.Rounds, f.Awards)
		}
		b, err := h.Workbook(auditor, key)
		must(t, err)
		rows, err := sheet.Read(bytes.NewReader(b))
		must(t, err)
		if len(rows) != 5 || !strings.HasPrefix(rows[0][0], "奋进2020") || rows[2][0] != "待初审" || rows[2][1] != "2" {
			t.Errorf("the workbook begins with %v", rows)
		}
		if _, err := h.Figures(h.as("叶知秋", identity.Screener, key), key); !errors.Is(err, identity.ErrForbidden) {
			t.Errorf("a screener got %v", err)
		}
	})
}

func TestAwardsByUnitAndPrize(t *testing.T) {
	f := Figures{ByUnit: []Unit{{Unit: "甲"}, {Unit: "乙"}}}
	f.prizes(award.Roll{State: award.Final, Revoked: []award.Revocation{{Prize: "first", Entry: "e3"}}, Outcome: award.Outcome{Prizes: []award.Given{
		{Key: "first", Label: "一等奖", Quota: 5, Winners: []award.Winner{{Prize: "first", Entry: "e1", Unit: "甲"}, {Prize: "first", Entry: "e3", Unit: "乙"}}},
		{Key: "popular", Label: "最具人气奖", Quota: 10, Winners: []award.Winner{{Prize: "popular", Entry: "e1", Unit: "甲"}}},
	}}})
	if f.ByUnit[0].Awards != 2 || f.ByUnit[1].Awards != 0 {
		t.Errorf("by unit %+v", f.ByUnit)
	}
	if !slices.Equal(f.Awards, []AwardCount{{"first", "一等奖", 5, 1}, {"popular", "最具人气奖", 10, 1}}) {
		t.Errorf("by prize %+v", f.Awards)
	}
}

// render is a job that nobody does here.
type render struct {
	Asset string `json:"asset"`
}

func (render) Kind() string { return "media.render" }

func TestSystemRetryAndCancel(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		admin, organiser := h.as("管理员", identity.Admin, "*"), h.as("周启明", identity.Organiser, key)
		h.enter(1, "望北县融媒体中心", entry.StateSubmitted, "2020-11-10", "[]")
		const asset = "a望北县融媒体中心-submitted-2020-11-10-0"
		for range 3 {
			must(t, h.db.Write(admin, func(tx *db.Tx) error { return h.queue.Enqueue(admin, tx, render{asset}, nil) }))
		}
		h.exec("UPDATE river_job SET state = 'running', attempt = 1 WHERE id = 1", "UPDATE river_job SET state = 'discarded', attempt = 3, finalized_at = created_at WHERE id = 2",
			"UPDATE media_asset SET step = 'render', percent = 40, remaining = 90")
		v, err := h.System(admin)
		must(t, err)
		if v.Version != "v1" || v.Engine != h.db.Engine() || v.Queue != (job.Tally{Waiting: 1, Running: 1, Failed: 1}) || len(v.Jobs) != 3 {
			t.Fatalf("%+v", v)
		}
		j := v.Jobs[0]
		if j.ID != "1" || j.State != "running" || j.Says != "制作播放版本 · 1《作品》" || j.Percent == nil || *j.Percent != 40 || j.Remaining != 90 || v.Jobs[1].Percent != nil {
			t.Errorf("the running job is %+v", j)
		}
		if got := h.inbox(admin, key); !strings.Contains(got, "jobs_failed") {
			t.Errorf("%q waits for the administrator", got)
		}
		if _, err := h.System(admin); err != nil || h.checks.Load() != 1 {
			t.Errorf("the checks ran %d times in a moment, %v", h.checks.Load(), err)
		}
		must(t, h.Retry(admin, 2))
		must(t, h.Cancel(admin, 3))
		if v, err = h.System(admin); err != nil || v.Queue != (job.Tally{Waiting: 1, Running: 1}) {
			t.Errorf("after retry and cancellation %+v, %v", v.Queue, err)
		}
		acts, err := h.Acts(admin, ActQuery{Act: "report."})
		must(t, err)
		if len(acts.Items) != 2 || acts.Items[1].Says != "重试后台任务2" || acts.Items[0].ActLabel != "取消任务" {
			t.Errorf("recorded %+v", acts.Items)
		}
		if err := h.Retry(admin, 99); !errors.Is(err, errJob) {
			t.Errorf("a job that does not exist answered %v", err)
		}
		for _, err := range []error{h.Retry(organiser, 1), h.Cancel(organiser, 1)} {
			if !errors.Is(err, identity.ErrForbidden) {
				t.Errorf("an organiser got %v", err)
			}
		}
	})
}

func TestCheckupIsKeptAWhile(t *testing.T) {
	n := 0
	c := checkup{run: func(context.Context) []Check { n++; return []Check{{"a", true, ""}} }}
	c.look(context.Background())
	c.look(context.Background())
	c.at = time.Now().Add(-2 * checkLife)
	if got := c.look(context.Background()); n != 2 || len(got) != 1 {
		t.Errorf("checked %d times, want 2", n)
	}
	if got := (&checkup{}).look(context.Background()); got == nil || len(got) != 0 {
		t.Errorf("without checks %v", got)
	}
}

var schemas = map[string]fs.FS{"audit": audit.Schema, "identity": identity.Schema, "campaign": campaign.Schema, "media": media.Schema, "entry": entry.Schema,
	"inspection": inspection.Schema, "jury": jury.Schema, "ballot": ballot.Schema, "award": award.Schema, "certificate": certificate.Schema}
