package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"regexp"
	"strings"
)

// words are the sentences of src/locale, by language and dotted key.
var words = map[string]map[string]string{"zh-CN": readWords("zh-CN"), "en": readWords("en")}

func readWords(lang string) map[string]string {
	raw, err := localeFiles.ReadFile("src/locale/" + lang + ".json")
	if err != nil {
		panic(err) // embedded: missing only if the build is broken
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		panic(fmt.Errorf("words of %s: %w", lang, err))
	}
	flat := map[string]string{}
	flatten(flat, "", tree)
	return flat
}

func flatten(into map[string]string, prefix string, tree map[string]any) {
	for k, v := range tree {
		switch v := v.(type) {
		case string:
			into[prefix+k] = v
		case map[string]any:
			flatten(into, prefix+k+".", v)
		}
	}
}

// T is the sentence of a key, its {names} filled in from pairs. A missing key answers itself.
func (v *view) T(key string, pairs ...any) string {
	s, ok := v.words[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return s
}

// The same pattern as in src/parts/format.ts.
var figure = regexp.MustCompile(`\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}月\d{1,2}日|\d(?:[\d.,:×—]*\d)?(?:\s?(?:年|月|日|时|分钟|分|秒|天|票|部|名|项|个|步|件|号|条|字|次|人|位|行|%|％|[KMG]B|Mbps|kB))?|《[^》]{1,14}》`)

// nb escapes a sentence and wraps each figure with its unit, so that they never part. It is
// one element, so that a row keeps it whole.
func nb(s string) template.HTML {
	var b strings.Builder
	b.WriteString("<span>")
	at := 0
	for _, m := range figure.FindAllStringIndex(s, -1) {
		b.WriteString(template.HTMLEscapeString(s[at:m[0]]))
		b.WriteString(`<span class="nb">` + template.HTMLEscapeString(s[m[0]:m[1]]) + `</span>`)
		at = m[1]
	}
	b.WriteString(template.HTMLEscapeString(s[at:]) + "</span>")
	return template.HTML(b.String())
}
