package jury

import (
	"time"

	"saiying/internal/platform/fault"
)

// SheetState is where a judge's sheet for a work stands.
type SheetState string

// The states of a sheet. A draft is saved and does not count; a recused sheet never counts.
const (
	SheetTodo    SheetState = "todo"
	SheetDraft   SheetState = "draft"
	SheetDone    SheetState = "done"
	SheetRecused SheetState = "recused"
)

// sheet is one judge's scoresheet for one work.
type sheet struct {
	id, campaign, round, entry, judge string
	state                             SheetState
	scores                            map[string]Points
	note                              string
	version                           int
	watched                           int // seconds of the film played
	reason                            string
	dealt, changed                    time.Time
}

// Filling is what a judge sends in for a sheet.
type Filling struct {
	Scores  map[string]float64 `json:"scores" doc:"Marks by criterion; leave out what is not scored yet"`
	Note    string             `json:"note,omitempty" maxLength:"2000"`
	Version int                `json:"version" doc:"The version that was read"`
	Done    bool               `json:"done" doc:"Whether the sheet is finished; a draft does not count"`
	Watched float64            `json:"watched_s,omitempty" minimum:"0" maximum:"1000000" doc:"Seconds of the film played so far"`
}

// mark checks a filling against the rules and puts it on the sheet.
func (s Spec) mark(sh sheet, f Filling) (sheet, error) {
	sh.scores = map[string]Points{}
	for _, c := range s.Criteria {
		v, given := f.Scores[c.Key]
		if !given {
			continue
		}
		p, exact := pointsOf(v)
		if !exact || p < s.Scale.Min || p > s.Scale.Max || s.Scale.Step > 0 && (p-s.Scale.Min)%s.Scale.Step != 0 {
			return sh, s.refusal().Field("scores."+c.Key, "“"+c.Label+"”的分数不在范围内。", "This mark is out of range.")
		}
		sh.scores[c.Key] = p
	}
	for key := range f.Scores {
		if _, known := sh.scores[key]; !known {
			return sh, s.refusal().Field("scores."+key, "没有这项指标。", "There is no such criterion.")
		}
	}
	if left := len(s.Criteria) - len(sh.scores); f.Done && left > 0 {
		return sh, ErrUnscored.With("n", left)
	}
	sh.note, sh.watched, sh.state = f.Note, max(sh.watched, int(f.Watched)), SheetDraft
	if f.Done {
		sh.state = SheetDone
	}
	return sh, nil
}

func (s Spec) refusal() *fault.Fault {
	return ErrMarks.With("min", s.Scale.Min.short(), "max", s.Scale.Max.short(), "step", s.Scale.Step.short())
}

// sum is the judge's total as it stands, when every criterion is scored.
func (s Spec) sum(sh sheet) (Points, bool) {
	if len(sh.scores) < len(s.Criteria) {
		return 0, false
	}
	return rounded(s.total(Marks{Scores: sh.scores})), true
}
