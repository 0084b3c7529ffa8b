package entry

import (
	"time"

	"saiying/internal/campaign"
	"saiying/internal/platform/vision"
)

// Finding is what an inspection says about one rule of the notice, and what a person said to it. OK, Undecided and Level are
// the machine's and stay so; Weight says what counts.
type Finding struct {
	Rule      string         `json:"rule"`
	Label     string         `json:"label"`
	Says      string         `json:"says" doc:"The notice's own words"`
	Level     campaign.Level `json:"level" enum:"error,warn,note"`
	OK        bool           `json:"ok"`
	Undecided bool           `json:"undecided" doc:"Facts are missing, or a person must look"`
	Got       string         `json:"got"`
	Need      string         `json:"need"`
	Message   string         `json:"message"`
	Granted   string         `json:"granted,omitempty" doc:"The leniency that a pass rests on"`
	Mend      string         `json:"mend,omitempty"`
	AtS       *float64       `json:"at_s,omitempty"`
	Evidence  string         `json:"evidence,omitempty"`
	By        string         `json:"by"`
	Sights    []Sight        `json:"sights,omitempty" doc:"What was seen on the picture"`
	Opinion   *Opinion       `json:"opinion,omitempty" doc:"What a person said of the finding as a whole"`
}

// Sight is one thing seen on the picture that a rule is about. Times are seconds, places fractions of the picture as shown.
type Sight struct {
	Key         string         `json:"key" doc:"Names the sight within its film"`
	Kind        campaign.Sight `json:"kind" enum:"bars,card,logo,slate,ai_label"`
	From        float64        `json:"from_s"`
	To          float64        `json:"to_s"`
	Box         *vision.Box    `json:"box,omitempty"`
	Sure        bool           `json:"sure" doc:"The machine decides; otherwise a person looks"`
	Undecidable bool           `json:"undecidable,omitempty" doc:"It cannot be told; the picture is a heat map"`
	Picture     string         `json:"picture,omitempty"`
	Says        string         `json:"says"`
	Opinion     *Opinion       `json:"opinion,omitempty"`
}

// Stand is where a person stands on what a machine found.
type Stand string

// The stands.
const (
	Confirmed Stand = "confirmed" // 属实
	Dismissed Stand = "dismissed" // 误报
)

// Opinion is what a person says of a finding or a sight.
type Opinion struct {
	Stand Stand          `json:"stand" enum:"confirmed,dismissed"`
	Words string         `json:"words,omitempty"`
	Name  string         `json:"name,omitempty" doc:"Who said it; staff only"`
	At    time.Time      `json:"at"`
	Level campaign.Level `json:"level" enum:"error,warn,note" doc:"How grave the notice holds it, once confirmed"`
}

// Weight is how gravely a finding counts: the machine's level, a person's once there is one, and "" where nothing is wrong.
func (f Finding) Weight() campaign.Level {
	switch {
	case f.Opinion != nil && f.Opinion.Stand == Dismissed:
		return ""
	case f.Opinion != nil:
		return f.Opinion.Level
	case f.OK || f.Undecided:
		return ""
	}
	return f.Level
}

// VerdictOf sums findings up, as people have settled them: a broken rule of level error fails the film; a broken rule of level
// warn, or one that no person was named for and that could not be decided, asks for a person.
func VerdictOf(all []Finding) Verdict {
	v := Pass
	for _, f := range all {
		switch weight := f.Weight(); {
		case weight == campaign.Error:
			return Fail
		case weight == campaign.Warn, f.Opinion == nil && f.Undecided && f.By != string(campaign.ByScreener):
			v = Review
		}
	}
	return v
}

// forAuthor is the entry as its author may know it: without the names of staff, and without a word of the films that its film is
// like.
func (e Entry) forAuthor() Entry {
	out := []Finding{}
	for _, f := range e.Findings {
		if f.By == string(campaign.ByDuplicate) {
			continue
		}
		f.Opinion = f.Opinion.anonymous()
		sights := make([]Sight, len(f.Sights))
		for i, s := range f.Sights {
			s.Opinion = s.Opinion.anonymous()
			sights[i] = s
		}
		f.Sights = sights
		out = append(out, f)
	}
	e.Findings = out
	if e.Verdict != "" && e.Verdict != Unreadable {
		e.Verdict = VerdictOf(out)
	}
	return e
}

func (o *Opinion) anonymous() *Opinion {
	if o == nil {
		return nil
	}
	nameless := *o
	nameless.Name = ""
	return &nameless
}
