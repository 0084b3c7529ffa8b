package web

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/fault"
)

// Problem is the body of every error (RFC 9457). Detail is the sentence to show to a person; Code never changes.
type Problem struct {
	Type       string            `json:"type" doc:"Where the code is explained"`
	Title      string            `json:"title" doc:"The HTTP status in words"`
	Status     int               `json:"status"`
	Code       string            `json:"code" doc:"A stable code, room.reason"`
	Detail     string            `json:"detail" doc:"A sentence in the asker's language that says what to do"`
	Rule       *fault.Rule       `json:"rule,omitempty" doc:"The notice's rule, in its own words"`
	Fields     map[string]string `json:"fields,omitempty" doc:"What is wrong with each field"`
	RetryAfter int               `json:"retry_after,omitempty" doc:"Seconds to wait"`
	Request    string            `json:"request,omitempty" doc:"Names this request in the server's log"`
}

// Error is the problem as a log line.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus tells huma the status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func (p *Problem) header() http.Header {
	if p.RetryAfter == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.RetryAfter)}}
}

// Explain turns an error into the problem that its asker sees.
func Explain(ctx context.Context, err error) *Problem {
	f, ok := fault.Of(err)
	if !ok {
		logged(ctx, err)
		f = fault.ErrInternal
	}
	lang := Language(ctx)
	status := int(f.Kind)
	return &Problem{
		Type: "/api/docs#" + f.Code, Title: http.StatusText(status), Status: status, Code: f.Code, Detail: f.Says(lang),
		Rule: f.Quoted(), Fields: f.Fields(lang), RetryAfter: int(math.Ceil(f.After().Seconds())), Request: RequestID(ctx),
	}
}

// Fail answers a plain handler's request with err as a problem.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	p := Explain(r.Context(), err)
	for k, v := range p.header() {
		w.Header()[k] = v
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the asker has gone if this fails
}

// JSON answers a plain handler's request with v.
func JSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

var (
	errInvalid = fault.Define("request.invalid", fault.Invalid,
		"提交的内容有{n}处不合要求，请按提示修改。", "The request has {n} faults; please correct them as shown.")
	errMalformed = fault.Define("request.malformed", fault.Bad,
		"请求的格式不对，服务器读不懂。", "The request is malformed and could not be read.")
	// ErrNoRoute answers a path of the API that does not exist.
	ErrNoRoute = fault.Define("request.no_route", fault.NotFound, "接口里没有{path}。", "The API has no {path}.")
	errMethod  = fault.Define("request.refused", fault.Bad, "服务器不接受这个请求：{why}", "The server does not accept this request: {why}")
)

// invalidRequest words the faults that huma finds in a request before a handler sees it.
func invalidRequest(hctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	ctx := context.Background()
	if hctx != nil {
		ctx = hctx.Context()
	}
	for _, err := range errs {
		if f, ok := fault.Of(err); ok {
			return Explain(ctx, f)
		}
	}
	if status >= 500 {
		for _, err := range errs {
			logged(ctx, err)
		}
		return Explain(ctx, fault.ErrInternal)
	}
	f := errMalformed
	if status == http.StatusUnprocessableEntity {
		f = errInvalid.With("n", len(errs))
		for _, err := range errs {
			if d, ok := err.(huma.ErrorDetailer); ok {
				x := d.ErrorDetail()
				name := strings.TrimPrefix(strings.TrimPrefix(x.Location, "body."), "query.")
				f = f.Field(name, wording(x.Message), x.Message)
			}
		}
	} else if status != http.StatusBadRequest {
		f = errMethod.With("why", msg)
	}
	p := Explain(ctx, f)
	p.Status, p.Title = status, http.StatusText(status)
	return p
}

// wording gives the validator's commonest sentences in Chinese; the others stay in English.
func wording(s string) string {
	for _, w := range []struct{ prefix, zh string }{
		{"expected required property", "这一项必填。"},
		{"required", "这一项必填。"},
		{"expected length >=", "内容太短。"},
		{"expected length <=", "内容太长。"},
		{"expected number >=", "数值太小。"},
		{"expected number <=", "数值太大。"},
		{"expected value to be one of", "不在可选的范围内。"},
		{"expected string to be RFC 5322 email", "电子邮箱的写法不对。"},
		{"expected string", "这一项应当是文字。"},
		{"expected integer", "这一项应当是整数。"},
		{"unexpected property", "服务器不认识这一项。"},
	} {
		if strings.HasPrefix(s, w.prefix) {
			return w.zh
		}
	}
	return s
}
