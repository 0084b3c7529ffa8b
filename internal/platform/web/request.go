package web

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/text/language"

	"saiying/internal/platform/id"
)

// asker is what is known of a request besides itself.
type asker struct{ language, address, request string }

type askerKey struct{}

func askerOf(ctx context.Context) asker {
	a, _ := ctx.Value(askerKey{}).(asker)
	return a
}

// Language is the asker's language: "en", or "zh" for everyone else.
func Language(ctx context.Context) string {
	if l := askerOf(ctx).language; l != "" {
		return l
	}
	return "zh"
}

// ClientIP is the asker's address.
func ClientIP(ctx context.Context) string { return askerOf(ctx).address }

// RequestID names the request in logs and problems.
func RequestID(ctx context.Context) string { return askerOf(ctx).request }

// LanguageCookie holds the language that a person chose.
const LanguageCookie = "saiying_lang"

var matcher = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})

// wishes remembers what came of the few texts in which browsers wish for languages: matching one takes longer than the rest of a small answer.
var (
	wishes      sync.Map
	wishesKnown atomic.Int64
)

const mostWishes = 1000

func languageOf(r *http.Request) string {
	wish := r.URL.Query().Get("lang")
	if c, err := r.Cookie(LanguageCookie); wish == "" && err == nil {
		wish = c.Value
	}
	if wish == "" {
		wish = r.Header.Get("Accept-Language")
	}
	if known, ok := wishes.Load(wish); ok {
		return known.(string)
	}
	spoken := "zh"
	if tags, _, err := language.ParseAcceptLanguage(wish); err == nil {
		if _, i, _ := matcher.Match(tags...); i == 1 {
			spoken = "en"
		}
	}
	if wishesKnown.Add(1) <= mostWishes {
		wishes.Store(wish, spoken)
	}
	return spoken
}

// addressOf is the peer's address or, behind a proxy that the operator trusts, the last one that proxy wrote down.
func addressOf(r *http.Request, trustProxy bool) string {
	if trustProxy {
		hops := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if a := strings.TrimSpace(hops[len(hops)-1]); a != "" {
			return a
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// about puts what is known of the asker into the request's context.
func about(next http.Handler, trustProxy bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := asker{languageOf(r), addressOf(r, trustProxy), id.New()}
		w.Header().Set("X-Request-Id", a.request)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), askerKey{}, a)))
	})
}
