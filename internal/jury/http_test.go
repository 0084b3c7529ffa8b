package jury_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/jury"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// ask sends a request in somebody's name and reads the answer into out.
func (h *house) ask(as context.Context, method, path, body string, out any) *http.Response {
	h.t.Helper()
	mux := http.NewServeMux()
	h.Routes(web.NewAPI(mux, "test"), mux)
	r := httptest.NewRequestWithContext(as, method, "/api/v1"+path, bytes.NewBufferString(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, r)
	must(h.t, json.Unmarshal(w.Body.Bytes(), out))
	return w.Result()
}

func TestRoundsOverHTTP(t *testing.T) {
	h := build(t, db.SQLite)
	h.notice()
	h.works(2, entry.StateShortlisted)
	h.panel("expert", 3)
	ann := h.as(h.judges[0])
	var problem struct {
		Code, Detail string
		Status       int
		Current      jury.Task
	}
	if r := h.ask(context.Background(), "GET", "/judge/rounds", "", &problem); r.StatusCode != 401 || problem.Code != "identity.signed_out" {
		t.Errorf("%d %+v", r.StatusCode, problem)
	}
	if r := h.ask(ann, "POST", "/console/campaigns/hebei-2020/rounds/expert/open", "", &problem); r.StatusCode != 403 {
		t.Errorf("a judge may open a round: %d", r.StatusCode)
	}
	var round jury.RoundView
	if r := h.ask(h.organiser, "POST", "/console/campaigns/hebei-2020/rounds/expert/open", "", &round); r.StatusCode != 200 || round.State != jury.StateOpen || round.Works != 2 {
		t.Fatalf("%d %+v", r.StatusCode, round)
	}
	var rounds struct{ Items []jury.RoundView }
	if r := h.ask(h.organiser, "GET", "/console/campaigns/hebei-2020/rounds", "", &rounds); r.StatusCode != 200 || len(rounds.Items) != 2 || rounds.Items[0].Key != "shortlist" || rounds.Items[0].State != jury.StatePlanned {
		t.Fatalf("%d %+v", r.StatusCode, rounds)
	}
	var desk jury.DeskView
	h.ask(ann, "GET", "/judge/rounds/hebei-2020/expert", "", &desk)
	path := "/judge/tasks/" + desk.Tasks[0].ID
	var saved jury.Task
	if r := h.ask(ann, "PUT", path, `{"scores":{"theme_content":88},"note":"","version":1,"done":false,"watched_s":12}`, &saved); r.StatusCode != 200 || saved.Version != 2 || saved.Scores["theme_content"] != 88 {
		t.Fatalf("%d %+v", r.StatusCode, saved)
	}
	r := h.ask(ann, "PUT", path, `{"scores":{"theme_content":90},"note":"","version":1,"done":false,"watched_s":12}`, &problem)
	if r.StatusCode != 409 || r.Header.Get("Content-Type") != "application/problem+json" || problem.Code != "jury.stale" || problem.Current.Version != 2 || problem.Current.Scores["theme_content"] != 88 {
		t.Errorf("%d %s %+v", r.StatusCode, r.Header.Get("Content-Type"), problem)
	}
	if r := h.ask(h.as(h.judges[1]), "PUT", path, `{"scores":{},"version":2,"done":false}`, &problem); r.StatusCode != 404 {
		t.Errorf("another's sheet: %d", r.StatusCode)
	}
	if r := h.ask(ann, "POST", path+"/recuse", `{"reason":"同乡"}`, &saved); r.StatusCode != 200 || saved.State != jury.SheetRecused {
		t.Errorf("%d %+v", r.StatusCode, saved)
	}
	var duties struct{ Items []jury.DutyView }
	if h.ask(ann, "GET", "/judge/rounds", "", &duties); len(duties.Items) != 1 || duties.Items[0].Assigned != 1 || duties.Items[0].CampaignTitle == "" {
		t.Errorf("%+v", duties)
	}
	var results jury.ResultsView
	if h.ask(h.organiser, "GET", "/console/campaigns/hebei-2020/rounds/expert/results", "", &results); len(results.Items) != 0 || results.Method == "" {
		t.Errorf("%+v", results)
	}
	auditor := h.as(h.appoint("监督员", identity.Auditor))
	if r := h.ask(auditor, "GET", "/console/campaigns/hebei-2020/rounds", "", &rounds); r.StatusCode != 200 {
		t.Errorf("an auditor reads rounds: %d", r.StatusCode)
	}
}
