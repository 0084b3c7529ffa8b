package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"saiying/campaigns"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/inspection"
	"saiying/internal/media"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

func inspectCommand() *cobra.Command {
	var name string
	var asJSON bool
	var keep string
	c := &cobra.Command{Use: "inspect --campaign FILE VIDEO...", Short: "the technical review of a file, without a server", Args: cobra.MinimumNArgs(1),
		Long: "Judges films by a campaign's rules, as the server would. FILE is a campaign file, or the key of one that comes with the program (hebei-2020).\nExit: 0 all pass, 1 some finding of level error, 2 unreadable, hostile, or not there.",
		RunE: func(c *cobra.Command, args []string) error {
			rules, err := rulesOf(name)
			if err == nil {
				err = inspectAll(c.Context(), c.OutOrStdout(), rules, args, asJSON, keep)
			}
			if e := (*exit)(nil); err != nil && !errors.As(err, &e) {
				return &exit{2, err} // 1 would say that a film was looked at and does not pass
			}
			return err
		}}
	c.Flags().StringVar(&name, "campaign", "", "campaign file or key")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a file")
	c.Flags().StringVar(&keep, "evidence", "", "folder for pictures of what was seen")
	_ = c.MarkFlagRequired("campaign")
	return c
}

// rulesOf reads a campaign file, or finds the one of that key among those in the program.
func rulesOf(name string) (*campaign.Campaign, error) {
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		if c, ok, err := shipped(name); ok || err != nil {
			return c, err
		}
	}
	c, faults, err := loadCampaign(name, "")
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return c, nil
}

func shipped(key string) (*campaign.Campaign, bool, error) {
	f, err := campaigns.Files.Open(key + ".yaml")
	if err != nil {
		return nil, false, nil
	}
	defer func() { _ = f.Close() }()
	c, faults := campaign.Load(f, key+".yaml")
	if len(faults) > 0 {
		return nil, true, faults[0]
	}
	d, err := campaigns.Files.Open(key + ".decisions.yaml")
	if err != nil {
		return c, true, nil
	}
	defer func() { _ = d.Close() }()
	_, decisions, faults := campaign.LoadDecisions(d, key+".decisions.yaml")
	if len(faults) == 0 {
		c, faults = c.Apply(decisions)
	}
	if len(faults) > 0 {
		return nil, true, faults[0]
	}
	return c, true, nil
}

func inspectAll(ctx context.Context, out io.Writer, rules *campaign.Campaign, videos []string, asJSON bool, keep string) error {
	tool, err := ffmpeg.New(ctx, ffmpeg.Options{})
	if err != nil {
		return err
	}
	code := 0
	for _, video := range videos {
		report, err := inspect(ctx, tool, rules, video, keep)
		if err != nil {
			return err
		}
		switch report.Verdict {
		case entry.Unreadable:
			code = 2
		case entry.Fail:
			code = max(code, 1)
		}
		if asJSON {
			err = json.NewEncoder(out).Encode(report)
		} else {
			err = errors.Join(tell(out, report), advise(out, rules, report))
		}
		if err != nil {
			return err
		}
	}
	if code > 0 {
		return &exit{code: code}
	}
	return nil
}

func inspect(ctx context.Context, tool *ffmpeg.Tool, rules *campaign.Campaign, video, keep string) (inspection.Report, error) {
	if _, err := os.Stat(video); err != nil {
		return inspection.Report{}, fmt.Errorf("%s 打不开 (cannot be opened): %w", video, err)
	}
	facts, err := tool.Probe(ctx, video)
	if errors.Is(err, ffmpeg.ErrUnreadable) {
		return inspection.Refuse(err, video), nil
	}
	if err != nil {
		return inspection.Report{}, err
	}
	dir, err := os.MkdirTemp("", "saiying-inspect-")
	if err != nil {
		return inspection.Report{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	seen, err := media.Watch(ctx, tool, video, facts, dir, ffmpeg.Watch{})
	if errors.Is(err, ffmpeg.ErrUnreadable) {
		return inspection.Refuse(err, video), nil
	}
	if err != nil {
		return inspection.Report{}, err
	}
	if err := keepEvidence(dir, keep, video, seen.Sights); err != nil {
		return inspection.Report{}, err
	}
	return inspection.Judge(rules, seen.Facts, seen.Sights, video), nil
}

// keepEvidence copies the pictures of what was seen to the folder that a person named, and has the report name them there. Where
// nobody asked for them the report names none.
func keepEvidence(from, to, video string, sights []vision.Sight) error {
	if to != "" {
		if err := os.MkdirAll(to, 0o755); err != nil {
			return fmt.Errorf("--evidence %s 建不了 (cannot be made): %w", to, err)
		}
	}
	for i := range sights {
		name := sights[i].Picture
		if sights[i].Picture = ""; to == "" || name == "" {
			continue
		}
		picture, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		sights[i].Picture = filepath.Join(to, filepath.Base(video)+"."+name)
		if err := os.WriteFile(sights[i].Picture, picture, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// tell prints a report for a person.
func tell(out io.Writer, r inspection.Report) error {
	words := map[entry.Verdict]string{entry.Pass: "合格", entry.Fail: "不合格", entry.Review: "要人看", entry.Unreadable: "无法读取"}
	if _, err := fmt.Fprintf(out, "%s：%s\n", r.File, words[r.Verdict]); err != nil {
		return err
	}
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(out, "  [%s] %s\n", f.Level, f.Message); err != nil {
			return err
		}
	}
	return nil
}
