package inspection

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/vision"
)

// look judges a rule on the picture. sights is nil while nobody has watched the film. Colour bars that the machine is sure of
// break the rule; all else asks a person, because a hard cut to white or a shop sign in a corner looks like what is forbidden.
func look(r campaign.Rule, a media.Asset) entry.Finding {
	f := entry.Finding{Rule: r.Key, Label: r.Label, Says: r.Says, Level: r.Level, Need: r.Need, By: string(campaign.ByMachine)}
	if f.Need == "" {
		f.Need = r.Label
	}
	if a.Sights == nil {
		f.Undecided, f.Got, f.Message = true, "尚未看片", "尚未看片：上传后由系统检测。"
		return f
	}
	f.Sights = sought(r, a)
	if len(f.Sights) == 0 {
		f.OK, f.Got = true, "未见"+names(r.LooksFor)
		f.Message = f.Got
		return f
	}
	f.Mend = r.Mend
	weigh(&f, r)
	return f
}

// weigh settles level and words of a finding by the sights it has.
func weigh(f *entry.Finding, r campaign.Rule) {
	sure := slices.ContainsFunc(f.Sights, breaks)
	if !sure && r.Level == campaign.Error {
		f.Level = campaign.Warn
	}
	f.Undecided = !slices.ContainsFunc(f.Sights, func(s entry.Sight) bool { return !s.Undecidable })
	first := f.Sights[0]
	f.AtS, f.Evidence = &first.From, first.Picture
	var says []string
	for _, s := range f.Sights {
		says = append(says, s.Says)
	}
	f.Got = strings.Join(says, "；")
	f.Message = "通知要求：“" + strings.TrimRight(r.Says, "。") + "。”" + f.Got + "。"
	if !sure {
		f.Message += "请人看后定。"
	}
}

// breaks reports whether a machine alone may say that a rule is broken.
func breaks(s entry.Sight) bool { return s.Sure && s.Kind == campaign.BarsSight }

// sought is what was seen of what a rule looks for, in the order of the film.
func sought(r campaign.Rule, a media.Asset) []entry.Sight {
	var all []entry.Sight
	for _, s := range a.Sights {
		kind := campaign.Sight(s.Kind)
		if !slices.Contains(r.LooksFor, kind) {
			continue
		}
		all = append(all, entry.Sight{Key: keyOf(s), Kind: kind, From: s.From, To: s.To, Box: s.Box, Sure: s.Sure && !s.Undecidable,
			Undecidable: s.Undecidable, Picture: a.Picture(s), Says: sayKind(s)})
	}
	slices.SortStableFunc(all, func(a, b entry.Sight) int { return int(math.Copysign(1, a.From-b.From)) })
	return all
}

// keyOf names a sight so that the same one is found again when the film is inspected again.
func keyOf(s vision.Sight) string {
	place := ""
	if s.Box != nil {
		place = fmt.Sprintf("@%.2f,%.2f", s.Box.X, s.Box.Y)
	}
	return fmt.Sprintf("%s-%.1f%s", s.Kind, s.From, place)
}

func sayKind(s vision.Sight) string {
	name, span := campaign.Says(campaign.Sight(s.Kind)), saySpan(s.From, s.To)
	switch {
	case s.Undecidable:
		return "画面几乎不动，有没有" + name + "分辨不出，见热力图（" + span + "）"
	case s.Sure && s.Kind == vision.Bars:
		return span + "有" + name
	}
	return span + "疑似" + name
}

func names(kinds []campaign.Sight) string {
	var all []string
	for _, k := range kinds {
		all = append(all, campaign.Says(k))
	}
	return strings.Join(all, "、")
}

// saySpan writes a stretch of the film as 00:00.0–00:03.2.
func saySpan(from, to float64) string { return sayAt(from) + "–" + sayAt(to) }

func sayAt(s float64) string {
	tenths := int(math.Round(s * 10))
	return fmt.Sprintf("%02d:%02d.%d", tenths/600, tenths/10%60, tenths%10)
}
