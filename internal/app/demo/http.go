package demo

import (
	"context"
	"embed"
	"html/template"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

//go:embed page
var page embed.FS

// Head is what every page loads in a demonstration besides its own: the strip that shows the time and moves it.
func (c *Clock) Head() template.HTML {
	return `<link rel="stylesheet" href="/demo/clock.css"><script type="module" src="/demo/clock.js"></script>`
}

// Routes mounts the clock and the strip that shows it.
func (c *Clock) Routes(api huma.API, mux *http.ServeMux) {
	web.Get(api, "/demo/clock", "演示时间", c.tellHTTP)
	web.Post(api, "/demo/clock", "快进演示时间", c.forwardHTTP, http.StatusOK)
	for _, name := range []string{"clock.css", "clock.js"} {
		mux.HandleFunc("GET /demo/"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, page, "page/"+name) })
	}
}

type clockBody struct {
	Now time.Time `json:"now" doc:"the time that the demonstration keeps"`
}

func (c *Clock) tellHTTP(context.Context, *struct{}) (*web.Body[clockBody], error) {
	return web.Answer(clockBody{Now: c.Now()}, nil)
}

type forwardInput struct {
	Body struct {
		To time.Time `json:"to" doc:"a later time"`
	}
}

func (c *Clock) forwardHTTP(ctx context.Context, in *forwardInput) (*web.Body[clockBody], error) {
	if c.company != nil {
		if err := c.company(ctx); err != nil {
			return nil, err
		}
	}
	err := c.forward(in.Body.To)
	return web.Answer(clockBody{Now: c.Now()}, err)
}
