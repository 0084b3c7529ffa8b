package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"saiying/internal/platform/fault"
)

var errSpent = fault.Define("web_test.spent", fault.Invalid, "今天的{n}票已经投完。", "All {n} votes are used.")

type greeting struct {
	Says string `json:"says"`
}

func serve(t *testing.T) http.Handler {
	t.Helper()
	mux := http.NewServeMux()
	api := NewAPI(mux, "test")
	Get(api, "/hello/{name}", "问好", func(_ context.Context, in *struct {
		Name string `path:"name" maxLength:"5"`
	}) (*Body[greeting], error) {
		return Answer(greeting{"你好，" + in.Name}, nil)
	})
	Post(api, "/votes", "投票", func(_ context.Context, in *struct {
		Body struct {
			Count int `json:"count" minimum:"1"`
		}
	}) (*struct{}, error) {
		if in.Body.Count == 99 {
			return nil, errors.New("secret detail")
		}
		return nil, errSpent.With("n", 10).Rule("daily", "每日最多10票").RetryAfter(90 * time.Second)
	})
	mux.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic("boom") })
	return Handler(mux, Options{Registry: prometheus.NewRegistry()})
}

func ask(h http.Handler, method, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func problem(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("%d %s: %v", w.Code, w.Body, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("an error has the content type %q", got)
	}
	return p
}

func TestProblems(t *testing.T) {
	h := serve(t)
	w := ask(h, "POST", "/api/v1/votes", `{"count":1}`)
	p := problem(t, w)
	if w.Code != 422 || p.Code != "web_test.spent" || p.Detail != "今天的10票已经投完。" || p.Rule.Says != "每日最多10票" || w.Header().Get("Retry-After") != "90" {
		t.Errorf("fault: %d %+v %v", w.Code, p, w.Header())
	}
	if p = problem(t, ask(h, "POST", "/api/v1/votes", `{"count":1}`, "Accept-Language", "en-GB,en;q=0.9")); p.Detail != "All 10 votes are used." {
		t.Errorf("English: %q", p.Detail)
	}
	w = ask(h, "POST", "/api/v1/votes", `{"count":99}`)
	if p = problem(t, w); w.Code != 500 || p.Code != "internal" || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("unforeseen: %d %s", w.Code, w.Body)
	}
	w = ask(h, "POST", "/api/v1/votes", `{"count":0}`)
	if p = problem(t, w); w.Code != 422 || p.Code != "request.invalid" || p.Fields["count"] != "数值太小。" {
		t.Errorf("invalid: %d %s", w.Code, w.Body)
	}
	w = ask(h, "POST", "/api/v1/votes", `{"count":`)
	if p = problem(t, w); w.Code != 400 || p.Code != "request.malformed" {
		t.Errorf("malformed: %d %s", w.Code, w.Body)
	}
	if w = ask(h, "GET", "/boom", ""); w.Code != 500 || problem(t, w).Code != "internal" {
		t.Errorf("panic: %d %s", w.Code, w.Body)
	}
	w = ask(h, "POST", "/api/v1/votes", `{"count":1}`, "Sec-Fetch-Site", "cross-site")
	if p = problem(t, w); w.Code != 403 || p.Code != "request.cross_site" {
		t.Errorf("cross-site: %d %s", w.Code, w.Body)
	}
}

func TestETagAndHeaders(t *testing.T) {
	h := serve(t)
	w := ask(h, "GET", "/api/v1/hello/%E5%B2%9A", "")
	tag := w.Header().Get("ETag")
	if w.Code != 200 || tag == "" || !strings.Contains(w.Body.String(), "你好，岚") || w.Header().Get("Content-Security-Policy") == "" {
		t.Fatalf("%d %q %s", w.Code, tag, w.Body)
	}
	if w = ask(h, "GET", "/api/v1/hello/%E5%B2%9A", "", "If-None-Match", tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Fatalf("a kept answer was sent again: %d %s", w.Code, w.Body)
	}
}

func TestDescriptionAndDocs(t *testing.T) {
	h := serve(t)
	for path, want := range map[string]string{
		"/api/openapi.json": `"/api/v1/hello/{name}"`,
		"/api/docs":         "web_test.spent",
	} {
		w := ask(h, "GET", path, "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d without %q", path, w.Code, want)
		}
		if path == "/api/docs" && strings.Contains(w.Body.String(), "https://") {
			t.Errorf("%s refers to another site", path)
		}
	}
}

func TestLimitAnswersWithAWait(t *testing.T) {
	h := Handler(Limit(2, time.Minute, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})), Options{})
	for i, want := range []int{200, 200, 429} {
		if w := ask(h, "GET", "/", ""); w.Code != want || (want == 429 && w.Header().Get("Retry-After") != "30") {
			t.Fatalf("request %d: %d %v, want %d", i, w.Code, w.Header(), want)
		}
	}
}

func TestSchemaNamesCarryTheRoom(t *testing.T) {
	if got := schemaName(reflect.TypeFor[List[greeting]](), ""); got != "WebListWebGreeting" {
		t.Fatalf("got %q", got)
	}
}
