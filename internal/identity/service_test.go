package identity_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/notify"
	smsdouble "saiying/internal/platform/notify/double"
	"saiying/internal/platform/web"
	"saiying/internal/platform/wechat"
	"saiying/internal/platform/wechat/double"
)

type house struct {
	*identity.Service
	db    *db.DB
	wxURL string
	clock *clock.Fixed
	sms   *smsdouble.Gateway
	wx    *double.Server
}

func each(t *testing.T, fn func(t *testing.T, ctx context.Context, h house)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.PostgreSQL} {
		t.Run(string(engine), func(t *testing.T) {
			ctx := context.Background()
			c := clock.NewFixed(time.Date(2020, 10, 20, 1, 0, 0, 0, time.UTC))
			d := dbtest.Open(t, engine, c)
			for _, err := range []error{db.Migrate(ctx, d, "audit", audit.Schema), db.Migrate(ctx, d, "identity", identity.Schema)} {
				if err != nil {
					t.Fatal(err)
				}
			}
			gateway := smsdouble.StartGateway()
			t.Cleanup(gateway.Close)
			sender, err := notify.New("", gateway.URL+"?key=k&sign=s&template=t")
			if err != nil {
				t.Fatal(err)
			}
			wx := double.New(double.Options{AppID: "app", Secret: "secret", Official: double.Official{AppID: "pages", Secret: "secret"}, Clock: c})
			server := httptest.NewServer(wx)
			t.Cleanup(server.Close)
			client := wechat.New(wechat.Config{AppID: "app", Secret: "secret", Base: server.URL, Clock: c})
			pages := wechat.New(wechat.Config{AppID: "pages", Secret: "secret", Base: server.URL, Open: server.URL, Timeout: 300 * time.Millisecond, Clock: c})
			s := identity.New(d, &audit.Log{}, sender, client, identity.Options{PublicURL: "http://127.0.0.1", Pages: pages, Personas: []identity.Persona{{Key: "author", Name: "林晓岚", Role: "author"}, {Key: "screener", Name: "叶知秋", Role: "screener"}}})
			fn(t, ctx, house{s, d, server.URL, c, gateway, wx})
		})
	}
}

var digits = regexp.MustCompile(`\d{6}`)

func (h house) code(t *testing.T) string {
	t.Helper()
	sent := h.sms.Taken()
	code := digits.FindString(sent[len(sent)-1].Params["code"])
	if code == "" {
		t.Fatalf("no code in %+v", sent[len(sent)-1])
	}
	return code
}

func TestCodes(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		if _, err := h.SendCode(ctx, identity.Email, "a@example.cn"); code(err) != "identity.channel_off" {
			t.Fatalf("mail without SMTP: %v", err)
		}
		if _, err := h.SendCode(ctx, identity.Phone, "12345"); code(err) != "identity.phone_invalid" {
			t.Fatalf("a bad number: %v", err)
		}
		masked, err := h.SendCode(ctx, identity.Phone, "+86 138-0000-0001")
		if err != nil || masked != "138****0001" {
			t.Fatalf("%q %v", masked, err)
		}
		if _, err := h.SendCode(ctx, identity.Phone, "13800000001"); code(err) != "identity.code_too_soon" {
			t.Fatalf("a second code at once: %v", err)
		}
		right := h.code(t)
		if _, err := h.SignInByCode(ctx, identity.Phone, "13800000002", right); code(err) != "identity.code_wrong" {
			t.Fatalf("another's code: %v", err)
		}
		in, err := h.SignInByCode(ctx, identity.Phone, "13800000001", " "+right)
		if err != nil || in.Token == "" {
			t.Fatal(err)
		}
		if _, err := h.SignInByCode(ctx, identity.Phone, "13800000001", right); code(err) != "identity.code_wrong" {
			t.Fatalf("a used code: %v", err)
		}
		p, ok, err := h.Recognise(ctx, in.Token)
		if err != nil || !ok || p.ID != in.Person.ID || p.Phone != "13800000001" {
			t.Fatalf("%+v %v %v", p, ok, err)
		}
		h.clock.Advance(31 * 24 * time.Hour)
		if _, ok, _ := h.Recognise(ctx, in.Token); ok {
			t.Fatal("a session outlived its 30 days")
		}
	})
}

// A number that an administrator wrote down becomes its owner's only when they show a code that was sent there.
func TestANumberIsProvenByItsCode(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		grant := identity.Grant{Role: identity.Screener, Campaign: "hebei-2020"}
		_, link, err := h.Appoint(audit.With(ctx, audit.Program), identity.Appointment{Name: "叶知秋", Phone: "13800000003", Grant: grant})
		if err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(link, "token=")
		in, err := h.SignInByLink(ctx, token)
		if err != nil {
			t.Fatal(err)
		}
		if p, ok, err := h.Recognise(ctx, in.Token); err != nil || !ok || p.Phone == "" || p.PhoneProven {
			t.Fatalf("by an administrator's link: %+v %v", p, err)
		}
		if _, err := h.SendCode(ctx, identity.Phone, "13800000003"); err != nil {
			t.Fatal(err)
		}
		if second, err := h.SignInByCode(ctx, identity.Phone, "13800000003", h.code(t)); err != nil || !second.Person.PhoneProven {
			t.Fatalf("by a code: %+v %v", second.Person, err)
		}
		if p, _, err := h.Recognise(ctx, in.Token); err != nil || !p.PhoneProven {
			t.Fatalf("in the session of before: %+v %v", p, err)
		}
	})
}

func TestGuessingStopsAtFive(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		if _, err := h.SendCode(ctx, identity.Phone, "13800000001"); err != nil {
			t.Fatal(err)
		}
		right := h.code(t)
		var wg sync.WaitGroup
		for range 5 { // at once: counting must not be outrun
			wg.Go(func() { _, _ = h.SignInByCode(ctx, identity.Phone, "13800000001", "abcdef") })
		}
		wg.Wait()
		if _, err := h.SignInByCode(ctx, identity.Phone, "13800000001", right); code(err) != "identity.code_wrong" {
			t.Fatalf("the right code at the sixth try: %v", err)
		}
		h.clock.Advance(61 * time.Second)
		if _, err := h.SendCode(ctx, identity.Phone, "13800000001"); err != nil {
			t.Fatal(err)
		}
		right = h.code(t)
		h.clock.Advance(10*time.Minute + time.Second)
		if _, err := h.SignInByCode(ctx, identity.Phone, "13800000001", right); code(err) != "identity.code_wrong" {
			t.Fatalf("a code after ten minutes: %v", err)
		}
	})
}

func TestAnAddressIsSentTenCodesADay(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		var sent atomic.Int32
		for range 12 {
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					if _, err := h.SendCode(ctx, identity.Phone, "13800000001"); err == nil {
						sent.Add(1)
					}
				})
			}
			wg.Wait()
			h.clock.Advance(61 * time.Second)
		}
		if sent.Load() != 10 {
			t.Fatalf("%d codes were sent in a day, want 10", sent.Load())
		}
	})
}

func TestWeChat(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		first, err := h.SignInByWeChat(ctx, h.wx.IssueCode("openid-1"))
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				again, err := h.SignInByWeChat(ctx, h.wx.IssueCode("openid-1"))
				if err != nil || again.Person.ID != first.Person.ID {
					t.Errorf("%v %v", again.Person, err)
				}
			})
		}
		wg.Wait()
		if _, err := h.SignInByWeChat(ctx, "err:40226"); code(err) != "identity.wechat_risk" {
			t.Fatalf("a high-risk account: %v", err)
		}
		if _, err := h.SignInByWeChat(ctx, "err:40029"); code(err) != "identity.wechat_refused" {
			t.Fatalf("a wrong code: %v", err)
		}
	})
}

func TestOneNewAccountAtOnceIsOnePerson(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		var mu sync.Mutex
		people := map[string]bool{}
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				in, err := h.SignInByWeChat(ctx, h.wx.IssueCode("fresh"))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				people[in.Person.ID] = true
				mu.Unlock()
			})
		}
		wg.Wait()
		if len(people) != 1 {
			t.Fatalf("one WeChat account became %d persons", len(people))
		}
	})
}

func TestAppointing(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		admin, link, err := h.Appoint(ctx, identity.Appointment{Name: "管理员", Email: "Admin@Example.cn", Grant: identity.Grant{Role: identity.Admin, Campaign: "*"}})
		if err != nil || admin.Email != "admin@example.cn" {
			t.Fatalf("%+v %v", admin, err)
		}
		token := link[len(link)-43:]
		in, err := h.SignInByLink(ctx, token)
		if err != nil || in.Person.ID != admin.ID {
			t.Fatal(err)
		}
		if _, err := h.SignInByLink(ctx, token); code(err) != "identity.link_used" {
			t.Fatalf("a link worked twice: %v", err)
		}
		request := func(p identity.Person) context.Context {
			return audit.With(identity.With(ctx, p), audit.Actor{ID: p.ID, Name: p.Name, Role: "x"})
		}
		organiser, _, err := h.Appoint(request(admin), identity.Appointment{Name: "周启明", Phone: "13800000002", Grant: identity.Grant{Role: identity.Organiser, Campaign: "hebei-2020"}})
		if err != nil {
			t.Fatal(err)
		}
		judge := identity.Appointment{Name: "孟怀远", Phone: "13800000003", Grant: identity.Grant{Role: identity.Judge, Campaign: "hebei-2020"}}
		if _, _, err := h.Appoint(request(organiser), judge); err != nil {
			t.Fatalf("an organiser may appoint judges of the campaign: %v", err)
		}
		judge.Grant.Campaign = "henan-2025"
		if _, _, err := h.Appoint(request(organiser), judge); code(err) != "identity.forbidden" {
			t.Fatalf("but not of another: %v", err)
		}
		self := identity.Appointment{Name: "周启明", Phone: "13800000002", Grant: identity.Grant{Role: identity.Admin, Campaign: "*"}}
		if _, _, err := h.Appoint(request(organiser), self); code(err) != "identity.forbidden" {
			t.Fatalf("nor make themselves administrator: %v", err)
		}
		if err := h.Dismiss(request(admin), admin.ID, identity.Grant{Role: identity.Admin, Campaign: "*"}); code(err) != "identity.last_admin" {
			t.Fatalf("the last administrator left: %v", err)
		}
	})
}

func TestTheSandboxIsShutUnlessOpened(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		if _, err := h.SignInAs(ctx, "nobody"); code(err) != "identity.sandbox_off" {
			t.Fatalf("an unknown persona: %v", err)
		}
		in, err := h.SignInAs(ctx, "screener")
		if err != nil || !in.Person.Holds("hebei-2020", identity.Screener) {
			t.Fatalf("%+v %v", in.Person, err)
		}
		shut := identity.New(h.db, &audit.Log{}, &notify.Sender{}, nil, identity.Options{})
		if _, err := shut.SignInAs(ctx, "screener"); code(err) != "identity.sandbox_off" {
			t.Fatalf("a shut sandbox let somebody in: %v", err)
		}
	})
}

func TestRolesHoldInTheirCampaign(t *testing.T) {
	p := identity.Person{Roles: []identity.Grant{{Role: identity.Organiser, Campaign: "a"}}}
	admin := identity.Person{Roles: []identity.Grant{{Role: identity.Admin, Campaign: identity.Everywhere}}}
	for _, c := range []struct {
		p        identity.Person
		campaign string
		role     identity.Role
		want     bool
	}{
		{p, "a", identity.Organiser, true}, {p, "b", identity.Organiser, false}, {p, "a", identity.Screener, false}, {p, "*", identity.Organiser, false},
		{admin, "a", identity.Organiser, true}, {admin, "a", identity.Judge, false}, {admin, "a", identity.Auditor, false}, {admin, "*", identity.Admin, true},
	} {
		if got := c.p.Holds(c.campaign, c.role); got != c.want {
			t.Errorf("%v holds %s in %s: %v", c.p.Roles, c.role, c.campaign, got)
		}
	}
}

func TestCookieAndBearerOverHTTP(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		in, err := h.SignInAs(ctx, "author")
		if err != nil {
			t.Fatal(err)
		}
		mux := http.NewServeMux()
		h.Routes(web.NewAPI(mux, "test"), mux)
		mux.HandleFunc("GET /who", func(w http.ResponseWriter, r *http.Request) {
			p, _ := identity.By(r.Context())
			_, _ = w.Write([]byte(p.Name))
		})
		handler := web.Handler(mux, web.Options{Who: h.Middleware})
		ask := func(set func(*http.Request)) string {
			r := httptest.NewRequest("GET", "/who", nil)
			set(r)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			return w.Body.String()
		}
		for name, set := range map[string]func(*http.Request){
			"cookie": func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "saiying_session", Value: in.Token}) },
			"bearer": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+in.Token) },
		} {
			if got := ask(set); got != "林晓岚" {
				t.Errorf("%s: %q", name, got)
			}
		}
		if got := ask(func(r *http.Request) { r.Header.Set("Authorization", "Bearer nonsense") }); got != "" {
			t.Errorf("a made-up token is %q", got)
		}
		if err := h.SignOut(ctx, in.Token); err != nil {
			t.Fatal(err)
		}
		if got := ask(func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+in.Token) }); got != "" {
			t.Errorf("after signing out the token is still %q", got)
		}
	})
}

func code(err error) string {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

// A process remembers for seconds whom it recognised: what it changes itself counts at once, what another one changes a little later.
func TestWhoWasRecognisedIsNotRememberedTooLong(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, h house) {
		in, err := h.SignInAs(ctx, "screener")
		if err != nil {
			t.Fatal(err)
		}
		screener := identity.Grant{Role: identity.Screener, Campaign: "*"}
		other := identity.New(h.db, &audit.Log{}, &notify.Sender{}, nil, identity.Options{})
		holds := func(s *identity.Service) bool {
			t.Helper()
			p, ok, err := s.Recognise(ctx, in.Token)
			if err != nil || !ok {
				t.Fatalf("recognised %v, %v", ok, err)
			}
			return p.Holds("hebei-2020", identity.Screener)
		}
		if !holds(h.Service) || !holds(other) {
			t.Fatal("a screener is none")
		}
		if err := h.Dismiss(ctx, in.Person.ID, screener); err != nil {
			t.Fatal(err)
		}
		if holds(h.Service) {
			t.Error("the role counts where it was taken away")
		}
		h.clock.Advance(3 * time.Second)
		if holds(other) {
			t.Error("the role counts elsewhere after three seconds")
		}
		if err := h.SignOut(ctx, in.Token); err != nil {
			t.Fatal(err)
		}
		if _, ok, err := h.Recognise(ctx, in.Token); ok || err != nil {
			t.Errorf("signed out and recognised: %v, %v", ok, err)
		}
		again, err := h.SignInAs(ctx, "author")
		if err != nil {
			t.Fatal(err)
		}
		in = again
		_ = holds(h.Service)
		h.clock.Advance(again.Expires.Sub(h.clock.Now()) - time.Second)
		_ = holds(h.Service)
		h.clock.Advance(2 * time.Second)
		if _, ok, err := h.Recognise(ctx, in.Token); ok || err != nil {
			t.Errorf("a session that is over: %v, %v", ok, err)
		}
	})
}
