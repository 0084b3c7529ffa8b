// Package fault is the program's one vocabulary of refusals: each has a stable code, a kind that decides the HTTP
// status, and a sentence in Chinese and English that says what to do. Rooms define theirs as package variables:
//
//	var ErrSpent = fault.Define("ballot.allowance_spent", fault.Invalid,
//		"今天的{per_day}票已经投完，明天零点后可以再投。",
//		"You have used all {per_day} votes for today; voting opens again at midnight.")
//
// and return them filled in: ErrSpent.With("per_day", 10). errors.Is compares codes, so a filled copy matches its definition.
package fault

import (
	"errors"
	"fmt"
	"net/http"
	"sort"
	"strings"
	"time"
)

// Kind says what went wrong in the terms of HTTP.
type Kind int

// The kinds, each with its HTTP status.
const (
	Bad             Kind = http.StatusBadRequest
	Unauthenticated Kind = http.StatusUnauthorized
	Forbidden       Kind = http.StatusForbidden
	NotFound        Kind = http.StatusNotFound
	Conflict        Kind = http.StatusConflict
	Gone            Kind = http.StatusGone
	TooLarge        Kind = http.StatusRequestEntityTooLarge
	Unsupported     Kind = http.StatusUnsupportedMediaType
	Invalid         Kind = http.StatusUnprocessableEntity
	TooMany         Kind = http.StatusTooManyRequests
	Internal        Kind = http.StatusInternalServerError
	Unavailable     Kind = http.StatusServiceUnavailable
	NoRoom          Kind = http.StatusInsufficientStorage
)

// Fault is a refusal. The zero value is not useful: take one from Define.
type Fault struct {
	Code   string
	Kind   Kind
	zh, en string
	args   map[string]any
	rule   *Rule
	fields []Field
	after  time.Duration
	cause  error
}

// Rule is the notice's rule that a refusal rests on, in the notice's own words.
type Rule struct {
	Key  string `json:"key"`
	Says string `json:"says"`
}

// Field is what is wrong with one field of a form.
type Field struct{ Name, zh, en string }

var defined = map[string]*Fault{}

// Define registers a refusal. It panics when the code is taken, which only a programmer can cause.
func Define(code string, kind Kind, zh, en string) *Fault {
	if _, taken := defined[code]; taken {
		panic("fault: " + code + " is defined twice")
	}
	f := &Fault{Code: code, Kind: kind, zh: zh, en: en}
	defined[code] = f
	return f
}

// All returns every defined refusal, by code.
func All() []*Fault {
	all := make([]*Fault, 0, len(defined))
	for _, f := range defined {
		all = append(all, f)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Code < all[j].Code })
	return all
}

// With returns a copy whose sentence has {name} replaced by value; pairs are name, value, name, value.
func (f *Fault) With(pairs ...any) *Fault {
	c := *f
	c.args = make(map[string]any, len(f.args)+len(pairs)/2)
	for k, v := range f.args {
		c.args[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		c.args[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return &c
}

// Rule returns a copy that quotes the notice's rule.
func (f *Fault) Rule(key, says string) *Fault {
	c := *f
	c.rule = &Rule{Key: key, Says: says}
	return &c
}

// Field returns a copy that also names a field of the form and what is wrong with it.
func (f *Fault) Field(name, zh, en string) *Fault {
	c := *f
	c.fields = append(append([]Field(nil), f.fields...), Field{name, zh, en})
	return &c
}

// RetryAfter returns a copy that tells the asker when to try again.
func (f *Fault) RetryAfter(d time.Duration) *Fault {
	c := *f
	c.after = d
	return &c
}

// Wrap returns a copy that carries the underlying error for the log; people never see it.
func (f *Fault) Wrap(err error) *Fault {
	c := *f
	c.cause = err
	return &c
}

// Error is the English sentence and, if there is one, the cause.
func (f *Fault) Error() string {
	s := f.Code + ": " + f.Says("en")
	if f.cause != nil {
		s += ": " + f.cause.Error()
	}
	return s
}

// Says is the sentence for a person who reads lang: "en" or anything else for Chinese.
func (f *Fault) Says(lang string) string {
	s := f.zh
	if lang == "en" {
		s = f.en
	}
	for k, v := range f.args {
		s = strings.ReplaceAll(s, "{"+k+"}", fmt.Sprint(v))
	}
	return s
}

// Quoted is the rule the refusal rests on, or nil.
func (f *Fault) Quoted() *Rule { return f.rule }

// After is how long the asker should wait before trying again; zero if the refusal does not say.
func (f *Fault) After() time.Duration { return f.after }

// Fields maps each field at fault to its sentence.
func (f *Fault) Fields(lang string) map[string]string {
	if len(f.fields) == 0 {
		return nil
	}
	m := make(map[string]string, len(f.fields))
	for _, x := range f.fields {
		m[x.Name] = x.zh
		if lang == "en" {
			m[x.Name] = x.en
		}
	}
	return m
}

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.cause }

// Is reports whether target is the same refusal, whatever it was filled with.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code
}

// Of finds the refusal in err's chain.
func Of(err error) (*Fault, bool) {
	var f *Fault
	ok := errors.As(err, &f)
	return f, ok
}

// ErrInternal is what people see of an error that nobody foresaw; the cause is in the server's log.
var ErrInternal = Define("internal", Internal,
	"服务器出了点问题，刚才的操作没有完成。请稍后再试；反复出现时请告诉承办单位。",
	"Something went wrong on the server and your request was not completed. Please try again; tell the organiser if it keeps happening.")
