package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// What huma asks of the whole process is said once, before any API is made: tests make several at a time.
func init() {
	huma.NewErrorWithContext = invalidRequest
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return invalidRequest(nil, status, msg, errs...)
	}
	huma.DefaultArrayNullable = false // an empty list is answered as []; a request may say null where its shape has nullable:"true"
}

// NewAPI makes the API on mux, described at /api/openapi.json and /api/openapi.yaml and shown at /api/docs.
func NewAPI(mux *http.ServeMux, version string) huma.API {
	cfg := huma.DefaultConfig("赛映 Saiying", version)
	cfg.Info.Description = "短视频征集评选活动的接口。Runs short-video contests: entering, technical review, screening, voting, judging, awards."
	cfg.OpenAPIPath = "/api/openapi"
	cfg.DocsPath = "" // the library's page loads from a CDN; Docs is ours
	cfg.SchemasPath = ""
	cfg.CreateHooks = nil // no $schema links in answers
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"cookie": {Type: "apiKey", In: "cookie", Name: "saiying_session"},
		"bearer": {Type: "http", Scheme: "bearer"},
	}
	api := humago.New(mux, cfg)
	mux.HandleFunc("GET /api/docs", docsPage(api))
	return api
}

var qualified = regexp.MustCompile(`(?:[\w.-]+/)*(\w+)\.(\w+)`)

// schemaName names a type by its room and itself, so that two rooms may both have a Row: entry.Row is EntryRow.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Name() == "" {
		return hint
	}
	name := qualified.ReplaceAllStringFunc(t.String(), func(s string) string {
		m := qualified.FindStringSubmatch(s)
		return title(m[1]) + title(m[2])
	})
	return strings.NewReplacer("[", "", "]", "", ",", "", "*", "", " ", "").Replace(name)
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Body is an answer that is v and nothing else.
type Body[T any] struct{ Body T }

// Answer wraps v as an answer.
func Answer[T any](v T, err error) (*Body[T], error) {
	if err != nil {
		return nil, err
	}
	return &Body[T]{v}, nil
}

// List is one page of a list; Next is the cursor of the page after it, absent on the last.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// Handle registers an operation whose errors are faults. An error that is not one is logged and answered as "internal".
func Handle[I, O any](api huma.API, op huma.Operation, fn func(ctx context.Context, in *I) (*O, error)) {
	if op.OperationID == "" {
		op.OperationID = operationID(op.Method, op.Path)
	}
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, in)
		if err == nil {
			return out, nil
		}
		var answered huma.StatusError
		if errors.As(err, &answered) {
			return nil, err
		}
		p := Explain(ctx, err)
		if h := p.header(); len(h) > 0 {
			return nil, huma.ErrorWithHeaders(p, h)
		}
		return nil, p
	})
}

// Words describes a text that is one of a few words, for the Schema method of its type: what holds of the type is then said
// once, however many answers speak of it.
func Words[T ~string](words ...T) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeString}
	for _, w := range words {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

// Get, Post, Put, Patch and Delete register an operation of that method on a path under /api/v1. says is its summary.
func Get[I, O any](api huma.API, path, says string, fn func(ctx context.Context, in *I) (*O, error)) {
	Handle(api, operation(http.MethodGet, path, says, 0), fn)
}

// Post registers a POST that answers 200, or status if it is given.
func Post[I, O any](api huma.API, path, says string, fn func(ctx context.Context, in *I) (*O, error), status ...int) {
	Handle(api, operation(http.MethodPost, path, says, append(status, 0)[0]), fn)
}

// Put registers a PUT.
func Put[I, O any](api huma.API, path, says string, fn func(ctx context.Context, in *I) (*O, error)) {
	Handle(api, operation(http.MethodPut, path, says, 0), fn)
}

// Patch registers a PATCH.
func Patch[I, O any](api huma.API, path, says string, fn func(ctx context.Context, in *I) (*O, error)) {
	Handle(api, operation(http.MethodPatch, path, says, 0), fn)
}

// Delete registers a DELETE that answers 204.
func Delete[I any](api huma.API, path, says string, fn func(ctx context.Context, in *I) error) {
	Handle(api, operation(http.MethodDelete, path, says, http.StatusNoContent), func(ctx context.Context, in *I) (*struct{}, error) {
		return nil, fn(ctx, in)
	})
}

func operation(method, path, says string, status int) huma.Operation {
	return huma.Operation{Method: method, Path: "/api/v1" + path, Summary: says, DefaultStatus: status, Tags: []string{tag(path)}}
}

// tag groups the description by the last fixed noun of the path.
func tag(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "console" || parts[0] == "judge" || parts[0] == "my" {
		return parts[0]
	}
	return "public"
}

var braces = strings.NewReplacer("/api/v1/", "", "{", "", "}", "", "/", "-", ".", "-")

func operationID(method, path string) string {
	return strings.ToLower(method) + "-" + braces.Replace(path)
}

// logged tells whether an error deserves the operator's attention; those of people are their own.
func logged(ctx context.Context, err error) {
	if !errors.Is(err, context.Canceled) {
		slog.ErrorContext(ctx, "request failed", "request", RequestID(ctx), "error", err)
	}
}
