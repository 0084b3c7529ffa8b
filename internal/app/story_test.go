package app_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
)

const hebei = "hebei-2020"

// The whole of Hebei 2020 as the world sees it, over HTTP, on both engines: from the notice to a certificate that can be checked.
func TestHebei(t *testing.T) {
	films := map[string][]byte{
		"短片": clip(t, 3, 320, 180, 440), "竖屏": clip(t, 2, 180, 320, 550), "另一部": clip(t, 2, 320, 180, 660), "超时": clip(t, 185, 64, 36, 220),
	}
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			s := &story{stage: open(t, engine, at("2020-10-14 09:00")), films: films}
			for _, chapter := range []struct {
				name string
				tell func(t *testing.T)
			}{
				{"征集前", s.before}, {"一位作者", s.oneAuthor}, {"只能一种报名方式", s.oneDoor}, {"众多作者", s.manyAuthors}, {"截止", s.theBell},
				{"初审", s.screening}, {"入围150部", s.shortlist}, {"网络投票", s.voting}, {"专家评审", s.experts},
				{"评奖", s.awards}, {"公示", s.publicity}, {"证书", s.certificates}, {"留痕", s.audit},
			} {
				if !t.Run(chapter.name, func(t *testing.T) { s.t = t; chapter.tell(t) }) {
					t.FailNow() // each chapter stands on the one before
				}
			}
		})
	}
}

// story is what the chapters hand on.
type story struct {
	*stage
	films       map[string][]byte
	organiser   visitor
	screener    visitor
	judges      []visitor
	judgeIDs    []string
	author      visitor
	first       myEntry // 林晓岚's
	entries     []string
	shortlisted []string
}

type myEntry struct {
	ID      string
	Number  string
	State   string
	Verdict string
	Asset   struct{ ID, State, Poster, Stream string }
	Receipt struct {
		Number, SHA256 string
		At             time.Time
		WithinGrace    bool `json:"within_grace"`
	}
	Findings []struct {
		Rule, Message, Says, Level string
		OK                         bool
	}
	Ask struct {
		Says, Act string
		Reasons   []struct{ Key, Says string }
	}
	Versions []struct{ SHA256 string }
	Awards   []struct{ Key, Label, Certificate string }
}

func (s *story) console(path string) string { return "/api/v1/console/campaigns/" + hebei + path }
func (s *story) public(path string) string  { return "/api/v1/campaigns/" + hebei + path }

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := campaigns.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (s *story) appoint(name, phone string, role identity.Role, campaign string) (visitor, string) {
	s.t.Helper()
	p, link, err := s.app.Identity.Appoint(context.Background(), identity.Appointment{Name: name, Phone: phone, Grant: identity.Grant{Role: role, Campaign: campaign}})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.byLink(link), p.ID
}

func (s *story) before(t *testing.T) {
	admin, _ := s.appoint("管理员", "13800000100", identity.Admin, "*")
	var checked struct{ Faults []any }
	admin.ask(200, "POST", "/api/v1/console/campaigns/check", map[string]string{"yaml": read(t, "hebei-2020.yaml"), "decisions_yaml": read(t, "hebei-2020.decisions.yaml")}, &checked)
	if len(checked.Faults) > 0 {
		t.Fatalf("the notice has faults: %v", checked.Faults)
	}
	admin.ask(201, "POST", "/api/v1/console/campaigns", map[string]string{"yaml": read(t, "hebei-2020.yaml"), "decisions_yaml": read(t, "hebei-2020.decisions.yaml")}, nil)
	s.organiser, _ = s.appoint("周启明", "13800000101", identity.Organiser, hebei)
	s.screener, _ = s.appoint("叶知秋", "13800000102", identity.Screener, hebei)
	for i := range 5 {
		v, id := s.appoint(fmt.Sprintf("评委%d", i+1), fmt.Sprintf("1380000011%d", i), identity.Judge, hebei)
		s.judges, s.judgeIDs = append(s.judges, v), append(s.judgeIDs, id)
	}
	var home struct {
		Title     string
		EntryOpen bool `json:"entry_open"`
		Phases    []struct{ Key, State string }
	}
	visitor{stage: s.stage}.ask(200, "GET", s.public(""), nil, &home)
	if home.EntryOpen || !strings.Contains(home.Title, "河北有我") {
		t.Fatalf("before the start: %+v", home)
	}
	var in session
	s.author, in = s.byPhone("13800000001")
	if in.Person.ID == "" {
		t.Fatal("nobody signed in")
	}
	s.author.ask(200, "PATCH", "/api/v1/session", map[string]string{"name": "林晓岚"}, nil)
	s.author.refused("campaign.phase_not_open", "POST", "/api/v1/uploads/", nil, "Tus-Resumable", "1.0.0", "Upload-Length", "10", "Upload-Metadata", "campaign aGViZWktMjAyMA==,filename YS5tcDQ=")
}

// form is a filled-in entry form of a person.
func form(door, title, author, phone string) map[string]any {
	return map[string]any{"door": door, "topics": []string{}, "declarations": []string{},
		"fields": map[string]string{"title": title, "author": author, "unit": "望北县融媒体中心", "contact": phone, "address": "望北县文化路1号", "synopsis": title + "，讲身边人的故事。"}}
}

// declared adds every declaration that the notice asks for.
func (s *story) declared(f map[string]any) map[string]any {
	var c struct{ Declarations []struct{ Key string } }
	visitor{stage: s.stage}.ask(200, "GET", s.public(""), nil, &c)
	keys := []string{}
	for _, d := range c.Declarations {
		keys = append(keys, d.Key)
	}
	f["declarations"] = keys
	return f
}

// signInAgain has everybody sign in anew: the story lasts months, a session thirty days.
func (s *story) signInAgain() {
	s.author, _ = s.byPhone("13800000001")
	s.organiser, _ = s.byPhone("13800000101")
	s.screener, _ = s.byPhone("13800000102")
	for i := range s.judges {
		s.judges[i], _ = s.byPhone(fmt.Sprintf("1380000011%d", i))
	}
}

func (s *story) oneAuthor(t *testing.T) {
	s.clock.Set(at("2020-10-20 09:00"))
	film := s.films["短片"]
	var precheck struct{ Verdict string }
	s.author.ask(200, "POST", s.public("/precheck"), map[string]any{"facts": map[string]any{"duration_s": 192.0, "container": "mp4"}}, &precheck)
	if precheck.Verdict != "fail" {
		t.Errorf("a film of 3:12 passes the precheck: %+v", precheck)
	}
	asset := s.author.upload(hebei, "雪落白石乡.mp4", film, 3)
	var e myEntry
	incomplete := form("web", "雪落白石乡", "林晓岚", "13800000001")
	s.author.ask(201, "POST", s.public("/entries"), incomplete, &e)
	mine := "/api/v1/my/entries/" + e.ID
	s.author.refused("entry.incomplete", "POST", mine+"/submit", nil)
	tooLong := s.declared(form("web", "雪落白石乡", "林晓岚", "13800000001"))
	tooLong["fields"].(map[string]string)["synopsis"] = strings.Repeat("雪", 201)
	if r := s.author.do("PUT", mine, tooLong); r.status == 200 {
		s.author.refused("entry.incomplete", "POST", mine+"/submit", nil)
	}
	s.author.ask(200, "PUT", mine, s.declared(form("web", "雪落白石乡", "林晓岚", "13800000001")), &e)
	s.author.ask(200, "PUT", mine+"/file", map[string]string{"asset": asset}, nil)
	s.author.ask(200, "POST", mine+"/submit", nil, &e)
	if e.State != "submitted" || e.Number == "" || e.Receipt.SHA256 != sha(film) || !e.Receipt.At.Equal(at("2020-10-20 09:00")) {
		t.Fatalf("after submitting: %+v", e)
	}
	s.settle()
	s.author.ask(200, "GET", mine, nil, &e)
	if e.Verdict != "pass" && e.Verdict != "review" {
		t.Fatalf("the machine found %s: %+v", e.Verdict, e.Findings)
	}
	if e.Asset.State != "ready" || e.Asset.Poster == "" || e.Asset.Stream == "" {
		t.Fatalf("the film is not ready to be watched: %+v", e.Asset)
	}
	if r := s.author.do("GET", e.Asset.Stream, nil); r.status != 200 || !bytes.Contains(r.body, []byte("#EXTM3U")) {
		t.Errorf("the author cannot watch the film: %d", r.status)
	}
	plain := "/media/" + e.Asset.ID + "/master.m3u8" // without the pass that the author's players are given
	for _, address := range []string{plain, strings.Replace(e.Asset.Stream, "/master", "x/master", 1)} {
		if r := (visitor{stage: s.stage}).do("GET", address, nil); r.status == 200 || e.Asset.Stream == plain {
			t.Errorf("a stranger watches a film that nobody has admitted at %s", address)
		}
	}
	s.first, s.entries = e, append(s.entries, e.ID)
}

func (s *story) oneDoor(t *testing.T) {
	asset := s.organiser.upload(hebei, "U盘里的片子.mp4", s.films["另一部"], 1)
	f := s.declared(form("media", "同一位作者的另一部", "林晓岚", "13800000001"))
	f["asset"] = asset
	says := s.organiser.refused("entry.one_door", "POST", s.console("/entries"), f)
	if !strings.Contains(says, "一种方式") {
		t.Errorf("the refusal does not quote the rule: %s", says)
	}
	f = s.declared(form("media", "寄来的光盘", "沈知微", "13800000009"))
	f["asset"] = asset
	var e struct{ ID, State string }
	s.organiser.ask(201, "POST", s.console("/entries"), f, &e)
	s.entries = append(s.entries, e.ID)
}

// enter has a new author enter a film and returns the entry.
func (s *story) enter(i int, film string) (visitor, myEntry) {
	phone := fmt.Sprintf("139%08d", i)
	v, _ := s.byPhone(phone)
	asset := v.upload(hebei, fmt.Sprintf("作品%03d.mp4", i), s.films[film], 1)
	var e myEntry
	v.ask(201, "POST", s.public("/entries"), s.declared(form("web", fmt.Sprintf("作品%03d", i), fmt.Sprintf("作者%03d", i), phone)), &e)
	v.ask(200, "PUT", "/api/v1/my/entries/"+e.ID+"/file", map[string]string{"asset": asset}, nil)
	v.ask(200, "POST", "/api/v1/my/entries/"+e.ID+"/submit", nil, &e)
	return v, e
}

func (s *story) manyAuthors(t *testing.T) {
	for i := range 151 {
		_, e := s.enter(i, []string{"短片", "竖屏", "另一部"}[i%3])
		s.entries = append(s.entries, e.ID)
	}
	v, long := s.enter(151, "超时")
	s.settle()
	v.ask(200, "GET", "/api/v1/my/entries/"+long.ID, nil, &long)
	if long.Verdict != "fail" {
		t.Fatalf("a film of 3:05 is judged %s: %+v", long.Verdict, long.Findings)
	}
	said := ""
	for _, f := range long.Findings {
		if !f.OK {
			said += f.Message + f.Says
		}
	}
	if !strings.Contains(said, "3分钟") && !strings.Contains(said, "3 分钟") {
		t.Errorf("the finding does not speak in the notice's words: %s", said)
	}
	// The screener returns it with the rule; the author sees why, replaces the file, keeps the number.
	var c struct{ Rules []struct{ Key, Says string } }
	v.ask(200, "GET", s.public(""), nil, &c)
	rule := c.Rules[0].Key
	s.screener.refused("screening.reason_missing", "POST", "/api/v1/console/entries/"+long.ID+"/screening", map[string]any{"decision": "return", "reasons": []string{}, "note": "", "if_state": "submitted"})
	s.screener.ask(200, "POST", "/api/v1/console/entries/"+long.ID+"/screening", map[string]any{"decision": "return", "reasons": []string{rule}, "note": "请剪到3分钟以内。", "if_state": "submitted"}, nil)
	number := long.Number
	v.ask(200, "GET", "/api/v1/my/entries/"+long.ID, nil, &long)
	if long.State != "returned" || len(long.Ask.Reasons) == 0 || long.Ask.Reasons[0].Says == "" {
		t.Fatalf("the author does not see what is asked: %+v", long)
	}
	asset := v.upload(hebei, "作品151_剪短.mp4", s.films["短片"], 2)
	v.ask(200, "PUT", "/api/v1/my/entries/"+long.ID+"/file", map[string]string{"asset": asset}, nil)
	r := v.do("POST", "/api/v1/my/entries/"+long.ID+"/submit", nil)
	s.settle()
	v.ask(200, "GET", "/api/v1/my/entries/"+long.ID, nil, &long)
	if long.State != "submitted" || long.Number != number || len(long.Versions) != 2 {
		t.Fatalf("after replacing (%d): %+v", r.status, long)
	}
	s.entries = append(s.entries, long.ID)
}

func (s *story) theBell(t *testing.T) {
	v, _ := s.byPhone("13800000055")
	s.clock.Set(at("2020-11-15 23:59"))
	film := s.films["另一部"]
	var e myEntry
	v.ask(201, "POST", s.public("/entries"), s.declared(form("web", "踩点", "赶路人", "13800000055")), &e)
	meta := "campaign aGViZWktMjAyMA==,filename YS5tcDQ=,filetype dmlkZW8vbXA0"
	r := v.ask(201, "POST", "/api/v1/uploads/", nil, nil, "Tus-Resumable", "1.0.0", "Upload-Length", fmt.Sprint(len(film)), "Upload-Metadata", meta)
	place := r.header.Get("Location")
	place = place[strings.Index(place, "/api/"):]
	s.signInAgain()
	s.clock.Set(at("2020-11-16 00:10")) // within the grace of an upload begun in time
	v.ask(204, "PATCH", place, film, nil, "Tus-Resumable", "1.0.0", "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0")
	v.ask(200, "PUT", "/api/v1/my/entries/"+e.ID+"/file", map[string]string{"asset": place[strings.LastIndex(place, "/")+1:]}, nil)
	v.ask(200, "POST", "/api/v1/my/entries/"+e.ID+"/submit", nil, &e)
	if e.State != "submitted" || !e.Receipt.WithinGrace {
		t.Fatalf("the receipt does not say that the upload was begun in time: %+v", e.Receipt)
	}
	v.refused("campaign.phase_closed", "POST", "/api/v1/uploads/", nil, "Tus-Resumable", "1.0.0", "Upload-Length", "10", "Upload-Metadata", meta)
	s.clock.Set(at("2020-11-16 00:31"))
	s.author.refused("campaign.phase_closed", "POST", s.public("/entries"), form("web", "迟到的作品", "林晓岚", "13800000001"))
	s.settle()
	s.screener.ask(200, "POST", "/api/v1/console/entries/"+e.ID+"/screening", map[string]any{"decision": "reject", "reasons": []string{"theme"}, "note": "与主题无关。", "if_state": "submitted"}, nil)
}

func (s *story) screening(t *testing.T) {
	s.author.refused("identity.forbidden", "GET", s.console("/screening"), nil)
	var queue struct{ Queue []struct{ ID string } }
	s.screener.ask(200, "GET", s.console("/screening"), nil, &queue)
	if len(queue.Queue) == 0 {
		t.Fatal("nothing waits for the screener")
	}
	s.screener.ask(200, "POST", "/api/v1/console/entries/"+s.first.ID+"/screening", map[string]any{"decision": "admit", "reasons": []string{}, "note": "", "if_state": "submitted"}, nil)
	var bulk struct {
		Done   []string
		Failed []struct{ ID, Message string }
	}
	s.screener.ask(200, "POST", s.console("/screening/bulk"), map[string]any{"entries": s.entries[1:], "decision": "admit"}, &bulk)
	if len(bulk.Failed) > 0 {
		t.Fatalf("not admitted: %+v", bulk.Failed[:1])
	}
	s.settle()
	var list struct {
		Items []struct{ ID, Number, Title, Poster, Aspect string }
		Next  string
	}
	visitor{stage: s.stage}.ask(200, "GET", s.public("/entries?sort=newest"), nil, &list)
	if len(list.Items) == 0 || list.Next == "" {
		t.Fatalf("the gallery shows %d works, next %q", len(list.Items), list.Next)
	}
	visitor{stage: s.stage}.ask(200, "GET", s.public("/entries?q=%E9%9B%AA%E8%90%BD"), nil, &list)
	if len(list.Items) != 1 || list.Items[0].Title != "雪落白石乡" {
		t.Fatalf("searching 雪落 finds %+v", list.Items)
	}
	if r := (visitor{stage: s.stage}).do("GET", s.first.Asset.Stream, nil); r.status != 200 {
		t.Errorf("an admitted film is not public: %d", r.status)
	}
}

// judge has each of a round's judges score every work dealt to them; mark gives the work's mark by its title.
func (s *story) judge(round string, mark func(title string, judge int) float64) {
	s.t.Helper()
	var wg sync.WaitGroup
	for i, j := range s.judges {
		wg.Go(func() {
			var sheet struct {
				Round struct{ Criteria []struct{ Key string } }
				Tasks []struct {
					ID, Entry, Title, Number string
					Version                  int
				}
			}
			j.ask(200, "GET", "/api/v1/judge/rounds/"+hebei+"/"+round, nil, &sheet)
			for _, task := range sheet.Tasks {
				scores := map[string]float64{}
				for _, c := range sheet.Round.Criteria {
					scores[c.Key] = mark(task.Title, i)
				}
				r := j.do("PUT", "/api/v1/judge/tasks/"+task.ID, map[string]any{"scores": scores, "note": "", "version": task.Version, "done": true, "watched_s": 2})
				if r.status != 200 {
					s.t.Errorf("a score was not taken: %d %s", r.status, r.body)
					return
				}
			}
		})
	}
	wg.Wait()
}

// panel seats every judge and opens the round.
func (s *story) panel(round string) {
	people := []map[string]string{}
	for _, id := range s.judgeIDs {
		people = append(people, map[string]string{"person": id})
	}
	s.organiser.ask(200, "POST", s.console("/rounds/"+round+"/panel"), map[string]any{"people": people}, nil)
	s.organiser.ask(200, "POST", s.console("/rounds/"+round+"/open"), nil, nil)
}

func (s *story) shortlist(t *testing.T) {
	s.clock.Set(at("2020-11-17 09:00"))
	s.panel("shortlist")
	// 154 works for 150 places: the last five are tied, for one seat.
	low := map[string]bool{"作品146": true, "作品147": true, "作品148": true, "作品149": true, "作品150": true}
	s.judge("shortlist", func(title string, _ int) float64 {
		if low[title] {
			return 60
		}
		return 80
	})
	s.organiser.ask(200, "POST", s.console("/rounds/shortlist/seal"), nil, nil)
	s.organiser.refused("jury.tie_open", "POST", s.console("/rounds/shortlist/settle"), nil)
	var rounds struct {
		Items []struct {
			Key string
			Cut struct {
				Size, Seats int
				Tied        []struct{ ID, Title string }
			}
		}
	}
	s.organiser.ask(200, "GET", s.console("/rounds"), nil, &rounds)
	cut := rounds.Items[0].Cut
	if cut.Size != 150 || cut.Seats != 1 || len(cut.Tied) != 5 {
		t.Fatalf("the cut is %+v, want 1 seat for 5 tied works", cut)
	}
	chosen := []string{cut.Tied[0].ID}
	s.organiser.refused("jury.tie_seats", "POST", s.console("/rounds/shortlist/tie"), map[string]any{"chosen": []string{cut.Tied[0].ID, cut.Tied[1].ID}, "reason": "评审会合议"})
	s.organiser.ask(200, "POST", s.console("/rounds/shortlist/tie"), map[string]any{"chosen": chosen, "reason": "评审会合议，举手表决"}, nil)
	s.organiser.ask(200, "POST", s.console("/rounds/shortlist/settle"), nil, nil)
	s.settle()
	var counts struct{ Counts map[string]int }
	s.organiser.ask(200, "GET", s.console("/entries"), nil, &counts)
	if counts.Counts["shortlisted"] != 150 || counts.Counts["not_shortlisted"] != 4 {
		t.Fatalf("shortlisted %v, want exactly 150", counts.Counts)
	}
}

// candidates reads every shortlisted work from the public list, page by page.
func (s *story) candidates() (ids []string) {
	cursor := ""
	for {
		var page struct {
			Items []struct {
				ID      string
				Votable bool
			}
			Next string
		}
		visitor{stage: s.stage}.ask(200, "GET", s.public("/entries?sort=newest&cursor="+cursor), nil, &page)
		for _, i := range page.Items {
			if i.Votable {
				ids = append(ids, i.ID)
			}
		}
		if cursor = page.Next; cursor == "" {
			return ids
		}
	}
}

func (s *story) voting(t *testing.T) {
	votes := s.public("/votes")
	early := s.byWeChat("early")
	early.refused("campaign.phase_not_open", "POST", votes, map[string]any{"entry": s.first.ID, "count": 1}, "Idempotency-Key", "a")
	s.clock.Set(at("2020-11-26 10:00"))
	s.shortlisted = s.candidates()
	if len(s.shortlisted) != 150 {
		t.Fatalf("%d works can be voted for, want 150", len(s.shortlisted))
	}
	s.author.refused("ballot.wechat_needed", "POST", votes, map[string]any{"entry": s.first.ID, "count": 1}, "Idempotency-Key", "a")
	// 64 sign-ins of one WeChat account cast 25 votes at once: 10 count.
	var wg sync.WaitGroup
	var mu sync.Mutex
	tokens := make(chan visitor, 64)
	for range 64 {
		tokens <- s.byWeChat("one-account")
	}
	close(tokens)
	accepted, refused := 0, 0
	for v := range tokens {
		wg.Go(func() {
			for n := range 25 {
				r := v.do("POST", votes, map[string]any{"entry": s.shortlisted[n%5], "count": 1}, "Idempotency-Key", fmt.Sprintf("%s-%d", v.token[:8], n))
				mu.Lock()
				switch {
				case r.status == 201:
					accepted++
				case r.status == 422 && bytes.Contains(r.body, []byte("ballot.allowance_spent")):
					refused++
				default:
					t.Errorf("a vote answered %d %s", r.status, r.body)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if accepted != 10 || refused != 64*25-10 {
		t.Fatalf("%d votes of one account were counted and %d refused, want 10 and %d", accepted, refused, 64*25-10)
	}
	// A repeat is answered alike and counted once; the same key for something else is refused.
	v := s.byWeChat("careful")
	body := map[string]any{"entry": s.first.ID, "count": 3}
	once := v.ask(201, "POST", votes, body, nil, "Idempotency-Key", "k1")
	again := v.ask(201, "POST", votes, body, nil, "Idempotency-Key", "k1")
	if !bytes.Equal(once.body, again.body) || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("a repeat answered %s after %s", again.body, once.body)
	}
	v.refused("idempotency.conflict", "POST", votes, map[string]any{"entry": s.first.ID, "count": 4}, "Idempotency-Key", "k1")
	var left struct {
		RemainingToday int `json:"remaining_today"`
	}
	v.ask(201, "POST", votes, map[string]any{"entry": s.shortlisted[7], "count": 7}, &left, "Idempotency-Key", "k2")
	if left.RemainingToday != 0 {
		t.Errorf("after 10 votes %d are left", left.RemainingToday)
	}
	// Who votes on a page has in the mini program what is left, and nothing more.
	s.onPage("both").ask(201, "POST", votes, map[string]any{"entry": s.shortlisted[8], "count": 6}, nil, "Idempotency-Key", "p")
	both := s.byWeChat("both")
	both.refused("ballot.allowance_spent", "POST", votes, map[string]any{"entry": s.shortlisted[8], "count": 5}, "Idempotency-Key", "m")
	both.ask(201, "POST", votes, map[string]any{"entry": s.shortlisted[8], "count": 4}, &left, "Idempotency-Key", "n")
	if left.RemainingToday != 0 {
		t.Errorf("6 on a page and 4 in the mini program leave %d", left.RemainingToday)
	}
	s.clock.Set(at("2020-11-27 00:00")) // a new day in Shanghai
	for i := range 60 {
		fan := s.byWeChat(fmt.Sprintf("fan-%d", i))
		fan.ask(201, "POST", votes, map[string]any{"entry": s.first.ID, "count": 4}, nil, "Idempotency-Key", "f")
		fan.ask(201, "POST", votes, map[string]any{"entry": s.shortlisted[i%40], "count": 1 + i%6}, nil, "Idempotency-Key", "g")
	}
	var standings struct {
		AsOf  time.Time `json:"as_of"`
		Items []struct {
			Entry string
			Rank  int
			Votes int
		}
	}
	s.clock.Advance(2 * time.Second)
	v.ask(200, "GET", s.public("/standings"), nil, &standings)
	if len(standings.Items) == 0 || standings.Items[0].Entry != s.first.ID || standings.Items[0].Votes < 243 {
		t.Errorf("the ranking begins with %+v", standings.Items[:min(2, len(standings.Items))])
	}
	s.clock.Set(at("2020-12-11 00:00"))
	v.refused("campaign.phase_closed", "POST", votes, map[string]any{"entry": s.first.ID, "count": 1}, "Idempotency-Key", "late")
}

func (s *story) experts(t *testing.T) {
	s.clock.Set(at("2020-12-11 09:00"))
	s.signInAgain()
	s.organiser.ask(200, "POST", s.console("/ballot/freeze"), map[string]string{"reason": "投票结束，封存票数"}, nil)
	s.panel("expert")
	s.judge("expert", func(title string, judge int) float64 {
		n := 0
		_, _ = fmt.Sscanf(title, "作品%d", &n)
		if title == "雪落白石乡" {
			return 98
		}
		return float64(60 + (n*7+judge)%36)
	})
	s.organiser.ask(200, "POST", s.console("/rounds/expert/seal"), nil, nil)
	s.organiser.ask(200, "POST", s.console("/rounds/expert/settle"), nil, nil)
	s.settle()
}

type roll struct {
	State  string
	Window struct{ From, To time.Time }
	Prizes []struct {
		Key, Label    string
		Quota, Filled int
		Winners       []struct{ Entry, Title, Why string }
		Pending       *struct {
			Seats int
			Tied  []struct{ Entry string }
		}
	}
}

func (s *story) awards(t *testing.T) {
	var r roll
	s.organiser.ask(200, "POST", s.console("/awards/propose"), nil, &r)
	for guard := 0; guard < 20; guard++ { // the committee settles what the published rule leaves tied
		open := false
		for _, p := range r.Prizes {
			if p.Pending == nil {
				continue
			}
			open = true
			chosen := []string{}
			for _, w := range p.Pending.Tied[:p.Pending.Seats] {
				chosen = append(chosen, w.Entry)
			}
			r = roll{} // what an answer leaves out must not stay from the one before
			s.organiser.ask(200, "POST", s.console("/awards/decide"), map[string]any{"prize": p.Key, "chosen": chosen, "reason": "评委会表决"}, &r)
			break
		}
		if !open {
			break
		}
	}
	want := map[string]int{"first": 5, "second": 10, "third": 20, "merit": 15, "popular": 10, "innovation": 15, "souvenir": 50}
	for _, p := range r.Prizes {
		if p.Filled != want[p.Key] || len(p.Winners) != want[p.Key] {
			t.Errorf("%s has %d winners, want %d", p.Label, len(p.Winners), want[p.Key])
		}
		delete(want, p.Key)
	}
	if len(want) > 0 {
		t.Errorf("prizes that were not given: %v", want)
	}
	if w := r.Prizes[0].Winners[0]; w.Entry != s.first.ID || w.Why == "" {
		t.Errorf("the first of the first prize is %+v", w)
	}
	once := r
	r = roll{}
	s.organiser.ask(200, "GET", s.console("/awards"), nil, &r)
	for i := range r.Prizes {
		if fmt.Sprint(r.Prizes[i].Winners) != fmt.Sprint(once.Prizes[i].Winners) {
			t.Errorf("%s was given differently the second time", r.Prizes[i].Label)
		}
	}
}

func (s *story) publicity(t *testing.T) {
	s.clock.Set(at("2020-12-21 09:00"))
	(visitor{stage: s.stage}).refused("notice.none", "GET", s.public("/publicity"), nil)
	var r roll
	s.organiser.ask(200, "POST", s.console("/awards/publicise"), map[string]string{"from": "2020-12-22"}, &r)
	if r.State != "publicised" {
		t.Fatalf("the roll is %s", r.State)
	}
	var p struct {
		State  string
		Days   int
		Prizes []struct{ Winners []struct{ Title string } }
		How    []string
	}
	// Until its first day only the organisers see it.
	(visitor{stage: s.stage}).refused("notice.none", "GET", s.public("/publicity"), nil)
	s.organiser.ask(200, "GET", s.public("/publicity"), nil, &p)
	if p.State != "scheduled" || s.results() != "" {
		t.Errorf("a day before, the organiser sees a publicity that is %q, the public %q", p.State, s.results())
	}
	s.clock.Set(at("2020-12-22 10:00"))
	visitor{stage: s.stage}.ask(200, "GET", s.public("/publicity"), nil, &p)
	if p.State != "open" || len(p.Prizes) != 7 || len(p.How) == 0 {
		t.Fatalf("the publicity page says %+v", p)
	}
	if s.results() != "publicised" {
		t.Errorf("the contest's card says of its results %q", s.results())
	}
	s.organiser.refused("award.publicity_open", "POST", s.console("/awards/confirm"), nil)
	s.clock.Set(r.Window.To.Add(time.Minute))
	s.organiser.ask(200, "POST", s.console("/awards/confirm"), nil, &r)
	if r.State != "confirmed" || s.results() != "confirmed" {
		t.Fatalf("the roll is %s, the contest's card says %q", r.State, s.results())
	}
	s.settle()
}

// results is what the contest's card says of its results.
func (s *story) results() string {
	var home struct{ Counts struct{ Results string } }
	visitor{stage: s.stage}.ask(200, "GET", s.public(""), nil, &home)
	return home.Counts.Results
}

func (s *story) certificates(t *testing.T) {
	var mine myEntry
	s.author.ask(200, "GET", "/api/v1/my/entries/"+s.first.ID, nil, &mine)
	if mine.State != "awarded" || len(mine.Awards) == 0 || mine.Awards[0].Certificate == "" {
		t.Fatalf("the author finds no certificate: %+v", mine)
	}
	code := mine.Awards[0].Certificate
	var c struct {
		State, Number, Title, Recipient, Prize string
	}
	nobody := visitor{stage: s.stage}
	nobody.ask(200, "GET", "/api/v1/certificates/"+code, nil, &c)
	if c.State != "valid" || c.Title != "雪落白石乡" || c.Recipient != "林晓岚" || c.Prize != "一等奖" {
		t.Fatalf("the certificate says %+v", c)
	}
	page := nobody.do("GET", "/verify/"+code, nil)
	if page.status != 200 || !bytes.Contains(page.body, []byte(c.Number)) {
		t.Fatalf("the page that the QR code leads to answers %d without the number", page.status)
	}
	pdf := nobody.do("GET", "/api/v1/certificates/"+code+"/pdf", nil)
	path := filepath.Join(t.TempDir(), "c.pdf")
	if err := os.WriteFile(path, pdf.body, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (on Debian: apt-get install poppler-utils): %v", err)
	}
	for _, want := range []string{"林晓岚", "雪落白石乡", "一等奖", c.Number, code} {
		if !bytes.Contains(bytes.ReplaceAll(text, []byte(" "), nil), []byte(strings.ReplaceAll(want, " ", ""))) {
			t.Errorf("the certificate does not say %s:\n%s", want, text)
		}
	}
	if bytes.ContainsAny(text, "{}") || bytes.Count(text, []byte("特发此证")) != 1 {
		t.Errorf("the certificate is not worded to its end:\n%s", text)
	}
	nobody.refused("certificate.none", "GET", "/api/v1/certificates/AAAAAAAAAAAA", nil)
	s.told(s.author, "作品已收到", "初审通过", "作品入围", "作品获奖")
	s.told(s.judges[0], "请评审作品")
}

// told checks that a person has messages of these titles.
func (s *story) told(v visitor, titles ...string) {
	var list struct{ Items []struct{ Title string } }
	v.ask(200, "GET", "/api/v1/my/messages", nil, &list)
	for _, title := range titles {
		if !slices.ContainsFunc(list.Items, func(m struct{ Title string }) bool { return m.Title == title }) {
			s.t.Errorf("nobody told them %s: %v", title, list.Items)
		}
	}
}

func (s *story) audit(t *testing.T) {
	var rows struct {
		Intact    bool
		CheckedTo int `json:"checked_to"`
		Items     []struct{ Act, Says string }
	}
	auditor, _ := s.appoint("监督员", "13800000199", identity.Auditor, hebei)
	auditor.ask(200, "GET", "/api/v1/console/audit?campaign="+hebei, nil, &rows)
	if !rows.Intact || rows.CheckedTo == 0 || len(rows.Items) == 0 {
		t.Fatalf("the record of acts: %+v", rows)
	}
	auditor.refused("identity.forbidden", "POST", s.console("/awards/propose"), nil)
	for _, check := range s.app.Checks(context.Background()) {
		if !check.OK {
			t.Errorf("doctor: %s: %s", check.Name, check.Says)
		}
	}
}
