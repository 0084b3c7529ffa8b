package web

import (
	"context"
	"net"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"saiying/internal/platform/id"
)

type key int

const (
	keyLanguage key = iota
	keyAddress
	keyRequest
)

// Language is the asker's language: "en", or "zh" for everyone else.
func Language(ctx context.Context) string {
	if s, ok := ctx.Value(keyLanguage).(string); ok {
		return s
	}
	return "zh"
}

// ClientIP is the asker's address.
func ClientIP(ctx context.Context) string {
	s, _ := ctx.Value(keyAddress).(string)
	return s
}

// RequestID names the request in logs and problems.
func RequestID(ctx context.Context) string {
	s, _ := ctx.Value(keyRequest).(string)
	return s
}

// LanguageCookie holds the language that a person chose.
const LanguageCookie = "saiying_lang"

var matcher = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})

func languageOf(r *http.Request) string {
	wish := r.URL.Query().Get("lang")
	if c, err := r.Cookie(LanguageCookie); wish == "" && err == nil {
		wish = c.Value
	}
	if wish == "" {
		wish = r.Header.Get("Accept-Language")
	}
	tags, _, err := language.ParseAcceptLanguage(wish)
	if err != nil {
		return "zh"
	}
	if _, i, _ := matcher.Match(tags...); i == 1 {
		return "en"
	}
	return "zh"
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
		ctx := context.WithValue(r.Context(), keyLanguage, languageOf(r))
		ctx = context.WithValue(ctx, keyAddress, addressOf(r, trustProxy))
		rid := id.New()
		ctx = context.WithValue(ctx, keyRequest, rid)
		w.Header().Set("X-Request-Id", rid)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
