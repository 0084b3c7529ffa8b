package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"saiying/internal/app"
)

func clockCommand() *cobra.Command {
	return &cobra.Command{Use: "clock", Short: "confirm the machine's time after it jumped, so that votes are counted again",
		Long: `Counting stops when the machine's time jumps by more than a minute: it was set, or the machine was asleep. Set the time right (timedatectl set-ntp true);
a server whose time is back where it was goes on by itself. Where the time is right as it stands, this command says so to every running server.`,
		Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
			return with(c, func(a *app.App) error {
				if err := a.Ballot.ConfirmClock(c.Context()); err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "已确认服务器时间%s，恢复计票 The time is confirmed, votes are counted again.\n", time.Now().Format("2006-01-02 15:04:05 -0700"))
				return nil
			})
		}}
}
