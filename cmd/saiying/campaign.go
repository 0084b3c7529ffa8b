package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"saiying/internal/app"
	"saiying/internal/campaign"
)

func campaignCommand() *cobra.Command {
	c := &cobra.Command{Use: "campaign", Short: "campaign files: the notice as data"}
	var decisions string
	apply := &cobra.Command{Use: "apply FILE", Short: "create or update the campaign in the data store", Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
		return with(c, func(a *app.App) error { return applyFile(c, a, args[0], decisions) })
	}}
	apply.Flags().StringVar(&decisions, "decisions", "", "the organiser's decisions (default: the *.decisions.yaml beside FILE, if any)")
	c.AddCommand(apply,
		&cobra.Command{Use: "check FILE...", Short: "validate campaign files and the decisions beside them", Args: cobra.MinimumNArgs(1), RunE: func(c *cobra.Command, args []string) error {
			return checkFiles(c.OutOrStdout(), args)
		}},
		&cobra.Command{Use: "schema", Short: "print the JSON Schema of a campaign file, for editors", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(campaign.FileSchema())
			return err
		}})
	return c
}

// checkFiles prints every fault as FILE:LINE: message and ends with 1 if there is any.
func checkFiles(out io.Writer, paths []string) error {
	bad := false
	for _, path := range paths {
		if strings.HasSuffix(path, ".decisions.yaml") {
			continue // checked beside its campaign
		}
		_, faults, err := loadCampaign(path, "")
		if err != nil {
			return err
		}
		for _, f := range faults {
			bad = true
			fmt.Fprintln(out, f.Error())
		}
	}
	if bad {
		return &exit{code: 1}
	}
	return nil
}

// loadCampaign reads a campaign file with its decisions, which stand beside it unless named.
func loadCampaign(path, decisionsPath string) (*campaign.Campaign, []campaign.Fault, error) {
	f, err := open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	c, faults := campaign.Load(f, path)
	if len(faults) > 0 {
		return nil, faults, nil
	}
	beside := decisionsPath
	if beside == "" {
		beside = strings.TrimSuffix(path, ".yaml") + ".decisions.yaml"
	}
	d, err := os.Open(beside)
	if errors.Is(err, os.ErrNotExist) && decisionsPath == "" {
		return c, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s 打不开 (cannot be opened): %w", beside, err)
	}
	defer func() { _ = d.Close() }()
	key, decisions, faults := campaign.LoadDecisions(d, beside)
	if len(faults) > 0 {
		return nil, faults, nil
	}
	if key != c.Key {
		return nil, []campaign.Fault{{File: beside, Line: 1, Message: fmt.Sprintf("这份决定属于活动%s，不属于%s", key, c.Key)}}, nil
	}
	c, faults = c.Apply(decisions)
	return c, faults, nil
}

func applyFile(c *cobra.Command, a *app.App, path, decisionsPath string) error {
	loaded, faults, err := loadCampaign(path, decisionsPath)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintln(os.Stderr, f.Error())
		}
		return &exit{code: 1}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if decisionsPath == "" {
		decisionsPath = strings.TrimSuffix(path, ".yaml") + ".decisions.yaml"
	}
	decided, err := os.ReadFile(decisionsPath)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := a.Campaign.Apply(c.Context(), text, decided); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s 第%d版已生效：%s\n", loaded.Key, loaded.Version, loaded.Title)
	return nil
}
