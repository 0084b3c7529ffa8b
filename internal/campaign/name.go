package campaign

import (
	"slices"
	"strings"
)

// NamePart is one part of the name that the notice wants a film's file to have: 推荐单位-序号-片名 has three.
type NamePart struct {
	Label string // as the notice calls it
	Field string // the form's field that fills it; empty for the entry's number
	Apart string // what stands between it and the part before; empty for the first
}

// NameMarks are the characters that may part the parts of a name.
const NameMarks = "-_+"

// numberWords are what notices call an entry's number.
var numberWords = []string{"序号", "编号", "作品编号", "作品序号"}

// NameParts are the parts of the name that a film's file must have, in order; none where the notice does not say.
func (c *Campaign) NameParts() []NamePart {
	var parts []NamePart
	rest, apart := c.Files.Name, ""
	for rest != "" {
		end := strings.IndexAny(rest, NameMarks)
		if end < 0 {
			end = len(rest)
		}
		part := NamePart{Label: strings.TrimSpace(rest[:end]), Apart: apart}
		if i := slices.IndexFunc(c.Form, func(f Field) bool { return f.Label == part.Label }); i >= 0 {
			part.Field = c.Form[i].Key
		}
		parts = append(parts, part)
		apart, rest = rest[end:min(end+1, len(rest))], rest[min(end+1, len(rest)):]
	}
	return parts
}

// NameRules are the keys of the rules about the name of a film's file.
func (c *Campaign) NameRules() []string { return c.RulesOn(nameFact) }

// checkName refuses a part that neither the form nor the entry's number fills: no name could be made.
func checkName(c *Campaign, r *reader) {
	for _, p := range c.NameParts() {
		if p.Field == "" && !contains(numberWords, p.Label) {
			r.faultAt("files.name", "文件命名里的“%s”不是报名表的栏目，也不是序号；可用的有%s", p.Label, strings.Join(append(labelsOf(c.Form), "序号"), "、"))
		}
	}
}

func labelsOf(form []Field) []string {
	var all []string
	for _, f := range form {
		all = append(all, f.Label)
	}
	return all
}
