package labelled

import (
	"context"
	"errors"
	"slices"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
	"saiying/internal/platform/vision/visiontest"
)

// Notice is a shipped notice with the organiser's decisions.
func Notice(key string) (*campaign.Campaign, error) { return campaign.ReadPair(campaigns.Files, key) }

// Judge inspects a film that was made, by its notice. Its picture is not watched: it shows nothing that a notice forbids, and what is
// seen on pictures is held against films of their own, see [Forbidding].
func Judge(ctx context.Context, tool *ffmpeg.Tool, film Film, path string) (inspection.Report, error) {
	c, err := Notice(film.Campaign)
	if err != nil {
		return inspection.Report{}, err
	}
	facts, err := tool.Probe(ctx, path)
	if errors.Is(err, ffmpeg.ErrUnreadable) {
		return inspection.Refuse(err, film.Name()), nil
	}
	if err != nil {
		return inspection.Report{}, err
	}
	return inspection.Judge(c, facts, []vision.Sight{}, film.Name()), nil
}

// Forbidding is the notice that says what must not be seen on the picture, and of its rules only those that say so: the films that show
// it are small, and would break the others.
func Forbidding() (*campaign.Campaign, error) {
	c, err := Notice("henan-2025")
	if err == nil {
		c.Rules = slices.DeleteFunc(c.Rules, func(r campaign.Rule) bool { return len(r.LooksFor) == 0 })
	}
	return c, err
}

// Verdict is what the notice that forbids says of a clip. Bars fail it. A card, a logo or a slate asks for a person, and so does a
// camera that never moves, before which nobody can tell. The label 《AI生成》 is asked for by law, and is none of these.
func Verdict(c visiontest.Clip) entry.Verdict {
	verdict := entry.Pass
	for _, w := range c.Want {
		switch w.Kind {
		case vision.Bars:
			return entry.Fail
		case vision.Card, vision.Logo, vision.Slate:
			verdict = entry.Review
		}
	}
	return verdict
}
