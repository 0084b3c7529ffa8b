package inspection

import (
	"fmt"
	"math"
	"strings"

	"saiying/internal/campaign"
)

// Tool is a program or device that people make films with, and how to set it so that a film keeps the rules it broke.
type Tool struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Steps []Step `json:"steps"`
}

// Step is one setting.
type Step struct {
	Rule string `json:"rule" doc:"The rule that the setting is for"`
	Says string `json:"says"`
}

// Advise tells for every tool how to export a film that keeps the given rules, with the rules' own limits. lang is "en", or
// Chinese. A rule that no export setting can mend gets no step; where none can, there are no tools.
func Advise(c *campaign.Campaign, rules []string, lang string) []Tool {
	advice := []Tool{}
	for _, t := range tools {
		tool := Tool{Key: t.key, Name: t.name(lang), Steps: []Step{}}
		for _, rule := range rules {
			for _, limit := range c.BoundsOf(rule) {
				if says := t.says(limit, lang); says != "" {
					tool.Steps = append(tool.Steps, Step{rule, says})
				}
			}
		}
		if len(tool.Steps) > 0 {
			advice = append(advice, tool)
		}
	}
	return advice
}

// says fills the sentence of a tool for the kind of limit; "" when there is none.
func (t exporter) says(l campaign.Bound, lang string) string {
	kind := kinds[l.Fact]
	text, there := t.settings[kind]
	values := figures(kind, l, lang)
	if !there || values == nil {
		return ""
	}
	return strings.NewReplacer(values...).Replace(text.in(lang))
}

// kinds sorts facts by the setting that changes them.
var kinds = map[string]string{
	"media.bitrate_mbps": "bitrate", "media.size_bytes": "size", "media.duration_s": "duration", "media.container": "container",
	"media.resolution_class": "resolution", "media.short_side_px": "resolution", "media.aspect": "aspect", "media.fps": "fps",
	"media.orientation": "aspect",
}

// figures are the values that a sentence may name, from the rule's limit; nil when it names none that a person could set.
func figures(kind string, l campaign.Bound, lang string) []string {
	switch kind {
	case "bitrate":
		target, top := aim(l)
		return []string{"{target}", plain(target), "{kbps}", plain(target * 1000), "{max}", plain(top)}
	case "size":
		target, _ := aim(l)
		return []string{"{mb}", plain(math.Round(target / 1e6)), "{megabits}", plain(math.Round(target * 8 / 1e6))}
	case "duration":
		return []string{"{length}", length(l, lang)}
	case "fps":
		return []string{"{fps}", plain(math.Min(l.High, math.Max(l.Low, 25)))}
	case "container":
		if len(l.Words) != 1 || l.Words[0] != "mp4" {
			return nil // the sentences name the codec that goes with MP4
		}
		return []string{"{format}", "MP4"}
	}
	return choices(l, lang)
}

// choices names the sizes or shapes a rule allows.
func choices(l campaign.Bound, lang string) []string {
	or := map[bool]string{true: " or ", false: "或"}[lang == "en"]
	words := l.Words
	if len(words) == 0 && l.Low > 0 {
		words = []string{plain(l.Low) + "p"}
	}
	if len(words) == 0 {
		return nil
	}
	named := make([]string, len(words))
	for i, w := range words {
		named[i] = strings.ToUpper(shape(w, lang))
	}
	return []string{"{choice}", strings.Join(named, or)}
}

func shape(word, lang string) string {
	zh := map[string]string{"landscape": "横屏16:9", "portrait": "竖屏9:16", "square": "方形1:1"}
	en := map[string]string{"landscape": "16:9", "portrait": "9:16", "square": "1:1"}
	if lang == "en" {
		zh = en
	}
	if name, ok := zh[word]; ok {
		return name
	}
	return word
}

// aim is where to set a rate or a size so that the result falls between the limits: encoders stay below the target on still
// pictures and above it on moving ones, so twice the lower limit but no more than the middle, and a tenth below the upper.
// Without a lower limit it is six tenths of the upper, without an upper one the top is twice the target.
func aim(l campaign.Bound) (target, top float64) {
	switch {
	case math.IsInf(l.High, 1):
		return 2 * l.Low, 4 * l.Low
	case l.Low <= 0:
		return 0.6 * l.High, 0.9 * l.High
	}
	return math.Min(2*l.Low, (l.Low+l.High)/2), 0.9 * l.High
}

// length says a span of seconds as people do.
func length(l campaign.Bound, lang string) string {
	low, high := !math.IsInf(l.Low, -1), !math.IsInf(l.High, 1)
	switch {
	case low && high && lang == "en":
		return fmt.Sprintf("between %s and %s", spell(l.Low, lang), spell(l.High, lang))
	case low && high:
		return spell(l.Low, lang) + "到" + spell(l.High, lang) + "之间"
	case low && lang == "en":
		return "to at least " + spell(l.Low, lang)
	case low:
		return spell(l.Low, lang) + "以上"
	case lang == "en":
		return "to at most " + spell(l.High, lang)
	}
	return spell(l.High, lang) + "以内"
}

func spell(seconds float64, lang string) string {
	units := [2]string{"分钟", "秒"}
	if lang == "en" {
		units = [2]string{" min", " s"}
	}
	if math.Mod(seconds, 60) == 0 {
		return plain(seconds/60) + units[0]
	}
	return plain(seconds) + units[1]
}

// plain writes a number without needless decimals.
func plain(v float64) string { return fmt.Sprint(math.Round(v*10) / 10) }
