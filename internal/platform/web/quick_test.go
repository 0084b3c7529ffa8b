package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestQuickAnswersAsPostDoes(t *testing.T) {
	type in struct {
		Name string `path:"name"`
		Body struct {
			Count int `json:"count" minimum:"1"`
		}
	}
	read := 0
	mux := http.NewServeMux()
	api := NewAPI(mux, "test")
	fn := func(_ context.Context, in *in) (*Body[greeting], error) {
		if in.Body.Count == 7 {
			return nil, errSpent.With("n", 7)
		}
		return Answer(greeting{in.Name + strings.Repeat("！", in.Body.Count)}, nil)
	}
	Quick(api, mux, "/quick/{name}", "问好", http.StatusCreated, fn, func(r *http.Request, body []byte) (*in, bool) {
		read++
		i := &in{Name: r.PathValue("name")}
		return i, Read(body, &i.Body) && i.Body.Count > 0
	}, func(b *Body[greeting], w http.ResponseWriter) { JSON(w, http.StatusCreated, b.Body) })
	Post(api, "/slow/{name}", "问好", fn, http.StatusCreated)
	h := Handler(mux, Options{})
	for _, body := range []string{`{"count":2}`, ` {"count":2}`, `{"count":2}` + "\n", `{"count":2,"more":1}`, `{"count":2}{"count":3}`, `{"count":0}`, `{"count":"2"}`, `{}`, `[]`, `{"count":`, ``, `{"count":7}`,
		`{"count":2` + strings.Repeat(" ", mostQuick) + `}`, `{"count":null}`} {
		quick, slow := ask(h, "POST", "/api/v1/quick/hu", body, "X-Request-Id", "r"), ask(h, "POST", "/api/v1/slow/hu", body)
		one, other := withoutRequest(quick.Body.String()), withoutRequest(slow.Body.String())
		if quick.Code != slow.Code || one != other || quick.Header().Get("Content-Type") != slow.Header().Get("Content-Type") {
			t.Errorf("%.30q: %d %s %s, but the slow way %d %s %s", body, quick.Code, quick.Header().Get("Content-Type"), one, slow.Code, slow.Header().Get("Content-Type"), other)
		}
	}
	for _, kind := range []string{"application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "nonsense"} {
		quick, slow := ask(h, "POST", "/api/v1/quick/hu", `{"count":2}`, "Content-Type", kind), ask(h, "POST", "/api/v1/slow/hu", `{"count":2}`, "Content-Type", kind)
		if quick.Code != slow.Code || withoutRequest(quick.Body.String()) != withoutRequest(slow.Body.String()) {
			t.Errorf("%s: %d %s, but the slow way %d %s", kind, quick.Code, quick.Body, slow.Code, slow.Body)
		}
	}
	if read < 10 {
		t.Errorf("the quick way was gone %d times", read)
	}
	if op := api.OpenAPI().Paths["/api/v1/quick/{name}"].Post; op == nil || op.RequestBody == nil || op.Responses["201"] == nil {
		t.Error("the quick way is not described")
	}
}

// withoutRequest leaves the request's own number out of a problem.
func withoutRequest(body string) string {
	before, _, _ := strings.Cut(body, `,"request":`)
	return strings.TrimSpace(before)
}

// Readers are used again, and nothing of one body is seen in the next.
func TestBodiesAreReadApart(t *testing.T) {
	type tap struct {
		Entry string `json:"entry"`
		Count int    `json:"count"`
	}
	bodies := map[string]bool{
		`{"entry":"a","count":1}`: true, `{"count":2}`: true, `{}`: true, ` {"entry":"b"}`: true, `{"entry":"` + strings.Repeat("长", 3000) + `"}`: true,
		`{"entry":"a"} `: false, `{"entry":"a"}{}`: false, `{"entry":"a"`: false, `{"entry":"a","more":1}`: false, `{"entry":1}`: false, `12`: false, ``: false, `[`: false, `"`: false,
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				for body, clear := range bodies { // in any order
					var got, want tap
					if Read([]byte(body), &got) != clear {
						t.Errorf("%.40q is read: %t, want %t", body, !clear, clear)
					}
					if _ = json.Unmarshal([]byte(body), &want); clear && got != want {
						t.Errorf("%.40q is read as %.40v", body, got)
					}
				}
			}
		})
	}
	wg.Wait()
}
