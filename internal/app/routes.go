package app

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"saiying/internal/platform/web"
)

// Handler answers every request: API, pages, films, health and metrics.
func (a *App) Handler() http.Handler {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := a.mux
	api := web.NewAPI(mux, a.cfg.Version)
	for _, room := range []interface {
		Routes(huma.API, *http.ServeMux)
	}{a.Identity, a.Campaign, a.Media, a.Entry, a.Inspection, a.Screening, a.Jury, a.Ballot, a.Award, a.Notice, a.Certificate, a.Showcase, a.Report} {
		room.Routes(api, mux)
	}
	if a.cfg.Demo != nil {
		a.cfg.Demo.Routes(api, mux)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		mux.HandleFunc(method+" /api/", func(w http.ResponseWriter, r *http.Request) { web.Fail(w, r, web.ErrNoRoute.With("path", r.URL.Path)) })
	}
	a.site.Routes(mux)
	return web.Handler(a.limited(mux), web.Options{TrustProxy: a.cfg.TrustProxy, Registry: reg, Who: a.Identity.Middleware, Clock: a.cfg.Clock, Shared: everybodys})
}

// everybodys is what many ask at once and nobody has an own answer to. Votes change it all the time, and it tells them within a second.
var everybodys = web.Shared{Routes: []string{"GET /api/v1/campaigns/{campaign}", "GET /api/v1/campaigns/{campaign}/standings",
	"GET /api/v1/campaigns/{campaign}/entries", "GET /api/v1/campaigns/{campaign}/entries/{entry}"}, Apart: "/votes", Life: 500 * time.Millisecond}

// ready tells a load balancer whether this node can answer.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.db.Ping(r.Context()); err != nil {
		http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
		return
	}
	if a.Ballot.ClockJump() != 0 { // the node answers all else
		_, _ = w.Write([]byte("ready, but no vote is counted: the machine's time jumped\n"))
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}

// limited slows down whoever tries to sign in again and again. A whole school may share one address, so the limit is wide.
func (a *App) limited(mux *http.ServeMux) http.Handler {
	outer := http.NewServeMux()
	outer.Handle("POST /api/v1/sessions", web.Limit(1200, time.Minute, mux))
	outer.Handle("POST /api/v1/sessions/code", web.Limit(600, time.Minute, mux))
	outer.Handle("/", mux)
	return outer
}
