package entry_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"saiying/internal/entry"
	"saiying/internal/platform/sheet"
)

// call makes a request as a person and decodes the answer into out, if there is one to decode into.
func (s *stage) call(method, path, person, role string, body, out any, want int) {
	s.t.Helper()
	var b bytes.Buffer
	if body != nil {
		must(s.t, json.NewEncoder(&b).Encode(body))
	}
	r, err := http.NewRequest(method, s.url+"/api/v1"+path, &b)
	must(s.t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Person", person)
	r.Header.Set("X-Role", role)
	resp, err := http.DefaultClient.Do(r)
	must(s.t, err)
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	must(s.t, err)
	if resp.StatusCode != want {
		s.t.Fatalf("%s %s: %d %s, want %d", method, path, resp.StatusCode, answer, want)
	}
	switch out := out.(type) {
	case nil:
	case *[]byte:
		*out = answer
	default:
		if err := json.Unmarshal(answer, out); err != nil {
			s.t.Fatalf("%s: %v", answer, err)
		}
	}
}

func TestTheAuthorsRoutes(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		var m entry.Mine
		s.call("POST", "/campaigns/hebei-2020/entries", "", "", map[string]any{"door": "web", "fields": map[string]string{}, "topics": []string{}, "declarations": []string{}}, nil, 401)
		s.call("POST", "/campaigns/hebei-2020/entries", "lin", "", map[string]any{"door": "web", "fields": map[string]string{"title": "雪落白石乡"}, "topics": []string{}, "declarations": []string{}}, &m, 201)
		if m.State != "draft" || m.Number != "" || m.Asset != nil || m.Receipt != nil || m.Ask == nil || m.Ask.Act != "submit" || words(m.Can) != "edit replace submit delete" {
			t.Fatalf("%+v %v", m, m.Can)
		}
		mine := "/my/entries/" + m.ID
		s.call("GET", mine, "wang", "", nil, nil, 404)
		s.call("PUT", mine, "lin", "", form("13800000001"), &m, 200)
		s.call("PUT", mine+"/file", "lin", "", map[string]string{"asset": s.film(as("lin"))}, &m, 200)
		var problem struct {
			Code   string            `json:"code"`
			Fields map[string]string `json:"fields"`
		}
		f := form("13800000001")
		f.Fields["synopsis"] = strings.Repeat("雪", 201)
		s.call("PUT", mine, "lin", "", f, &problem, 422)
		if problem.Code != "entry.incomplete" || problem.Fields["synopsis"] != "文字说明不超过200字，现在有201字。" {
			t.Fatalf("%+v", problem)
		}
		s.call("POST", mine+"/submit", "lin", "", nil, &m, 200)
		if m.Number != "0001" || m.Receipt == nil || m.Receipt.Says != "2020年11月1日12时00分收到《雪落白石乡》，编号0001，文件1 KB。" || len(m.Versions) != 1 || !m.Versions[0].Current ||
			words(m.Can) != "replace withdraw" || len(m.Timeline) != 1 || m.Timeline[0].Says != "作品已提交。" {
			t.Fatalf("%+v %+v", m, m.Receipt)
		}
		_, err := s.move(m.ID, entry.Return, entry.Step{Reason: "请剪短。", Reasons: []entry.Reason{{Key: "duration", Says: "时长不超过3分钟。"}}})
		must(t, err)
		s.call("GET", mine, "lin", "", nil, &m, 200)
		if m.State != "returned" || m.Ask == nil || m.Ask.Act != "replace" || len(m.Ask.Reasons) != 2 || m.Ask.Due == nil || m.Timeline[1].By != "组委会" {
			t.Fatalf("%+v %+v", m, m.Ask)
		}
		s.call("POST", mine+"/withdraw", "lin", "", map[string]string{"reason": "另有安排"}, &m, 200)
		if m.State != "withdrawn" || len(m.Can) != 0 {
			t.Fatalf("%+v", m)
		}
		var list struct{ Items []entry.Mine }
		s.call("GET", "/my/entries?campaign=hebei-2020", "lin", "", nil, &list, 200)
		if len(list.Items) != 1 {
			t.Fatalf("%+v", list)
		}
	})
}

func words(verbs []entry.Verb) string {
	all := make([]string, len(verbs))
	for i, v := range verbs {
		all[i] = string(v)
	}
	return strings.Join(all, " ")
}

func TestTheConsolesRoutes(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		e := s.enter("lin", "13800000001")
		draft, err := s.entries.Create(as("lin"), hebei, form("13800000001"))
		must(t, err)
		s.call("GET", "/console/campaigns/hebei-2020/entries", "lin", "", nil, nil, 403)
		s.call("GET", "/console/campaigns/hebei-2020/entries", "j", "judge", nil, nil, 403)
		var page struct {
			Items  []entry.Row
			Counts map[string]int
		}
		s.call("GET", "/console/campaigns/hebei-2020/entries?state=submitted&q=白石&sort=newest", "kou", "screener", nil, &page, 200)
		if len(page.Items) != 1 || page.Items[0].Number != "0001" || page.Counts["submitted"] != 1 || page.Counts["draft"] != 1 {
			t.Fatalf("%+v", page)
		}
		s.call("GET", "/console/campaigns/hebei-2020/entries?state=draft", "kou", "screener", nil, &page, 200)
		for _, r := range page.Items {
			if r.State == "draft" {
				t.Fatal("a draft is shown to staff")
			}
		}
		s.call("GET", "/console/entries/"+draft.ID, "kou", "screener", nil, nil, 404)
		var raw []byte
		s.call("GET", "/console/entries/"+e.ID, "kou", "screener", nil, &raw, 200)
		var file struct {
			Fields   []entry.FieldView
			Findings []entry.Finding
			Asset    struct{ ID string }
		}
		must(t, json.Unmarshal(raw, &file))
		if strings.Contains(string(raw), "13800000001") || strings.Contains(string(raw), "望北县白石乡1号") || file.Findings == nil || file.Asset.ID != e.File.ID {
			t.Fatalf("%s", raw)
		}
		var shown struct{ Value string }
		s.call("POST", "/console/entries/"+e.ID+"/reveal", "kou", "screener", map[string]string{"field": "contact", "why": "核对"}, &shown, 200)
		if shown.Value != "13800000001" {
			t.Fatal(shown)
		}
		s.call("POST", "/console/entries/"+e.ID+"/disqualify", "kou", "screener", map[string]string{"reason": "抄袭"}, nil, 403)
		s.call("POST", "/console/entries/"+e.ID+"/disqualify", "org", "organiser", map[string]string{"reason": "查实抄袭"}, &raw, 200)
		if !strings.Contains(string(raw), "取消资格") {
			t.Fatalf("%s", raw)
		}
		s.call("POST", "/console/campaigns/hebei-2020/entries", "org", "organiser", map[string]any{"door": "media", "fields": form("13800000009").Fields, "topics": []string{},
			"declarations": form("").Declarations, "asset": s.film(as("org", "organiser"))}, &raw, 201)
		if !strings.Contains(string(raw), `"door":"media"`) || !strings.Contains(string(raw), `"number":"0002"`) {
			t.Fatalf("%s", raw)
		}
		s.call("GET", "/console/campaigns/hebei-2020/entries.xlsx", "org", "organiser", nil, &raw, 200)
		rows, err := sheet.Read(bytes.NewReader(raw))
		must(t, err)
		var text strings.Builder
		for _, r := range rows {
			text.WriteString(strings.Join(r, "|") + "\n")
		}
		if !strings.Contains(text.String(), "0001|雪落白石乡|林晓岚|望北县融媒体中心|网页报名|取消资格") || strings.Contains(text.String(), "138") {
			t.Fatalf("%s", text.String())
		}
	})
}
