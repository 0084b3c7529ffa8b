package labelled_test

import (
	"slices"
	"strings"
	"testing"

	"saiying/internal/campaign"
	"saiying/internal/inspection"
	"saiying/internal/inspection/labelled"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision/visiontest"
)

// atOnce is how many films are made and watched at once: each takes more than one processor by itself.
const atOnce = 2

func TestTheInspectionAgreesWithTheNotices(t *testing.T) {
	tool, places := open(t), make(chan struct{}, atOnce)
	for _, film := range labelled.Films() {
		t.Run(film.String(), func(t *testing.T) {
			t.Parallel()
			places <- struct{}{}
			defer func() { <-places }()
			path, err := film.Make(t.Context(), tool, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			r, err := labelled.Judge(t.Context(), tool, film, path)
			if err != nil {
				t.Fatal(err)
			}
			says := slices.ContainsFunc(r.Findings, func(l inspection.Line) bool { return l.Rule == film.Rule })
			blamed := slices.ContainsFunc(r.Findings, func(l inspection.Line) bool { return l.Level != campaign.Note })
			if r.Verdict != film.Want || film.Rule != "" && !says || film.Rule == "" && blamed {
				t.Errorf("%s, want %s by %q: %+v of %+v", r.Verdict, film.Want, film.Rule, r.Findings, r.Facts)
			}
		})
	}
}

// Every detector finds what is there, at the right time, and is silent where something only looks so; and the notice that forbids such
// things says of each film what a person would.
func TestTheInspectionSeesWhatIsForbidden(t *testing.T) {
	tool, places := open(t), make(chan struct{}, atOnce)
	studio := &visiontest.Studio{Dir: t.TempDir(), Tool: tool}
	notice, err := labelled.Forbidding()
	if err != nil {
		t.Fatal(err)
	}
	for _, clip := range visiontest.Set() {
		t.Run(clip.Name, func(t *testing.T) {
			t.Parallel()
			places <- struct{}{}
			defer func() { <-places }()
			path, err := studio.Make(t.Context(), clip)
			if err != nil {
				t.Fatal(err)
			}
			r, err := inspection.Inspect(t.Context(), tool, notice, path, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for kind, v := range visiontest.Judge(clip.Want, r.Sights) {
				if !v.Right() {
					t.Errorf("%s: %+v", kind, v)
				}
			}
			for _, s := range r.Sights {
				t.Logf("%s %.1f–%.1f box %+v strength %.2f", s.Kind, s.From, s.To, s.Box, s.Strength)
				if s.Shows == nil || s.Shows.Bounds().Dx() > 640 {
					t.Errorf("%s shows no small picture", s.Kind)
				}
			}
			if want := labelled.Verdict(clip); r.Verdict != want {
				t.Errorf("%s, want %s: %+v", r.Verdict, want, r.Findings)
			}
			// Of a camera that stands still nobody can tell whether there is a mark besides the label.
			if strings.HasPrefix(clip.Name, "label-") && !clip.Tripod && slices.ContainsFunc(r.Findings, func(l inspection.Line) bool { return l.Rule == "clean" }) {
				t.Errorf("the label breaks a rule: %+v", r.Findings)
			}
		})
	}
}

func open(t *testing.T) *ffmpeg.Tool {
	t.Helper()
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tool
}
