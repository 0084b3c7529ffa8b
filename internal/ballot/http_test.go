package ballot_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"saiying/internal/identity"
	"saiying/internal/platform/web"
)

// ask makes one request as p, or as nobody.
func (h *hall) ask(p *identity.Person, method, path, body string, header ...string) *httptest.ResponseRecorder {
	mux := http.NewServeMux()
	h.ballots.Routes(web.NewAPI(mux, "test"), mux)
	handler := web.Handler(mux, web.Options{Who: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if p != nil {
				r = r.WithContext(identity.With(r.Context(), *p))
			}
			next.ServeHTTP(w, r)
		})
	}})
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

func TestVotesOverHTTP(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		fan := &identity.Person{ID: "p", WeChat: "fan"}
		const votes = "/campaigns/" + hebei + "/votes"
		once := h.ask(fan, "POST", votes, `{"entry":"w001","count":4}`, "Idempotency-Key", "k")
		var a struct {
			Accepted  int    `json:"accepted"`
			Remaining int    `json:"remaining_today"`
			Receipt   string `json:"receipt"`
		}
		check(t, json.Unmarshal(once.Body.Bytes(), &a))
		if once.Code != 201 || a.Accepted != 4 || a.Remaining != 6 || a.Receipt[:2] != "2-" || once.Header().Get("Idempotent-Replayed") != "" {
			t.Fatalf("%d %s %v", once.Code, once.Body, once.Header())
		}
		again := h.ask(fan, "POST", votes, `{"entry":"w001","count":4}`, "Idempotency-Key", "k")
		if again.Code != 201 || again.Body.String() != once.Body.String() || again.Header().Get("Idempotent-Replayed") != "true" {
			t.Errorf("a repeat: %d %s", again.Code, again.Body)
		}
		for _, c := range []struct {
			who    *identity.Person
			body   string
			key    string
			status int
			want   string // in the answer
		}{
			{fan, `{"entry":"w001","count":5}`, "k", 422, `"idempotency.conflict"`},
			{fan, `{"entry":"w001","count":7}`, "k2", 422, `今天还剩6票，投不了7票。`},
			{fan, `{"entry":"w001","count":7}`, "k2", 422, `"says":"每个微信账号每日最多可投10票，可一个作品投10票，也可多个作品共投10票。"`},
			{fan, `{"entry":"w001","count":1}`, "", 400, `"ballot.key_missing"`},
			{fan, `{"entry":"w001","count":1.5}`, "k3", 422, `"count"`},
			{fan, `{"entry":"w001","count":"1"}`, "k3", 422, `"count"`},
			{fan, `{"entry":"w001","count":99999999999999999999}`, "k3", 422, `"request.invalid"`},
			{fan, `{"count":1}`, "k3", 422, `"request.invalid"`},
			{fan, `nonsense`, "k3", 400, `"request.malformed"`},
			{&identity.Person{ID: "a"}, `{"entry":"w001","count":1}`, "k", 403, `"ballot.wechat_needed"`},
			{nil, `{"entry":"w001","count":1}`, "k", 401, `"identity.signed_out"`},
		} {
			w := h.ask(c.who, "POST", votes, c.body, "Idempotency-Key", c.key)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%s: %d %s, want %d %s", c.body, w.Code, w.Body, c.status, c.want)
			}
		}
		h.clock.Set(at(t, "2020-12-11 00:00"))
		if w := h.ask(fan, "POST", votes, `{"entry":"w001","count":1}`, "Idempotency-Key", "late"); w.Code != 409 || !strings.Contains(w.Body.String(), "campaign.phase_closed") {
			t.Errorf("after the close: %d %s", w.Code, w.Body)
		}
		h.sound()
	})
}

func TestReadingOverHTTP(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 3, func(t *testing.T, h *hall) {
		fan := &identity.Person{ID: "p", WeChat: "fan"}
		if w := h.ask(fan, "POST", "/campaigns/"+hebei+"/votes", `{"entry":"w002","count":4}`, "Idempotency-Key", "k"); w.Code != 201 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		w := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "")
		if want := `"shown":true,"items":[{"entry":"w002","rank":1,"votes":4,"number":"0002","title":"第2部","author":"林晓岚"}`; w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if again := h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "", "If-None-Match", w.Header().Get("ETag")); again.Code != 304 {
			t.Errorf("an unchanged ranking was sent again: %d", again.Code)
		}
		w = h.ask(fan, "GET", "/campaigns/"+hebei+"/votes/mine", "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"per_day":10,"remaining_today":6,"day":"2020-11-26","items":[{"receipt":`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w = h.ask(fan, "GET", "/console/campaigns/"+hebei+"/ballot", ""); w.Code != 403 {
			t.Errorf("a voter read the console: %d", w.Code)
		}
		boss := &identity.Person{ID: "b", Name: "何秘书", Roles: []identity.Grant{{Role: identity.Organiser, Campaign: hebei}}}
		w = h.ask(boss, "POST", "/console/campaigns/"+hebei+"/ballot/display", `{"votes":false,"ranking":false,"reason":"最后一天不展示"}`)
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"state":"open"`) || !strings.Contains(w.Body.String(), `"show_votes":false`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		w = h.ask(nil, "GET", "/campaigns/"+hebei+"/standings", "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"shown":false,"says":"组委会暂不展示`) || !strings.Contains(w.Body.String(), `"items":[]`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w = h.ask(boss, "POST", "/console/campaigns/"+hebei+"/ballot/freeze", `{"reason":"早了"}`); w.Code != 409 {
			t.Errorf("frozen during the vote: %d", w.Code)
		}
		h.clock.Set(at(t, "2020-12-11 00:00"))
		if w = h.ask(boss, "POST", "/console/campaigns/"+hebei+"/ballot/freeze", `{"reason":"投票结束"}`); w.Code != 200 || !strings.Contains(w.Body.String(), `"state":"frozen"`) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}
