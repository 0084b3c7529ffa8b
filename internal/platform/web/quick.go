package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

const (
	mostQuick    = 16 << 10 // bytes of a body that is read the quick way
	longestQuick = 5 * time.Second
)

// Quick is Post for what is asked more often than all else together. It is described and refused alike, but a request that read makes out
// takes no way over the description, and its answer is what answer writes. What read does not make out is left to huma, which says what is
// wrong with it.
func Quick[I, O any](api huma.API, mux *http.ServeMux, path, says string, status int, fn func(ctx context.Context, in *I) (*O, error),
	read func(r *http.Request, body []byte) (*I, bool), answer func(out *O, w http.ResponseWriter)) {
	op := operation(http.MethodPost, path, says, status)
	slow := http.NewServeMux()
	Handle(aside{api, humago.NewAdapter(slow, "")}, op, fn)
	mux.HandleFunc(op.Method+" "+op.Path, func(w http.ResponseWriter, r *http.Request) {
		kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
		if r.ContentLength <= 0 || r.ContentLength > mostQuick || kind != "" && kind != "application/json" {
			slow.ServeHTTP(w, r)
			return
		}
		wait := http.NewResponseController(w)
		_ = wait.SetReadDeadline(time.Now().Add(longestQuick)) // tests have none
		body := make([]byte, r.ContentLength)
		n, err := io.ReadFull(r.Body, body)
		_ = wait.SetReadDeadline(time.Time{})
		in, clear := (*I)(nil), false
		if err == nil {
			in, clear = read(r, body)
		}
		if !clear {
			r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:n]), r.Body)) // what has not come by now may, or fails again
			slow.ServeHTTP(w, r)
			return
		}
		out, err := fn(r.Context(), in)
		if err != nil {
			Fail(w, r, err)
			return
		}
		answer(out, w)
	})
}

// aside is an API that describes its operations with the others, and serves them elsewhere.
type aside struct {
	huma.API
	served huma.Adapter
}

func (a aside) Adapter() huma.Adapter { return a.served }

// Read reads a JSON object that has no members but v's, and nothing after it.
func Read(body []byte, v any) bool {
	r := readers.Get().(*reader)
	r.body.Reset(body)
	if r.Decode(v) != nil || r.InputOffset()-r.before != int64(len(body)) {
		return false // and the reader, which has something left of it, is thrown away
	}
	r.before = r.InputOffset()
	readers.Put(r)
	return true
}

// reader reads one body after the other as if they were one stream, with the memory that it has.
type reader struct {
	*json.Decoder
	body   bytes.Reader
	before int64 // where the body begins in the stream
}

var readers = sync.Pool{New: func() any {
	r := &reader{}
	r.Decoder = json.NewDecoder(&r.body)
	r.DisallowUnknownFields()
	return r
}}
