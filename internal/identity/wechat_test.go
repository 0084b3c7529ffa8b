package identity_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/web"
	"saiying/internal/platform/wechat"
)

// bound has both apps tell unionids, and a first voter seen in the mini program.
func (h house) bound(t *testing.T, ctx context.Context) {
	t.Helper()
	h.wx.Bind(true, true)
	if _, err := h.SignInByWeChat(ctx, h.wx.IssueCode("organiser")); err != nil {
		t.Fatal(err)
	}
}

func (h house) count(t *testing.T, ctx context.Context, table string) (n int64) {
	t.Helper()
	err := h.db.Read(ctx, func(tx *db.Tx) (err error) {
		n, _, err = db.One(ctx, tx, db.Value[int64], "SELECT COUNT(*) FROM "+table)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whoever comes first by which app: the votes are counted by one account, and it stays what it was.
func TestOnePersonInTheMiniProgramAndOnPagesIsOneAccount(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		h.bound(t, ctx)
		for _, order := range [][2]string{{"program", "page"}, {"page", "program"}} {
			user := "lin-" + order[0]
			in := func(door string) identity.Person {
				t.Helper()
				var signed identity.SignedIn
				var err error
				if door == "page" {
					signed, err = h.SignInByPage(ctx, h.wx.IssuePageCode(user))
				} else {
					signed, err = h.SignInByWeChat(ctx, h.wx.IssueCode(user))
				}
				if err != nil {
					t.Fatalf("%s first: %v", order[0], err)
				}
				p, ok, err := h.Recognise(ctx, signed.Token)
				if err != nil || !ok || p.WeChat != signed.Person.WeChat {
					t.Fatalf("%s first: recognised %+v, signed in %+v, %v", order[0], p, signed.Person, err)
				}
				return p
			}
			first := in(order[0])
			second := in(order[1])
			third := in(order[0])
			if first.WeChat == "" || second.WeChat != first.WeChat || third.WeChat != first.WeChat || second.ID != first.ID || third.ID != first.ID {
				t.Errorf("%s first: %+v, then %+v, then %+v", order[0], first, second, third)
			}
			if second.OpenID != user && third.OpenID != user {
				t.Errorf("%s first: the mini program's openid is not known: %+v", order[0], third)
			}
		}
		if other, err := h.SignInByPage(ctx, h.wx.IssuePageCode("wei")); err != nil || strings.Contains(other.Person.WeChat, "lin") {
			t.Errorf("somebody else is %+v, %v", other.Person, err)
		}
	})
}

func TestBothDoorsAtOnceAreOneAccount(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		h.bound(t, ctx)
		var mu sync.Mutex
		accounts := map[string]bool{}
		var all sync.WaitGroup
		for n := range 16 {
			all.Go(func() {
				var signed identity.SignedIn
				var err error
				if n%2 == 0 {
					signed, err = h.SignInByPage(ctx, h.wx.IssuePageCode("fresh"))
				} else {
					signed, err = h.SignInByWeChat(ctx, h.wx.IssueCode("fresh"))
				}
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				accounts[signed.Person.WeChat] = true
				mu.Unlock()
			})
		}
		all.Wait()
		if len(accounts) != 1 {
			t.Errorf("one person votes by %d accounts: %v", len(accounts), accounts)
		}
	})
}

// Where one of the apps tells no unionid, nobody signs in on pages, for in the mini program they could vote again.
func TestPagesLetNobodyInWhoCouldVoteTwice(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		page := func(user string) string {
			_, err := h.SignInByPage(ctx, h.wx.IssuePageCode(user))
			return code(err)
		}
		h.wx.Bind(true, true)
		if got := page("a"); got != "identity.wechat_apart" {
			t.Errorf("before the mini program was seen to tell unionids: %q", got)
		}
		h.bound(t, ctx)
		if got := page("a"); got != "" {
			t.Errorf("both tell unionids: %q", got)
		}
		h.wx.Bind(true, false)
		if got := page("b"); got != "identity.wechat_apart" {
			t.Errorf("the official account is not bound: %q", got)
		}
		if d, err := h.Door(ctx); err != nil || d.Open() || !d.Untold {
			t.Errorf("and the doctor hears %+v, %v", d, err)
		}
		h.wx.Bind(false, true)
		if _, err := h.SignInByWeChat(ctx, h.wx.IssueCode("old")); err != nil {
			t.Fatalf("the mini program is open in any case: %v", err)
		}
		if got := page("old"); got != "identity.wechat_apart" {
			t.Errorf("somebody in the mini program is known by the openid alone, and may be the one who comes: %q", got)
		}
		if d, err := h.Door(ctx); err != nil || d.Apart != 1 || d.Untold {
			t.Errorf("and the doctor hears %+v, %v", d, err)
		}
		if got := page("a"); got != "" {
			t.Errorf("who is known already comes in: %q", got)
		}
		h.wx.Bind(true, true)
		h.clock.Advance(24 * time.Hour)
		if got := page("old"); got != "identity.wechat_apart" {
			t.Errorf("within a day and the minutes by which being seen is written late: %q", got)
		}
		h.clock.Advance(6 * time.Minute)
		if got := page("old"); got != "" {
			t.Errorf("a day later: %q", got)
		}
		// Two persons by now, who hear from WeChat that they are one: their votes are counted together.
		both, err := h.SignInByWeChat(ctx, h.wx.IssueCode("old"))
		if err != nil || both.Person.WeChat != "wechat_page:page-old" {
			t.Errorf("back in the mini program they vote as %+v, %v", both.Person, err)
		}
	})
}

// An account that was in the mini program before is joined once it signs in there again.
func TestWhoIsInTheMiniProgramIsJoinedAtTheNextSignIn(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		old, err := h.SignInByWeChat(ctx, h.wx.IssueCode("old"))
		if err != nil {
			t.Fatal(err)
		}
		h.wx.Bind(true, true)
		again, err := h.SignInByWeChat(ctx, h.wx.IssueCode("old"))
		if err != nil {
			t.Fatal(err)
		}
		page, err := h.SignInByPage(ctx, h.wx.IssuePageCode("old"))
		if err != nil || page.Person.WeChat != old.Person.WeChat || again.Person.WeChat != old.Person.WeChat || page.Person.ID != old.Person.ID {
			t.Errorf("%+v, %+v, %+v, %v", old.Person, again.Person, page.Person, err)
		}
	})
}

func TestPagesWithoutAMiniProgram(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		pages := wechat.New(wechat.Config{AppID: "pages", Secret: "secret", Base: h.wxURL, Clock: h.clock})
		alone := identity.New(h.db, &audit.Log{}, &notify.Sender{}, nil, identity.Options{Pages: pages})
		signed, err := alone.SignInByPage(ctx, h.wx.IssuePageCode("lin"))
		if err != nil || signed.Person.WeChat == "" {
			t.Fatalf("without a unionid, where there is nowhere else to vote: %+v, %v", signed.Person, err)
		}
		if _, ok, err := alone.Recognise(ctx, signed.Token); !ok || err != nil {
			t.Errorf("recognised %v, %v", ok, err)
		}
		if _, ok, err := h.Recognise(ctx, signed.Token); ok || err != nil {
			t.Errorf("once there is a mini program, who has no unionid is still let in: %v, %v", ok, err)
		}
		none := identity.New(h.db, &audit.Log{}, &notify.Sender{}, nil, identity.Options{})
		if _, err := none.SignInByPage(ctx, h.wx.IssuePageCode("lin")); code(err) != "identity.channel_off" {
			t.Errorf("without an official account: %v", err)
		}
	})
}

func TestPagesRefuse(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		h.bound(t, ctx)
		used := h.wx.IssuePageCode("lin")
		if _, err := h.SignInByPage(ctx, used); err != nil {
			t.Fatal(err)
		}
		late := h.wx.IssuePageCode("wei")
		h.clock.Advance(6 * time.Minute)
		people, accounts := h.count(t, ctx, "identity_person"), h.count(t, ctx, "identity_account")+h.count(t, ctx, "identity_union")
		for name, want := range map[string]string{
			used:                  "identity.wechat_page_refused",
			late:                  "identity.wechat_page_refused",
			h.wx.IssueCode("lin"): "identity.wechat_page_refused", // the mini program's
			"":                    "identity.wechat_page_refused",
			"err:40029":           "identity.wechat_page_refused",
			"err:40163":           "identity.wechat_page_refused",
			"err:40226":           "identity.wechat_risk",
			"snapshot:lin":        "identity.wechat_snapshot",
			"err:-1":              "identity.wechat_down",
			"err:45011":           "identity.wechat_down",
			"err:40125":           "identity.wechat_down",
			"http:502":            "identity.wechat_down",
			"truncated:":          "identity.wechat_down",
			"empty:":              "identity.wechat_down",
			"slow:1m":             "identity.wechat_down",
		} {
			if _, err := h.SignInByPage(ctx, name); code(err) != want {
				t.Errorf("the code %q: %v, want %s", name, err, want)
			}
		}
		if p, a := h.count(t, ctx, "identity_person"), h.count(t, ctx, "identity_account")+h.count(t, ctx, "identity_union"); p != people || a != accounts {
			t.Errorf("of who was refused something is kept: %d persons and %d accounts, want %d and %d", p, a, people, accounts)
		}
	})
}

// The way of a browser: to WeChat, back with code and state, in. WeChat's part is played by the double, over HTTP.
func TestSigningInOnAPage(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		h.bound(t, ctx)
		mux := http.NewServeMux()
		h.Routes(web.NewAPI(mux, "test"), mux)
		server := httptest.NewServer(web.Handler(mux, web.Options{Who: h.Middleware}))
		defer server.Close()
		lin := newBrowser(t, server.URL)

		back := lin.authorize("/c/hebei-2020/works/0007#vote=3")
		if back.Path != "/sign-in/wechat" || back.Query().Get("next") != "/c/hebei-2020/works/0007#vote=3" {
			t.Fatalf("WeChat sends the browser to %s", back)
		}
		signed := lin.finish(back)
		if signed.status != http.StatusCreated || !strings.Contains(signed.body, `"wechat":true`) || !strings.Contains(signed.body, "Set-Cookie: saiying_session=") {
			t.Fatalf("%+v", signed)
		}
		if again := lin.finish(back); again.status != http.StatusBadRequest || !strings.Contains(again.body, "identity.wechat_state") {
			t.Errorf("the same address once more: %+v", again)
		}

		// Somebody has a victim's browser open the address by which WeChat would sign themselves in.
		crook := newBrowser(t, server.URL).authorize("/")
		for name, victim := range map[string]*browser{"one that never asked": newBrowser(t, server.URL), "one that asked itself": lin} {
			if name != "one that never asked" {
				victim.authorize("/")
			}
			if got := victim.finish(crook); got.status != http.StatusBadRequest || !strings.Contains(got.body, "identity.wechat_state") {
				t.Errorf("%s finishes a stranger's sign-in: %+v", name, got)
			}
		}
		empty := newBrowser(t, server.URL)
		if got := empty.finish(&url.URL{RawQuery: "code=x&state="}); got.status != http.StatusBadRequest {
			t.Errorf("no state at all: %+v", got)
		}

		// A code works once, also for who kept the state.
		twice := newBrowser(t, server.URL)
		first := twice.authorize("/")
		second := *twice.authorize("/")
		q := second.Query()
		q.Set("code", first.Query().Get("code"))
		second.RawQuery = q.Encode()
		if got := twice.finish(&second); got.status != http.StatusCreated {
			t.Fatalf("%+v", got)
		}
		third := *twice.authorize("/")
		q.Set("state", third.Query().Get("state"))
		third.RawQuery = q.Encode()
		if got := twice.finish(&third); !strings.Contains(got.body, "identity.wechat_page_refused") {
			t.Errorf("a code worked twice: %+v", got)
		}

		for _, next := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/a\nb", ""} {
			if got := lin.authorize(next).Query().Get("next"); got != "/" {
				t.Errorf("after a sign-in %q leads to %q", next, got)
			}
		}
	})
}

// browser is WeChat's: it keeps cookies, and goes where it is sent within WeChat.
type browser struct {
	t    *testing.T
	home string
	http *http.Client
}

// said is an answer, headers and all.
type said struct {
	status int
	body   string
}

func newBrowser(t *testing.T, home string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, home: home}
	b.http = &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if strings.Contains(r.URL.Path, "/oauth2/") {
			return nil
		}
		return http.ErrUseLastResponse
	}}
	return b
}

func (b *browser) send(r *http.Request) (*http.Response, string) {
	b.t.Helper()
	r.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0.50")
	resp, err := b.http.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var body strings.Builder
	if err := resp.Write(&body); err != nil {
		b.t.Fatal(err)
	}
	return resp, body.String()
}

// authorize taps "sign in with WeChat" and returns the address to which WeChat sends the browser back.
func (b *browser) authorize(next string) *url.URL {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.home+"/api/v1/sessions/wechat/authorize?"+url.Values{"next": {next}}.Encode(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, body := b.send(r)
	to, err := resp.Location()
	if err != nil {
		b.t.Fatalf("WeChat sends the browser nowhere: %s", body)
	}
	return to
}

// finish does what the page at that address does.
func (b *browser) finish(at *url.URL) said {
	b.t.Helper()
	raw, err := json.Marshal(map[string]string{"code": at.Query().Get("code"), "state": at.Query().Get("state")})
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.home+"/api/v1/sessions/wechat/page", strings.NewReader(string(raw)))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, body := b.send(r)
	return said{resp.StatusCode, body}
}
