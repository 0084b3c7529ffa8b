package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"saiying/internal/platform/clock"
	platform "saiying/internal/platform/web"
)

// api answers a few paths with files of testdata/api, as the rooms would.
func api(t *testing.T) http.Handler {
	t.Helper()
	answers := map[string]string{}
	raw, err := os.ReadFile("testdata/api.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for path, body := range all {
		answers[path] = string(body)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := answers[strings.TrimPrefix(r.URL.RequestURI(), "/api/v1")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(body))
	})
}

var manifest = fstest.MapFS{
	"dist/public.json": {Data: []byte(`{
		"index.html": {"file": "assets/index.js", "isEntry": true, "imports": ["_core"], "css": ["assets/index.css"]},
		"_core": {"file": "assets/core.js"},
		"src/locale/en.json": {"file": "assets/en.js"},
		"src/rooms/showcase/Work.vue": {"file": "assets/Work.js", "imports": ["_core"]}}`)},
	"dist/assets/core.js": {Data: []byte("export {}")},
	"dist/console.html":   {Data: []byte("<title>console</title>")},
}

func site(t *testing.T) http.Handler {
	t.Helper()
	now := time.Date(2020, 12, 3, 21, 0, 0, 0, beijing)
	s, err := New(manifest, Options{API: api(t), Clock: clock.NewFixed(now), PublicURL: "https://saiying.example.cn"})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Routes(mux)
	return platform.Handler(mux, platform.Options{})
}

func get(t *testing.T, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	site(t).ServeHTTP(w, r)
	return w
}

func TestFirstScreens(t *testing.T) {
	for _, c := range []struct {
		path   string
		status int
		want   []string
	}{
		{"/c/hebei-2020", 200, []string{
			"<title>“奋进2020·河北有我”网络短视频创作征集活动 · 赛映</title>", "<span>奋进2020</span><span>河北有我</span>", "作品评选（网络投票）进行中",
			`<b>7</b><span>天</span> <b>03</b>`, `<meta property="og:image" content="https://saiying.example.cn/media/a/poster.jpg">`, `<span class="nb">12月10日</span><span class="nb">24时</span>截止`, `<a class="call call--go" href="/c/hebei-2020/works"><b>投票`,
			"12月中旬", ".justified&gt;:nth-child(1){--g:1.778}", `"/campaigns/hebei-2020/entries?sort=newest":`, `href="/c/hebei-2020/works/HB20-0137"`,
		}},
		{"/c/hebei-2020/works", 200, []string{"入围作品", `<img src="/media/a/poster.jpg" width="1080" height="1920" alt="" loading="eager"`, "--k2:0;--a2:0", `src="/visual/03/square.svg"`, "2:58", "3106</b>票"}},
		{"/c/hebei-2020/works/HB20-0137", 200, []string{`<meta property="og:image" content="https://saiying.example.cn/media/a/poster.jpg">`, ".player{--rn:0.5625}", `href="/assets/Work.js"`, "《雪落白石乡》", "&lt;b&gt;"}},
		{"/c/hebei-2020/works/nobody", 404, []string{"没有这个页面"}},
		{"/c/hebei-2020/ranking", 200, []string{`截至<span class="nb">12月3日</span><span class="nb">20时</span>`, "麦子认得路"}},
		{"/c/hebei-2020/publicity", 200, []string{"还没有公示"}},
		{"/c/hebei-2020/enter", 200, []string{"报名 · 奋进2020·河北有我", `class="skel`}},
		{"/c/none", 404, []string{"没有这个页面"}},
		{"/verify/SY7K4M2Q", 200, []string{"有效", `<span class="nb">2020年12月30日</span>`, "noindex"}},
		{"/verify/VOID0001", 200, []string{"已撤销", "改以团队名义另行发证"}},
		{"/me", 200, []string{"我的 · 赛映"}},
		{"/console/anything", 200, []string{"console"}},
		{"/visual/hebei-2020/tall.svg?brand=C8321F", 200, []string{"<svg"}},
		{"/visual/hebei-2020/round.svg", 404, nil},
		{"/assets/core.js", 200, []string{"export"}},
		{"/assets/gone.js", 404, nil},
		{"/nowhere", 404, []string{"没有这个页面"}},
	} {
		w := get(t, c.path)
		if w.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.path, w.Code, c.status)
		}
		body := w.Body.String()
		for _, want := range c.want {
			if !strings.Contains(body, want) && !strings.Contains(strings.ReplaceAll(body, ">:nth", "&gt;:nth"), want) {
				t.Errorf("%s lacks %q\n%s", c.path, want, body)
			}
		}
	}
}

// Figures that are late, banded or not shown are drawn as such, before any script runs.
func TestRankingAsFarAsItIsShown(t *testing.T) {
	body := get(t, "/c/wangbei-banded/ranking").Body.String()
	for _, want := range []string{`票数为<span class="nb">10分钟</span>前的数字`, "只显示票数达到的档次", "<b>20,000&#43;</b>", "<b>不足100</b>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the banded ranking lacks %q\n%s", want, body)
		}
	}
	body = get(t, "/c/wangbei-order/ranking").Body.String()
	if !strings.Contains(body, `<span class="no no--top">1</span>`) || strings.Contains(body, `class="v"`) || strings.Contains(body, "档次") || strings.Contains(body, "分钟") {
		t.Errorf("the ranking without votes\n%s", body)
	}
}

func TestOnlyContestIsHome(t *testing.T) {
	if w := get(t, "/?lang=en"); w.Code != http.StatusFound || w.Header().Get("Location") != "/c/hebei-2020?lang=en" {
		t.Errorf("/ answers %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestLanguages(t *testing.T) {
	w := get(t, "/c/hebei-2020?lang=en")
	for _, want := range []string{`<html lang="en">`, "Now: 作品评选（网络投票）", `Closes <span class="nb">10</span> Dec, <span class="nb">24:00</span>.`, `href="/assets/en.js"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("English page lacks %q", want)
		}
	}
	if c := w.Result().Cookies(); len(c) != 1 || c[0].Value != "en" {
		t.Errorf("the choice is not remembered: %v", c)
	}
	if got := get(t, "/c/hebei-2020", "Cookie", "saiying_lang=en").Body.String(); !strings.Contains(got, `lang="en"`) {
		t.Error("the cookie is not obeyed")
	}
	if got := get(t, "/c/hebei-2020", "Accept-Language", "en-GB").Body.String(); !strings.Contains(got, `lang="en"`) {
		t.Error("the browser's language is not obeyed")
	}
}

// No script but ours, no style but by nonce, and nothing a film is called can end an element.
func TestPolicy(t *testing.T) {
	for _, path := range []string{"/c/hebei-2020", "/c/hebei-2020/works", "/c/hebei-2020/works/HB20-0137", "/verify/VOID0001"} {
		w := get(t, path)
		csp, body := w.Header().Get("Content-Security-Policy"), w.Body.String()
		nonce := regexp.MustCompile(`'nonce-([^']+)'`).FindStringSubmatch(csp)
		if nonce == nil || !strings.Contains(body, `<style nonce="`+nonce[1]+`">`) || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if regexp.MustCompile(` style="| on\w+="|javascript:`).MatchString(body) {
			t.Errorf("%s carries inline style or script", path)
		}
		if n := strings.Count(body, "</script>"); n != 2 {
			t.Errorf("%s has %d script elements, want 2", path, n)
		}
		if strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: the template refused a value", path)
		}
	}
}

func TestWithoutABuild(t *testing.T) {
	s, err := New(fstest.MapFS{"dist/.gitkeep": {}}, Options{API: api(t)})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Routes(mux)
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/c/hebei-2020/works", nil))
	if w.Code != 200 || !strings.Contains(w.Body.String(), "雪落白石乡") {
		t.Errorf("without a build: %d", w.Code)
	}
}
