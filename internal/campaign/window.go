package campaign

import (
	"errors"
	"reflect"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// windowKeys are how a window is written: open and close, or one coarse `at`, with the notice's words
// in `says`. `precision` is written only where the literal does not show it.
var windowKeys = []string{"open", "close", "at", "says", "precision"}

// literal is a time as the file writes it, understood: the stretch [from, to) it names.
type literal struct {
	from, to  time.Time
	precision Precision
}

var literals = []struct {
	pattern *regexp.Regexp
	read    func(string, *time.Location) (literal, error)
}{
	{regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`), readDay},
	{regexp.MustCompile(`^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$`), readMinute},
	{regexp.MustCompile(`^\d{4}-\d{2}-\d{2}下班$`), readWorkdayEnd},
	{regexp.MustCompile(`^\d{4}-\d{2}$`), readMonth},
	{regexp.MustCompile(`^\d{4}-\d{2}(上旬|中旬|下旬|底)$`), readTenDays},
	{regexp.MustCompile(`^\d{4}-\d{2}-\d{2}~\d{4}-\d{2}-\d{2}$`), readRange},
}

const literalHelp = "时间写成2020-10-15、2020-10-15 17:00、2020-10-15下班、2020-12、2020-12中旬、2020-12底或2020-12-01~2020-12-10"

// parseLiteral understands a time as the file writes it.
func parseLiteral(s string, zone *time.Location) (literal, bool) {
	for _, l := range literals {
		if l.pattern.MatchString(s) {
			got, err := l.read(s, zone)
			return got, err == nil
		}
	}
	return literal{}, false
}

func readDay(s string, zone *time.Location) (literal, error) {
	day, err := time.ParseInLocation("2006-01-02", s, zone)
	return literal{day, day.AddDate(0, 0, 1), Day}, err
}

func readMinute(s string, zone *time.Location) (literal, error) {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	return literal{at, at, Minute}, err
}

func readWorkdayEnd(s string, zone *time.Location) (literal, error) {
	l, err := readDay(strings.TrimSuffix(s, "下班"), zone)
	l.precision = WorkdayEnd
	return l, err
}

func readMonth(s string, zone *time.Location) (literal, error) {
	first, err := time.ParseInLocation("2006-01", s, zone)
	return literal{first, first.AddDate(0, 1, 0), Month}, err
}

// readTenDays reads a third of a month. 底 (the end) is read as the last third and marked approximate.
func readTenDays(s string, zone *time.Location) (literal, error) {
	first, err := time.ParseInLocation("2006-01", s[:7], zone)
	l := literal{first, first.AddDate(0, 0, 10), TenDays}
	switch s[7:] {
	case "中旬":
		l.from, l.to = first.AddDate(0, 0, 10), first.AddDate(0, 0, 20)
	case "下旬", "底":
		l.from, l.to = first.AddDate(0, 0, 20), first.AddDate(0, 1, 0)
	}
	if s[7:] == "底" {
		l.precision = Approximate
	}
	return l, err
}

// readRange reads two days and all between them.
func readRange(s string, zone *time.Location) (literal, error) {
	from, err := readDay(s[:10], zone)
	to, bad := readDay(s[11:], zone)
	return literal{from.from, to.to, Day}, errors.Join(err, bad)
}

// windowText is a window while its keys are being read.
type windowText struct {
	open, close, at *literal
	says            string
	precision       Precision
}

func (r *reader) windowKey(w *windowText, name string, n *yaml.Node, path string) {
	r.at[path] = n
	switch name {
	case "says":
		r.into(reflect.ValueOf(&w.says).Elem(), n, path)
	case "precision":
		r.into(reflect.ValueOf(&w.precision).Elem(), n, path)
	case "open":
		w.open = r.literal(n, path)
	case "close":
		w.close = r.literal(n, path)
	case "at":
		if n.Value == "另行通知" {
			w.precision = ToBeAnnounced
			return
		}
		w.at = r.literal(n, path)
	}
}

func (r *reader) literal(n *yaml.Node, path string) *literal {
	l, ok := parseLiteral(n.Value, r.zone)
	if n.Kind != yaml.ScalarNode || !ok {
		r.fault(n, path, "看不懂时间“%s”：%s", n.Value, literalHelp)
		return nil
	}
	return &l
}

// window settles the two instants. An exact open or close, from the notice or a decision, goes before
// the coarse `at`.
func (w *windowText) window(r *reader, path string) Window {
	if w == nil {
		return Window{Precision: Unspecified}
	}
	out := Window{Says: w.says, Precision: w.precision}
	out.Exact = (w.at != nil || w.precision == ToBeAnnounced) && (w.open != nil || w.close != nil)
	for _, l := range []*literal{w.at, w.open, w.close} {
		if l != nil && (w.precision == "" || out.Exact) {
			out.Precision = l.precision
		}
	}
	if w.at != nil {
		out.Open, out.Close = &w.at.from, &w.at.to
	}
	if w.open != nil {
		out.Open = &w.open.from
	}
	if w.close != nil {
		out.Close = &w.close.to
	}
	if out.Precision == "" {
		out.Precision = Unspecified
	}
	r.ordered(out, path)
	return out
}

func (r *reader) ordered(w Window, path string) {
	if w.Open != nil && w.Close != nil && !w.Close.After(*w.Open) {
		r.faultAt(join(path, "close"), "结束时间早于开始时间")
	}
}

func (r *reader) moment(v reflect.Value, n *yaml.Node, path string) {
	if l := r.literal(n, path); l != nil {
		v.Set(reflect.ValueOf(Moment{At: l.to, Precision: l.precision, Text: n.Value}))
	}
}
