package labelled

import (
	"bytes"
	"context"
	"errors"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/inspection"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// Notice is a shipped notice with the organiser's decisions.
func Notice(key string) (*campaign.Campaign, error) {
	text, err := campaigns.Files.ReadFile(key + ".yaml")
	if err != nil {
		return nil, err
	}
	decided, err := campaigns.Files.ReadFile(key + ".decisions.yaml")
	if err != nil {
		return nil, err
	}
	c, faults := campaign.Load(bytes.NewReader(text), key+".yaml")
	if len(faults) > 0 {
		return nil, faults[0]
	}
	_, decisions, faults := campaign.LoadDecisions(bytes.NewReader(decided), key+".decisions.yaml")
	if len(faults) == 0 {
		c, faults = c.Apply(decisions)
	}
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return c, nil
}

// Judge inspects a film that was made, by its notice. Its picture is not watched: it shows nothing that a notice forbids, and what the
// detectors see is held against films of their own, in platform/vision/visiontest.
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
