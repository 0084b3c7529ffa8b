package report

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/web"
)

// keysOf lists the names of an object, and of the first of a list of objects.
func keysOf(v any) (keys []string) {
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	object, _ := v.(map[string]any)
	for k := range object {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func TestAnswersHaveTheShapesOfTheConsole(t *testing.T) {
	h := build(t, db.SQLite)
	h.enter(1, "望北县融媒体中心", entry.StateSubmitted, "2020-11-10", `[{"rule":"duration","level":"error"}]`)
	organiser, admin := h.as("周启明", identity.Organiser, key), h.as("管理员", identity.Admin, "*")
	must(t, h.db.Write(admin, func(tx *db.Tx) error { return h.queue.Enqueue(admin, tx, render{"a"}, nil) }))
	mux := http.NewServeMux()
	h.Routes(web.NewAPI(mux, "test"), mux)
	ask := func(ctx context.Context, method, path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(method, "/api/v1/console"+path, nil).WithContext(ctx))
		return w
	}
	for _, x := range []struct {
		who        context.Context
		path, part string
		keys       []string
	}{
		{organiser, "/inbox?campaign=" + key, "", []string{"items"}},
		{organiser, "/inbox?campaign=" + key, "items", []string{"count", "due_at", "kind", "label", "late", "says", "to"}},
		{organiser, "/audit?campaign=" + key, "", []string{"checked_to", "intact", "items"}},
		{organiser, "/audit?campaign=" + key + "&act=campaign.create", "items", []string{"act", "act_label", "actor", "after", "at", "campaign", "from", "hash", "object", "role", "says", "seq"}},
		{organiser, "/campaigns/" + key + "/report", "", []string{"awards", "by_unit", "entries_by_day", "entries_by_state", "findings", "rounds", "voters", "votes", "votes_by_day", "votes_by_hour"}},
		{organiser, "/campaigns/" + key + "/report", "entries_by_state", []string{"count", "label", "state"}},
		{organiser, "/campaigns/" + key + "/report", "by_unit", []string{"awards", "entries", "shortlisted", "unit"}},
		{admin, "/system", "", []string{"checks", "engine", "jobs", "queue", "version"}},
		{admin, "/system", "checks", []string{"name", "ok", "says"}},
		{admin, "/system", "queue", []string{"failed", "running", "waiting"}},
		{admin, "/system", "jobs", []string{"attempts", "id", "kind", "says", "state"}},
	} {
		w := ask(x.who, "GET", x.path)
		var body map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || w.Code != 200 {
			t.Fatalf("%s answered %d %s", x.path, w.Code, w.Body)
		}
		part := any(body)
		if x.part != "" {
			part = body[x.part]
		}
		if got := keysOf(part); !slices.Equal(got, x.keys) {
			t.Errorf("%s %s has %q, want %q", x.path, x.part, got, x.keys)
		}
	}
	if w := ask(admin, "POST", "/system/jobs/1/cancel"); w.Code != http.StatusNoContent {
		t.Errorf("cancelling answered %d %s", w.Code, w.Body)
	}
	if w := ask(admin, "POST", "/system/jobs/77/retry"); w.Code != http.StatusNotFound {
		t.Errorf("a job that does not exist answered %d", w.Code)
	}
	if w := ask(organiser, "GET", "/campaigns/"+key+"/report.xlsx"); w.Code != 200 || w.Body.Len() < 4000 || w.Body.String()[:2] != "PK" {
		t.Errorf("the workbook answered %d, %d bytes", w.Code, w.Body.Len())
	}
	if w := ask(context.Background(), "GET", "/inbox"); w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger's inbox answered %d", w.Code)
	}
}
