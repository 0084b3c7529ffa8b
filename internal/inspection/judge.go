package inspection

import (
	"path/filepath"
	"slices"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/media"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// Report is what `saiying inspect --json` prints about one file.
type Report struct {
	File     string        `json:"file"`
	Verdict  entry.Verdict `json:"verdict"`
	Facts    *ffmpeg.Facts `json:"facts"` // null when the file cannot be read
	Findings []Line        `json:"findings"`

	Sights []vision.Sight `json:"-"` // what was seen on the picture, whatever the rules say of it
}

// Line is a broken rule, or one that a person must look at (level warn).
type Line struct {
	Rule     string         `json:"rule"`
	Level    campaign.Level `json:"level"`
	Message  string         `json:"message"`
	AtS      *float64       `json:"at_s"`
	Evidence string         `json:"evidence"`
}

// Judge reports on a file by a campaign's rules. sights is what was seen on its picture, or nil while nobody has watched it.
func Judge(c *campaign.Campaign, f ffmpeg.Facts, sights []vision.Sight, filename string) Report {
	found := findings(c, c.JudgeMedia(withName(f.Map(), filepath.Base(filename))), media.Asset{Sights: sights})
	r := Report{File: filename, Verdict: entry.VerdictOf(found), Facts: &f, Findings: []Line{}}
	for _, x := range found {
		switch {
		case len(x.Sights) > 0:
			r.Findings = append(r.Findings, lines(x)...)
		case x.OK && x.Granted != "":
			r.Findings = append(r.Findings, Line{x.Rule, campaign.Note, x.Message, x.AtS, x.Evidence})
		case x.Undecided && x.By == string(campaign.ByMachine):
			r.Findings = append(r.Findings, Line{x.Rule, campaign.Warn, x.Message, x.AtS, x.Evidence})
		case !x.Undecided && !x.OK:
			r.Findings = append(r.Findings, Line{x.Rule, x.Level, x.Message, x.AtS, x.Evidence})
		}
	}
	return r
}

// lines is one line for each thing seen on the picture, each with its own time.
func lines(f entry.Finding) []Line {
	var all []Line
	for _, s := range f.Sights {
		level := f.Level
		if level == campaign.Error && !breaks(s) {
			level = campaign.Warn
		}
		all = append(all, Line{f.Rule, level, s.Says + "，" + f.Need + "。" + f.Mend, &s.From, s.Picture})
	}
	return all
}

// Refuse reports on a file that cannot be read as a film. err is what probing it answered.
func Refuse(err error, filename string) Report {
	why := media.Asset{Problem: ffmpeg.ReasonOf(err)}.Says("zh")
	if why == "" {
		why = err.Error()
	}
	return Report{File: filename, Verdict: entry.Unreadable, Findings: []Line{{Rule: unreadable, Level: campaign.Error, Message: why, Evidence: string(ffmpeg.ReasonOf(err))}}}
}

// Missing reports on a file that is not there or may not be opened, so that a list of files has a report for each.
func Missing(filename string, err error) Report {
	why := "文件打不开，请检查路径和权限 (cannot be opened; check path and permissions): " + err.Error()
	return Report{File: filename, Verdict: entry.Unreadable, Findings: []Line{{Rule: unreadable, Level: campaign.Error, Message: why}}}
}

// unreadable names the finding that rests on no rule of the notice: a file nobody can play.
const unreadable = "readable"

func withName(facts map[string]any, filename string) map[string]any {
	facts["filename"] = filename
	return facts
}

// Findings judges what is known of a file alone; facts have the names of `saiying inspect --json`. What is missing leaves a
// rule undecided. Rules that only a screener can judge are listed as undecided too, so that nobody takes silence for a pass.
func Findings(c *campaign.Campaign, facts map[string]any) []entry.Finding {
	return findings(c, c.JudgeMedia(facts), media.Asset{})
}

// findingsOf judges a film of an entry, knowing also what its form says and what people decided about the works like it.
func findingsOf(c *campaign.Campaign, e entry.Entry, like duplicates, facts map[string]any) []entry.Finding {
	var film media.Asset
	if e.File != nil {
		film = *e.File
	}
	about := c.JudgeMedia(facts)
	all := told(c, e)
	all["entry.filename"] = facts["filename"]
	for k, v := range facts {
		all["media."+k] = v
	}
	like.tell(all)
	verdicts := slices.DeleteFunc(c.Judge(all), func(v campaign.Verdict) bool {
		_, others := repeatOf(c, v.Rule.Key)
		return v.Undecided && !others && !slices.ContainsFunc(about, func(m campaign.Verdict) bool { return m.Rule.Key == v.Rule.Key })
	})
	found := findings(c, verdicts, film)
	for i := range found {
		if r, ok := repeatOf(c, found[i].Rule); ok {
			rule, _ := c.Rule(found[i].Rule)
			like.word(&found[i], rule, r)
		}
	}
	return found
}

// told is what an entry's form says, under the names that rules use.
func told(c *campaign.Campaign, e entry.Entry) map[string]any {
	facts := map[string]any{"entry.door": e.Door}
	for k, v := range e.Fields {
		facts["entry."+k] = v
	}
	for _, t := range c.Topics {
		var chosen []any
		for _, o := range t.Options {
			if slices.Contains(e.Topics, o.Key) {
				chosen = append(chosen, o.Key)
			}
		}
		switch {
		case t.Cardinality == campaign.OptionalMany:
			facts["entry."+t.Key] = chosen
		case len(chosen) == 1:
			facts["entry."+t.Key] = chosen[0]
		}
	}
	for _, d := range c.Declarations {
		facts["declared."+d.Key] = slices.Contains(e.Declarations, d.Key)
	}
	tellAI(c, e, facts)
	return facts
}

// tellAI tells of generated content: whether the author says there is some, and whether the film says so on its picture, by the author's
// word or because it was seen.
func tellAI(c *campaign.Campaign, e entry.Entry, facts map[string]any) {
	facts["entry.ai_generated"] = len(c.AISaid(campaign.AIGenerated, e.Topics, e.Declarations)) > 0
	marked := len(c.AISaid(campaign.AILabelled, e.Topics, e.Declarations)) > 0
	if l := entry.LabelsOf(c, e, "zh"); marked || l != nil && l.Watched {
		facts["entry.ai_labelled"] = marked || len(l.Explicit) > 0
	}
}

func findings(c *campaign.Campaign, verdicts []campaign.Verdict, film media.Asset) []entry.Finding {
	all := []entry.Finding{}
	for _, r := range c.Rules {
		i := slices.IndexFunc(verdicts, func(v campaign.Verdict) bool { return v.Rule.Key == r.Key })
		switch {
		case i >= 0:
			all = append(all, finding(verdicts[i]))
		case len(r.LooksFor) > 0:
			all = append(all, look(r, film))
		case r.Expr == "" && slices.Contains(r.By, campaign.ByScreener):
			all = append(all, entry.Finding{Rule: r.Key, Label: r.Label, Says: r.Says, Level: r.Level, Undecided: true, Need: r.Need,
				Message: "由初审员判断。", By: string(campaign.ByScreener)})
		}
	}
	return all
}

func finding(v campaign.Verdict) entry.Finding {
	f := entry.Finding{Rule: v.Rule.Key, Label: v.Rule.Label, Says: v.Rule.Says, Level: v.Level, OK: v.OK, Undecided: v.Undecided, Got: v.Got,
		Need: v.Need, Message: v.Message(), Granted: v.Granted, By: string(campaign.ByMachine)}
	if !v.OK && !v.Undecided {
		f.Mend = v.Rule.Mend
	}
	if v.Undecided && slices.Contains(v.Rule.By, campaign.ByScreener) {
		f.By = string(campaign.ByScreener)
	}
	return f
}
