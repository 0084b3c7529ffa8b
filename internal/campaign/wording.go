package campaign

import (
	"reflect"
	"strings"
	"unicode"
)

// checkWording finds every quoted sentence in the notice's own text.
func checkWording(c *Campaign, r *reader) {
	if c.Notice.Text == "" {
		return
	}
	text := squeeze(c.Notice.Text)
	quotes(reflect.ValueOf(*c), "", func(path, says string) {
		rest := text
		for _, part := range strings.Split(says, "……") {
			i := strings.Index(rest, squeeze(part))
			if i < 0 {
				r.faultAt(path, "“%s”不是通知原文：says要照抄通知，略去的地方用……", clip(part))
				return
			}
			rest = rest[i:]
		}
	})
}

// quotes calls each with every field that quotes the notice: its name for people ends in 原文.
func quotes(v reflect.Value, path string, each func(path, says string)) {
	switch {
	case v.Type() == windowType:
		if says := v.FieldByName("Says").String(); says != "" {
			each(join(path, "says"), says)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil() && v.Type() != zoneType:
		quotes(v.Elem(), path, each)
	case v.Kind() == reflect.Slice && elemOf(v.Type()).Kind() == reflect.Struct && formOf(elemOf(v.Type())) != nil:
		for i := range v.Len() {
			at := path
			if k := formOf(elemOf(v.Type())).key; k >= 0 {
				at = join(path, v.Index(i).Field(k).String())
			}
			quotes(v.Index(i), at, each)
		}
	case v.Kind() == reflect.Struct && formOf(v.Type()) != nil:
		quotesIn(v, path, each)
	}
}

func quotesIn(v reflect.Value, path string, each func(path, says string)) {
	form := formOf(v.Type())
	for _, spec := range form.specs {
		f := v.Field(spec.index)
		if f.Kind() == reflect.String && strings.HasSuffix(spec.zh, "原文") && f.String() != "" {
			each(join(path, spec.name), f.String())
			continue
		}
		quotes(f, join(path, spec.name), each)
	}
	if form.window >= 0 {
		quotes(v.Field(form.window), path, each)
	}
}

// squeeze drops blanks: notices are wrapped and spaced as paper wants it.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func clip(s string) string {
	if runes := []rune(s); len(runes) > 24 {
		return string(runes[:24]) + "…"
	}
	return s
}
