package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/go-chi/httprate"
	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus"

	"saiying/internal/platform/clock"
	"saiying/internal/platform/fault"
)

// Options says how a Handler treats requests.
type Options struct {
	TrustProxy bool                            // believe X-Forwarded-For
	Registry   prometheus.Registerer           // where request metrics go
	Who        func(http.Handler) http.Handler // puts the person who asks into the context
	Clock      clock.Clock                     // whose time the Date of an answer tells
	Shared     Shared                          // what is answered from memory
}

// leastPacked is the size from which an answer is compressed.
const leastPacked = 1024

// Handler wraps the program's routes in what every request gets, outermost first: what is known of the asker, recovery from
// panics, security headers, protection against cross-site requests, compression, ETags, the person who asks, and metrics.
func Handler(routes http.Handler, o Options) http.Handler {
	gzip, err := gzhttp.NewWrapper(gzhttp.MinSize(leastPacked), gzhttp.ContentTypes([]string{
		"text/html", "text/css", "text/javascript", "application/javascript", "application/json", "application/problem+json",
		"image/svg+xml", "application/yaml", "text/yaml", "text/plain", "application/vnd.apple.mpegurl"}))
	if err != nil {
		panic(err) // the options above are constant
	}
	if o.Clock == nil {
		o.Clock = clock.System
	}
	measured := measure(o.Registry)
	h := measured(routes)
	if o.Who != nil {
		h = o.Who(h)
	}
	h = except("/media/", h, gzip(withETag(h)))
	if len(o.Shared.Routes) > 0 {
		h = shared(o.Shared, o.Clock, h, measured, withETag(routes))
	}
	return about(recovered(headers(crossSite(h), o.Clock)), o.TrustProxy)
}

// except has plain answer the paths below prefix. Films go from file to socket inside the kernel, which compression prevents.
func except(prefix string, plain, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, prefix) {
			plain.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

var errCrossSite = fault.Define("request.cross_site", fault.Forbidden,
	"这个请求来自别的网站，已拒绝。请在本站页面上操作。", "This request came from another site and was refused. Please use this site's own pages.")

func crossSite(next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { Fail(w, r, errCrossSite) }))
	return p.Handler(next)
}

// The pages need no script but their own. Styles may stand inline: component libraries set them on elements.
const policy = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
	"worker-src 'self' blob:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"

// What every answer, or every answer of the API, says of itself. The lists are shared: whoever sets or adds to one makes a new one.
var (
	said = http.Header{"Content-Security-Policy": {policy}, "X-Content-Type-Options": {"nosniff"}, "Referrer-Policy": {"same-origin"},
		"Permissions-Policy": {"camera=(), microphone=(), geolocation=()"}}
	saidByAPI = http.Header{"Cache-Control": {"no-cache"}, "Vary": {"Cookie, Authorization, Accept-Language"}}
)

func headers(next http.Handler, now clock.Clock) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Date", now.Now().UTC().Format(http.TimeFormat))
		maps.Copy(h, said)
		if strings.HasPrefix(r.URL.Path, "/api/") {
			maps.Copy(h, saidByAPI)
		}
		next.ServeHTTP(w, r)
	})
}

func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			slog.ErrorContext(r.Context(), "panic", "request", RequestID(r.Context()), "value", fmt.Sprint(v), "stack", string(debug.Stack()))
			Fail(w, r, fault.ErrInternal)
		}()
		next.ServeHTTP(w, r)
	})
}

// withETag lets an asker who has an answer of the API already keep it. Files bring their own validators.
func withETag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/v1/") || strings.HasPrefix(r.URL.Path, "/api/v1/uploads/") {
			next.ServeHTTP(w, r)
			return
		}
		b := &buffered{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(b, r)
		if b.status == http.StatusOK && w.Header().Get("ETag") == "" {
			sum := sha256.Sum256(b.body.Bytes())
			tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
			w.Header().Set("ETag", tag)
			if strings.Contains(r.Header.Get("If-None-Match"), tag) {
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(b.status)
		_, _ = w.Write(b.body.Bytes())
	})
}

type buffered struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (b *buffered) WriteHeader(status int)      { b.status = status }
func (b *buffered) Write(p []byte) (int, error) { return b.body.Write(p) }

var errTooMany = fault.Define("request.too_many", fault.TooMany,
	"请求太频繁了，请过{seconds}秒再试。", "Too many requests; please try again in {seconds} seconds.")

// Limit lets each asker's address make n requests a period, as friction against machines: a school shares one address,
// so n must be generous, and no promise of a contest may rest on it.
func Limit(n int, period time.Duration, next http.Handler) http.Handler {
	return httprate.LimitBy(n, period, func(r *http.Request) (string, error) { return ClientIP(r.Context()), nil },
		httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			wait := max(1, int(period.Seconds())/max(1, n))
			Fail(w, r, errTooMany.With("seconds", wait).RetryAfter(time.Duration(wait)*time.Second))
		}))(next)
}

// measure makes what tells reg how long requests took.
func measure(reg prometheus.Registerer) func(http.Handler) http.Handler {
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "saiying_http_request_seconds", Help: "Time to answer a request.", Buckets: prometheus.ExponentialBuckets(0.001, 4, 8),
	}, []string{"route", "method", "status"})
	if reg != nil {
		reg.MustRegister(took)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			s := &status{ResponseWriter: w, code: http.StatusOK}
			next.ServeHTTP(s, r)
			lasted := time.Since(began)
			took.WithLabelValues(r.Pattern, r.Method, strconv.Itoa(s.code)).Observe(lasted.Seconds())
			if slog.Default().Enabled(r.Context(), slog.LevelDebug) {
				slog.DebugContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "status", s.code, "took", lasted)
			}
		})
	}
}

// status remembers the status and otherwise stays out of the way: Unwrap keeps flushing and deadlines reachable.
type status struct {
	http.ResponseWriter
	code int
}

func (s *status) WriteHeader(code int)        { s.code = code; s.ResponseWriter.WriteHeader(code) }
func (s *status) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// ReadFrom keeps sendfile reachable: http.ServeContent copies an *os.File into what it is given.
func (s *status) ReadFrom(r io.Reader) (int64, error) { return io.Copy(s.ResponseWriter, r) }
