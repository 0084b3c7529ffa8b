package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"saiying/internal/platform/clock"
)

// Shared names what is answered to everybody alike.
type Shared struct {
	Routes []string      // patterns of GET; who asks must make no difference to their answers
	Apart  string        // what a path that is posted to ends in where that changes their answers too often to matter at once
	Life   time.Duration // how old an answer may be
}

// mostShared bounds the answers that are kept at a time.
const mostShared = 1000

// commons are the answers that are shared at the moment.
type commons struct {
	next  http.Handler
	clock clock.Clock
	life  time.Duration
	mu    sync.Mutex
	all   map[string]*common
}

// common is one of them, made by the first who asks while the others wait.
type common struct {
	once   sync.Once
	made   time.Time // by the machine
	at     time.Time // by the program, whose time may be moved
	status int
	header http.Header
	body   []byte
	packed []byte // body by gzip, or nil where that is not worth it
	tag    string
}

// shared has routes answered from memory, which single makes, and forgets all when something is changed through next.
func shared(what Shared, now clock.Clock, next http.Handler, measured func(http.Handler) http.Handler, single http.Handler) http.Handler {
	c := &commons{next: single, clock: now, life: what.Life, all: map[string]*common{}}
	mux := http.NewServeMux()
	for _, pattern := range what.Routes {
		mux.Handle(pattern, measured(c))
	}
	mux.Handle("/", next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			mux.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
		if what.Apart == "" || !strings.HasSuffix(r.URL.Path, what.Apart) {
			c.forget()
		}
	})
}

func (c *commons) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.all)
}

func (c *commons) of(key string) *common {
	made, at := time.Now(), c.clock.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	one := c.all[key]
	if one == nil || made.Sub(one.made) >= c.life || at.Sub(one.at).Abs() >= c.life {
		if len(c.all) >= mostShared {
			clear(c.all)
		}
		one = &common{made: made, at: at}
		c.all[key] = one
	}
	return one
}

func (c *commons) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	one := c.of(r.URL.RequestURI() + "\n" + Language(r.Context()))
	one.once.Do(func() { one.make(c.next, r) })
	if one.status == 0 { // whoever was to make it panicked
		c.next.ServeHTTP(w, r)
		return
	}
	one.answer(w, r)
}

// make asks as nobody in particular, so that an answer cannot be somebody's own, and for as long as it takes.
func (o *common) make(next http.Handler, r *http.Request) {
	anybody := r.Clone(context.WithoutCancel(r.Context()))
	for _, own := range []string{"Cookie", "Authorization", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Range"} {
		anybody.Header.Del(own)
	}
	anybody.Method = http.MethodGet
	rec := &recorder{header: http.Header{}, buffered: buffered{status: http.StatusOK}}
	next.ServeHTTP(rec, anybody)
	o.header, o.body, o.tag = rec.header, rec.body.Bytes(), rec.header.Get("ETag")
	if len(o.body) >= leastPacked {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(o.body) // a buffer takes everything
		_ = z.Close()
		o.packed = b.Bytes()
	}
	o.status = rec.status
}

// recorder keeps an answer whole.
type recorder struct {
	buffered
	header http.Header
}

func (r *recorder) Header() http.Header { return r.header }

func (o *common) answer(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	maps.Copy(h, o.header)
	if o.tag != "" && strings.Contains(r.Header.Get("If-None-Match"), o.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := o.body
	if o.packed != nil {
		h["Vary"] = append(h["Vary"][:len(h["Vary"]):len(h["Vary"])], "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = o.packed
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(o.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the asker has gone if this fails
	}
}
