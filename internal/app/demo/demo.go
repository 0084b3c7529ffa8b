// Package demo fills an empty installation with the five notices' contests at different phases: it moves their calendars so
// that today falls where it should, and acts the past out on a clock of its own, by the same verbs that people use: films
// are taken in and rendered, entries are screened, votes are cast, sheets are filled in.
//
// Everything it invents is plausible and nobody's: people, units, titles, votes and scores.
package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"saiying/campaigns"
	"saiying/internal/app"
	"saiying/internal/campaign"
	"saiying/internal/platform/demofilm"
)

// Say tells how far the filling is, a line at a time.
type Say func(format string, args ...any)

// stage is where the past is acted out.
type stage struct {
	app   *app.App
	clock *Clock
	now   time.Time
	dice  *rand.Rand // seeded, so that every demonstration tells the same story
	films []string   // paths
	copy  string     // path of a film cut out of another, as a second entrant might hand it in
	works []work
	cast  cast
	say   Say
}

// Fill acts out the five contests on a, whose clock must be c and whose work must be started. Films are made once and kept in
// the folder cache. An installation that has campaigns already is left as it is.
func Fill(ctx context.Context, a *app.App, c *Clock, cache string, say Say) error {
	if filled, err := a.Filled(ctx); err != nil || filled {
		return err
	}
	defer c.release()
	s := &stage{app: a, clock: c, now: time.Now(), dice: rand.New(rand.NewPCG(2020, 1015)), say: say}
	if err := errors.Join(s.readWorks(), s.makeFilms(ctx, cache)); err != nil {
		return err
	}
	if err := s.engage(ctx); err != nil {
		return err
	}
	for _, act := range []struct {
		key, phase string
		play       func(ctx context.Context, c *campaign.Campaign) error
	}{
		{"heilongjiang-2022", "showcase", s.heilongjiang},
		{"tianjin-2021", "final", s.tianjin},
		{"miit-2024", "screening", s.miit},
		{"henan-2025", "collection", s.henan},
		{"hebei-2020", "vote", s.hebei}, // the newest stands first in every list
	} {
		c, err := s.issue(ctx, act.key, act.phase)
		if err != nil {
			return fmt.Errorf("%s: %w", act.key, err)
		}
		say("正在布置：%s", c.ShortTitle)
		if err := act.play(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", act.key, err)
		}
	}
	s.clock.release()
	return s.allowShared("heilongjiang-2022", "tianjin-2021", "miit-2024", "henan-2025", "hebei-2020")
}

func (s *stage) readWorks() (err error) {
	s.works, err = works()
	return err
}

// howMany films are made: each takes about two seconds of two processors to make and as long to render.
const howMany = 24

// makeFilms makes the films, or finds those of an earlier time.
func (s *stage) makeFilms(ctx context.Context, cache string) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	specs := demofilm.Looks(howMany)
	err := demofilm.Make(ctx, s.app.Tool(), cache, specs, func(done, total int) { s.say("正在制作演示影片 %d/%d", done, total) })
	if err != nil {
		return err
	}
	for _, spec := range specs {
		s.films = append(s.films, filepath.Join(cache, spec.File()))
	}
	return s.makeCopy(ctx, cache, specs[copied].File())
}

// copied is which of the works is handed in twice.
const copied = 3

// makeCopy cuts the beginning off a film and encodes it anew, smaller.
func (s *stage) makeCopy(ctx context.Context, cache, film string) error {
	const name = "copy.mp4"
	s.copy = filepath.Join(cache, name)
	if _, err := os.Stat(s.copy); err == nil {
		return nil
	}
	return s.app.Tool().Compose(ctx, cache, "-ss", "2", "-i", film, "-vf", "scale=trunc(iw/3)*2:trunc(ih/3)*2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "27",
		"-c:a", "aac", "-movflags", "+faststart", name)
}

// undecided are the points that a contest's organiser has yet to decide, so that a visitor may.
var undecided = map[string][]string{"hebei-2020": {"publicity.days", "publicity.day_type"}}

// without leaves out the decisions on some points.
func without(decisions []byte, points []string) ([]byte, error) {
	if len(points) == 0 {
		return decisions, nil
	}
	key, list, faults := campaign.LoadDecisions(bytes.NewReader(decisions), "decisions")
	if faults != nil {
		return nil, faults[0]
	}
	zone := list[0].At.Location() // in which the file was read, and will be read again
	list = slices.DeleteFunc(list, func(d campaign.Decision) bool { return slices.Contains(points, d.Path) })
	return campaign.DecisionsText(key, list, zone), nil
}

// issue moves a notice's calendar so that today falls in the phase, and creates the campaign.
func (s *stage) issue(ctx context.Context, key, phase string) (*campaign.Campaign, error) {
	notice, err := campaigns.Files.ReadFile(key + ".yaml")
	if err != nil {
		return nil, err
	}
	decisions, err := campaigns.Files.ReadFile(key + ".decisions.yaml")
	if err != nil {
		return nil, err
	}
	if decisions, err = without(decisions, undecided[key]); err != nil {
		return nil, err
	}
	notice, decisions, err = campaign.ShiftTo(notice, decisions, phase, s.now)
	if err != nil {
		return nil, err
	}
	s.clock.release()
	return s.app.Campaign.Create(ctx, notice, decisions)
}

// within is a moment of a phase: share 0 is its opening, 1 its close or now, whichever is sooner.
func (s *stage) within(c *campaign.Campaign, kind campaign.PhaseKind, share float64) (time.Time, error) {
	p, ok := c.PhaseOf(kind)
	if !ok {
		return time.Time{}, fmt.Errorf("there is no phase of kind %s", kind)
	}
	open, end := p.Window.Open, s.now
	if p.Window.Close != nil && p.Window.Close.Before(end) {
		end = p.Window.Close.Add(-time.Minute)
	}
	if open == nil {
		month := end.AddDate(0, -1, 0)
		open = &month
	}
	return open.Add(time.Duration(share * float64(end.Sub(*open)))), nil
}
