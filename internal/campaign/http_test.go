package campaign

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/dbtest"
	"saiying/internal/platform/web"
)

// door is the room's API as one person meets it.
type door struct {
	t   *testing.T
	mux *http.ServeMux
	ctx context.Context
}

func openDoor(t *testing.T) (door, *clock.Fixed) {
	t.Helper()
	at := clock.NewFixed(beijingTime("2020-11-01 10:00:00"))
	d := dbtest.Open(t, db.SQLite, at)
	if err := db.Migrate(context.Background(), d, "audit", audit.Schema); err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(context.Background(), d, "campaign", Schema); err != nil {
		t.Fatal(err)
	}
	s := New(d, &audit.Log{}, at)
	s.Counts = func(context.Context, *db.Tx, string) (Counts, error) { return Counts{Entries: 7, Shortlisted: 3}, nil }
	mux := http.NewServeMux()
	s.Routes(web.NewAPI(mux, "test"), mux)
	return door{t, mux, context.Background()}, at
}

func (d door) as(role identity.Role, campaign string) door {
	p := identity.Person{ID: "p1", Name: "周启明", Roles: []identity.Grant{{Role: role, Campaign: campaign}}}
	d.ctx = audit.With(identity.With(d.ctx, p), audit.Actor{ID: p.ID, Name: p.Name, Role: string(role)})
	return d
}

// ask sends a request and reads the JSON answer.
func (d door) ask(want int, method, path string, body any) map[string]any {
	d.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(d.ctx, method, "/api/v1"+path, strings.NewReader(string(text)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.mux.ServeHTTP(w, r)
	if w.Code != want {
		d.t.Fatalf("%s %s: %d, want %d: %s", method, path, w.Code, want, w.Body)
	}
	var answer map[string]any
	if strings.Contains(w.Header().Get("Content-Type"), "json") {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			d.t.Fatal(err)
		}
	} else {
		answer = map[string]any{"text": w.Body.String(), "disposition": w.Header().Get("Content-Disposition")}
	}
	return answer
}

// same compares an answer's part with the JSON it should be.
func same(t *testing.T, what string, got any, want string) {
	t.Helper()
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != want {
		t.Errorf("%s:\ngot  %s\nwant %s", what, b, want)
	}
}

func (d door) withHebei() door {
	d.as(identity.Admin, "*").ask(201, "POST", "/console/campaigns", map[string]string{
		"yaml": string(file(d.t, "hebei-2020.yaml")), "decisions_yaml": string(file(d.t, "hebei-2020.decisions.yaml"))})
	return d.as(identity.Organiser, "hebei-2020")
}

func TestPublicViewIsTheContract(t *testing.T) {
	d, at := openDoor(t)
	d.withHebei()
	v := d.ask(200, "GET", "/campaigns/hebei-2020", nil)
	keys := make([]string, 0, len(v))
	for k := range v {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	same(t, "keys", keys, `["brand","contacts","counts","declarations","doors","entry_open","form","highlights","host_groups","hosts","key","next_phase","notice","one_door","open_points","phase","phases","prizes","purpose","rounds","rules","short_title","slogan","taxonomies","title","upload","version","voting","zone"]`)
	same(t, "phase", v["phase"], `{"closes_at":"2020-11-16T00:00:00+08:00","key":"collection","kind":"collection","label":"作品创作与征集","opens_at":"2020-10-15T00:00:00+08:00","precision":"day","says":"作品创作与征集（10月15日至11月15日）","state":"current"}`)
	same(t, "next", v["next_phase"].(map[string]any)["key"], `"screening"`)
	same(t, "counts", v["counts"], `{"entries":7,"shortlisted":3}`)
	same(t, "first prize", v["prizes"].([]any)[0], `{"key":"first","label":"一等奖","quota":5}`)
	same(t, "synopsis", v["form"].([]any)[5], `{"hint":"故事梗概、作品风格等，200字以内","key":"synopsis","label":"文字说明","max_chars":200,"personal":false,"required":true,"type":"long_text"}`)
	same(t, "rule", v["rules"].([]any)[0], `{"by":["machine"],"clause":"四、1","key":"duration","label":"时长不超过3分钟","level":"error","mend":"请剪短后重新上传。","says":"时长不超过3分钟。"}`)
	same(t, "voting", v["voting"], `{"channel":"wechat_miniprogram","channel_label":"微信小程序","closes_at":"2020-12-11T00:00:00+08:00","open":false,"opens_at":"2020-11-26T00:00:00+08:00","per_day":10,"per_work_per_day":10,"phase":"vote","says":"每个微信账号每日最多可投10票，可一个作品投10票，也可多个作品共投10票。","show_ranking":false,"show_votes":false}`)
	same(t, "upload", v["upload"], `{"accept":"video/mp4,video/quicktime,video/*","max_bytes":2147483648}`)
	same(t, "entry_open", v["entry_open"], `true`)
	at.Set(beijingTime("2020-11-27 09:00:00"))
	v = d.ask(200, "GET", "/campaigns/hebei-2020", nil)
	if vote := v["voting"].(map[string]any); vote["open"] != true || vote["show_votes"] != true || v["entry_open"] != false {
		t.Errorf("during the vote: %v, entry_open %v", vote, v["entry_open"])
	}
	list := d.ask(200, "GET", "/campaigns", nil)
	same(t, "hosts", list["items"].([]any)[0].(map[string]any)["hosts"], `["省委网信办","省教育厅","省总工会","团省委"]`)
	d.ask(404, "GET", "/campaigns/nobody", nil)
}

func TestConsoleIsForStaff(t *testing.T) {
	d, _ := openDoor(t)
	organiser := d.withHebei()
	d.ask(401, "GET", "/console/campaigns/hebei-2020", nil)
	d.as(identity.Organiser, "henan-2025").ask(403, "GET", "/console/campaigns/hebei-2020", nil)
	d.as(identity.Auditor, "hebei-2020").ask(200, "GET", "/console/campaigns/hebei-2020", nil)
	d.as(identity.Auditor, "hebei-2020").ask(403, "POST", "/console/campaigns/hebei-2020/decisions", map[string]any{"set": []any{}})
	organiser.ask(403, "POST", "/console/campaigns", map[string]string{"yaml": "x"})
	mine := d.as(identity.Screener, "henan-2025").ask(200, "GET", "/console/campaigns", nil)
	same(t, "not mine", mine["items"], `[]`)
}

func TestConsoleFileShowsWhatIsOpen(t *testing.T) {
	d, _ := openDoor(t)
	f := d.withHebei().ask(200, "GET", "/console/campaigns/hebei-2020", nil)
	if f["yaml"] != string(file(t, "hebei-2020.yaml")) {
		t.Error("the file came back changed")
	}
	kinds := map[string]any{}
	for _, o := range f["open"].([]any) {
		o := o.(map[string]any)
		kinds[o["path"].(string)] = o["kind"]
		if o["path"] == "final.weights" {
			same(t, "weights", o, `{"blocks":"评奖","decided":true,"kind":"weights","label":"最终成绩 · 合成权重","locked":false,"options":[{"key":"expert","label":"专家评审"},{"key":"votes","label":"网络投票"}],"path":"final.weights","says":"投票和专家评审各占多少，没有写明。","value":{"expert":0.7,"votes":0.3}}`)
		}
	}
	for path, kind := range map[string]string{"rounds.expert.criteria": "criteria", "voting.show_votes": "choice", "publicity.days": "number", "voting.invalid": "text", "final.tie": "yaml"} {
		if kinds[path] != kind {
			t.Errorf("%s is edited as %v, want %s", path, kinds[path], kind)
		}
	}
	says := map[string]any{}
	for _, x := range f["decisions"].([]any) {
		x := x.(map[string]any)
		says[x["path"].(string)] = x["value_says"]
	}
	for path, want := range map[string]string{
		"rounds.expert.criteria": "主题内容0.4、制作水平0.25、创新0.2、传播力0.15",
		"voting.show_votes":      "实时",
		"voting.freeze_before":   "专家评审",
		"final.tie":              "专家评审分、权重最高指标的得分、不去高低分的平均分、共同评委多数、组委会评议",
		"award_policy.groups":    "grade（一等奖、二等奖、三等奖、优秀奖）",
		"phases.publicity":       "开始2020-12-24、结束2020-12-30",
		"rounds.expert.trim":     "去最高分个数1、去最低分个数1、评委几人以上5",
		"rounds.expert.blind":    "不显示作者：是、不显示票数：是",
	} {
		if says[path] != want {
			t.Errorf("%s says %v, want %s", path, says[path], want)
		}
	}
	text := d.as(identity.Organiser, "hebei-2020").ask(200, "GET", "/console/campaigns/hebei-2020/file", nil)
	if text["text"] != string(file(t, "hebei-2020.yaml")) || text["disposition"] != `attachment; filename="hebei-2020.yaml"` {
		t.Errorf("download: %v", text["disposition"])
	}
}

func TestEditPreviewAndCorrect(t *testing.T) {
	d, _ := openDoor(t)
	organiser := d.withHebei()
	path := "/console/campaigns/hebei-2020"
	edited := organiser.ask(200, "POST", path+"/edit", map[string]any{"set": []any{
		map[string]any{"path": "phases.collection.close", "value": "2020-11-20"},
		map[string]any{"path": "phases.screening.open", "value": "2020-11-21"},
	}})
	same(t, "faults", edited["faults"], `[]`)
	if n := len(edited["changes"].([]any)); n != 2 {
		t.Fatalf("%d changes", n)
	}
	text := edited["yaml"].(string)
	refused := organiser.ask(409, "PUT", path, map[string]any{"yaml": text})
	same(t, "code", refused["code"], `"campaign.version_unchanged"`)
	saved := organiser.ask(200, "PUT", path, map[string]any{"yaml": text, "corrects": "征集延期五天"})
	same(t, "version", saved["version"], `2`)
	versions := saved["versions"].([]any)
	same(t, "corrects", versions[0].(map[string]any)["corrects"], `"征集延期五天"`)
	if !strings.Contains(saved["yaml"].(string), "# 活动文件：") {
		t.Error("the comments are gone")
	}
	faulty := organiser.ask(200, "POST", path+"/preview", map[string]any{"yaml": strings.Replace(text, "quota: 5", "quota: 五", 1)})
	same(t, "fault", faulty["faults"].([]any)[0].(map[string]any)["message"], `"“quota”要写不小于0的整数，不能写“五”"`)
	check := organiser.ask(200, "POST", "/console/campaigns/check", map[string]any{"yaml": "campaign: x\n"})
	if len(check["faults"].([]any)) < 5 {
		t.Errorf("check found %v", check["faults"])
	}
	decided := organiser.ask(200, "POST", path+"/decisions", map[string]any{"set": []any{
		map[string]any{"path": "publicity.days", "value": 7, "reason": "多公示两天"}}})
	last := decided["decisions"].([]any)[len(decided["decisions"].([]any))-1].(map[string]any)
	same(t, "decision", last["value_says"], `"7"`)
	same(t, "by", last["by"], `"周启明"`)
	organiser.ask(422, "POST", path+"/decisions", map[string]any{"set": []any{map[string]any{"path": "publicity.days", "value": 7}}})
	organiser.ask(422, "POST", path+"/decisions", map[string]any{"set": []any{map[string]any{"path": "voting.per_day", "value": 7, "reason": "x"}}})
	d.as(identity.Admin, "*").ask(409, "POST", "/console/campaigns", map[string]string{"yaml": string(file(t, "hebei-2020.yaml"))})
}
