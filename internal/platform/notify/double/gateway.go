package double

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
)

// SMS is one short message the gateway double took.
type SMS struct {
	To       string            `json:"to"`
	Sign     string            `json:"sign"`
	Template string            `json:"template"`
	Params   map[string]string `json:"params"`
	Text     string            `json:"text"`
}

// Gateway is a short-message gateway as documented at notify.SMS. URL carries the
// key and a sign, ready to be configured.
type Gateway struct {
	URL string

	server *httptest.Server
	mu     sync.Mutex
	taken  []SMS
	status []int
}

// StartGateway listens on a free port of 127.0.0.1.
func StartGateway() *Gateway {
	g := &Gateway{}
	g.server = httptest.NewServer(http.HandlerFunc(g.serve))
	g.URL = g.server.URL + "/send?key=double-key&sign=%E8%B5%9B%E6%98%A0&template=SMS_1"
	return g
}

// Close ends the server.
func (g *Gateway) Close() { g.server.Close() }

// Fail makes the next messages answer these HTTP statuses, one each.
func (g *Gateway) Fail(status ...int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.status = append(g.status, status...)
}

// Taken returns the messages taken so far, oldest first.
func (g *Gateway) Taken() []SMS {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]SMS(nil), g.taken...)
}

func (g *Gateway) serve(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var m SMS
	switch {
	case r.Method != http.MethodPost || r.URL.Path != "/send" || r.URL.RawQuery != "":
		w.WriteHeader(http.StatusNotFound)
	case r.Header.Get("Authorization") != "Bearer double-key":
		w.WriteHeader(http.StatusUnauthorized)
	case len(g.status) > 0:
		w.WriteHeader(g.status[0])
		g.status = g.status[1:]
	case json.NewDecoder(r.Body).Decode(&m) != nil:
		w.WriteHeader(http.StatusBadRequest)
	default:
		g.taken = append(g.taken, m)
		w.WriteHeader(http.StatusAccepted)
	}
}
