//go:build ignore

// Serve shows the pages as the real server renders them, over the fixtures: start `npx vite` (port 5173) and run
// `go run web/dev/serve.go` beside it; the site is at 127.0.0.1:5174. Build first: what is served is dist.
package main

import (
	"flag"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"

	platform "saiying/internal/platform/web"
	"saiying/web"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:5174", "address")
	fixtures := flag.String("fixtures", "http://127.0.0.1:5173", "the Vite server that answers /api and /media")
	flag.Parse()
	to, err := url.Parse(*fixtures)
	if err != nil {
		log.Fatal(err)
	}
	api := httputil.NewSingleHostReverseProxy(to)
	s, err := web.New(os.DirFS("web"), web.Options{API: api})
	if err != nil {
		log.Fatal(err)
	}
	mux := http.NewServeMux()
	s.Routes(mux)
	mux.Handle("/api/", api)
	mux.Handle("/media/", api)
	log.Printf("http://%s", *listen)
	log.Fatal(http.ListenAndServe(*listen, platform.Handler(mux, platform.Options{})))
}
