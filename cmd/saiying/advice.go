package main

import (
	"fmt"
	"io"

	"saiying/internal/campaign"
	"saiying/internal/inspection"
)

// advise prints how to export the film again so that it keeps the rules it broke.
func advise(out io.Writer, c *campaign.Campaign, r inspection.Report) error {
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	for _, tool := range inspection.Advise(c, rules, "zh") {
		if _, err := fmt.Fprintf(out, "  %s怎样导出：\n", tool.Name); err != nil {
			return err
		}
		for _, step := range tool.Steps {
			if _, err := fmt.Fprintf(out, "    %s\n", step.Says); err != nil {
				return err
			}
		}
	}
	return nil
}
