package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"saiying/internal/app"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	smsdouble "saiying/internal/platform/notify/double"
	"saiying/internal/platform/wechat/double"
)

// stage is the program as the world meets it: its address, a clock to move, and the doubles of WeChat and the message gateway.
type stage struct {
	t     *testing.T
	url   string
	app   *app.App
	clock *clock.Fixed
	wx    *double.Server
	sms   *smsdouble.Gateway
}

var shanghai = time.FixedZone("CST", 8*3600)

// at is a time of the campaign's zone: at("2020-10-20 09:00").
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func open(t *testing.T, engine db.Engine, now time.Time) *stage {
	t.Helper()
	s := &stage{t: t, clock: clock.NewFixed(now), wx: double.New(double.Options{AppID: "app", Secret: "secret", Official: double.Official{AppID: "pages", Secret: "secret"}}), sms: smsdouble.StartGateway()}
	t.Cleanup(s.sms.Close)
	s.wx.Bind(true, true)
	wx := httptest.NewServer(s.wx)
	t.Cleanup(wx.Close)
	data := t.TempDir()
	a, err := app.Open(context.Background(), app.Config{
		Version: "test", Data: data, Database: dbtest.DSN(t, engine), Blobs: blob.Config{Address: "file:" + filepath.Join(data, "blobs")}, PublicURL: "https://saiying.example.cn",
		WeChatAppID: "app", WeChatSecret: "secret", OfficialAppID: "pages", OfficialSecret: "secret", WeChatBase: wx.URL, SMS: s.sms.URL + "?key=k&sign=s&template=t", Clock: s.clock,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	s.app, s.url = a, server.URL
	return s
}

// settle waits until every job is done.
func (s *stage) settle() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	if err := s.app.Settle(ctx); err != nil {
		s.t.Fatal(err)
	}
}

// visitor speaks with the server as one person does.
type visitor struct {
	*stage
	token string
}

// reply is an answer of the server.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// Do sends one request. body may be nil, a []byte, or anything that marshals to JSON.
func (v visitor) do(method, path string, body any, header ...string) reply {
	var r io.Reader
	kind := ""
	switch b := body.(type) {
	case nil:
	case []byte:
		r = bytes.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			v.t.Error(err)
		}
		r, kind = bytes.NewReader(raw), "application/json"
	}
	if !strings.HasPrefix(path, "http") {
		path = v.url + path
	}
	q, err := http.NewRequest(method, path, r)
	if err != nil {
		v.t.Error(err)
		return reply{}
	}
	if kind != "" {
		q.Header.Set("Content-Type", kind)
	}
	if v.token != "" {
		q.Header.Set("Authorization", "Bearer "+v.token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		v.t.Error(err)
		return reply{}
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Error(err)
	}
	return reply{res.StatusCode, res.Header, raw}
}

// ask sends a request that must be answered with status, and reads the answer into out, which may be nil.
func (v visitor) ask(status int, method, path string, body, out any, header ...string) reply {
	v.t.Helper()
	r := v.do(method, path, body, header...)
	if r.status != status {
		v.t.Fatalf("%s %s answered %d, want %d: %s", method, path, r.status, status, r.body)
	}
	for _, null := range nulls.FindAllSubmatch(r.body, -1) { // the description promises lists and objects; a page counts on them
		if name := string(null[1]); !slices.Contains(mayBeNull, name) {
			v.t.Errorf("%s %s answered %s null", method, path, name)
		}
	}
	if out != nil {
		if err := json.Unmarshal(r.body, out); err != nil {
			v.t.Fatalf("%s %s: %v in %s", method, path, err, r.body)
		}
	}
	return r
}

var nulls = regexp.MustCompile(`"(\w+)":null`)

// mayBeNull: the person of a session that nobody holds; what a film says of AI, and when a finding was, where neither is known.
var mayBeNull = []string{"person", "aigc", "at_s"}

// refused sends a request that must be refused with the code, and returns the sentence.
func (v visitor) refused(code, method, path string, body any, header ...string) string {
	v.t.Helper()
	r := v.do(method, path, body, header...)
	var p struct{ Code, Detail string }
	if err := json.Unmarshal(r.body, &p); err != nil || p.Code != code || r.status < 400 {
		v.t.Fatalf("%s %s answered %d %s, want the refusal %s", method, path, r.status, r.body, code)
	}
	if p.Detail == "" {
		v.t.Errorf("%s refuses without a sentence", code)
	}
	return p.Detail
}

type session struct {
	Token  string
	Person struct{ ID, Name string }
}

// byPhone signs in with the code that the gateway was given.
func (s *stage) byPhone(phone string) (visitor, session) {
	s.t.Helper()
	v := visitor{stage: s}
	v.ask(202, "POST", "/api/v1/sessions/code", map[string]string{"channel": "phone", "to": phone}, nil)
	sent := s.sms.Taken()
	var in session
	v.ask(201, "POST", "/api/v1/sessions", map[string]string{"channel": "phone", "to": phone, "code": sent[len(sent)-1].Params["code"]}, &in)
	v.token = in.Token
	return v, in
}

// byWeChat signs in as the mini program does.
func (s *stage) byWeChat(openid string) visitor {
	v := visitor{stage: s}
	var in session
	v.ask(201, "POST", "/api/v1/sessions/wechat", map[string]string{"code": s.wx.IssueCode(openid)}, &in)
	v.token = in.Token
	return v
}

// onPage signs in as a page does that is open in WeChat.
func (s *stage) onPage(user string) visitor {
	s.t.Helper()
	in, err := s.app.Identity.SignInByPage(context.Background(), s.wx.IssuePageCode(user))
	if err != nil {
		s.t.Fatal(err)
	}
	return visitor{s, in.Token}
}

// byLink signs in by an appointment's one-time link.
func (s *stage) byLink(link string) visitor {
	s.t.Helper()
	v := visitor{stage: s}
	var in session
	v.ask(201, "POST", "/api/v1/sessions/link", map[string]string{"token": link[strings.LastIndex(link, "=")+1:]}, &in)
	v.token = in.Token
	return v
}

// upload sends a film in pieces by the tus protocol and returns the asset's id.
func (v visitor) upload(campaign, name string, film []byte, pieces int) string {
	v.t.Helper()
	meta := func(k, s string) string { return k + " " + base64.StdEncoding.EncodeToString([]byte(s)) }
	r := v.ask(201, "POST", "/api/v1/uploads/", nil, nil, "Tus-Resumable", "1.0.0", "Upload-Length", strconv.Itoa(len(film)),
		"Upload-Metadata", strings.Join([]string{meta("campaign", campaign), meta("filename", name), meta("filetype", "video/mp4")}, ","))
	place := r.header.Get("Location")
	if i := strings.Index(place, "/api/"); i > 0 {
		place = place[i:]
	}
	for i := range pieces {
		from, to := len(film)*i/pieces, len(film)*(i+1)/pieces
		v.ask(204, "PATCH", place, film[from:to], nil, "Tus-Resumable", "1.0.0", "Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(from))
	}
	return place[strings.LastIndex(place, "/")+1:]
}

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// clip makes a small real film: seconds long, of the given size, with a tone.
func clip(t *testing.T, seconds, width, height, tone int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "clip.mp4")
	cmd := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("gradients=s=%dx%d:d=%d:r=10:seed=%d", width, height, seconds, tone),
		"-f", "lavfi", "-i", fmt.Sprintf("sine=f=%d:d=%d", tone, seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", "-movflags", "+faststart", path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg (on Debian: apt-get install ffmpeg): %v: %s", err, out)
	}
	return readFile(t, path)
}
