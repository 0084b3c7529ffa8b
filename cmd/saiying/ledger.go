package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"saiying/internal/app"
)

func ledgerCommand() *cobra.Command {
	return &cobra.Command{Use: "ledger CAMPAIGN", Short: "sign and publish a vote's ledger as it stands, without waiting for midnight",
		Long: `Signs the ledger of a vote as it stands now: before a machine is moved or a backup taken, or when somebody doubts the figures of the day.
The server does this by itself after each midnight and after the close. It may be running.`,
		Args: cobra.ExactArgs(1), RunE: func(c *cobra.Command, args []string) error {
			return with(c, func(a *app.App) error {
				tree, err := a.Ballot.Publish(c.Context(), args[0])
				if err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "%s的账本已公布到第%d条 The ledger is published up to its entry %[2]d.\n", args[0], tree.N)
				return nil
			})
		}}
}
