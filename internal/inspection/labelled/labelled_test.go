package labelled_test

import (
	"slices"
	"testing"

	"saiying/internal/campaign"
	"saiying/internal/inspection"
	"saiying/internal/inspection/labelled"
	"saiying/internal/platform/ffmpeg"
)

func TestTheInspectionAgreesWithTheNotices(t *testing.T) {
	tool, err := ffmpeg.New(t.Context(), ffmpeg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, film := range labelled.Films() {
		t.Run(film.String(), func(t *testing.T) {
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
