// Command saiying runs short-video contests: the server, its background work, and the tools of an operator's shell.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"
	_ "time/tzdata" // calendar days are the contest's, on machines without zone files too
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})))
	c := root()
	begun := false
	c.PersistentPreRun = func(*cobra.Command, []string) { begun = true }
	asked, err := c.ExecuteContextC(ctx)
	if err != nil && !begun { // the words of the command line were wrong, not what they ask for
		err = fmt.Errorf("%w; see %s --help", err, asked.CommandPath())
	}
	var e *exit
	if errors.As(err, &e) {
		if e.err != nil {
			fmt.Fprintln(os.Stderr, e.err)
		}
		os.Exit(e.code)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// exit ends the program with a code that a script can read; err, if any, is printed first.
type exit struct {
	code int
	err  error
}

func (e *exit) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

var flags struct{ config, data, listen string }

func root() *cobra.Command {
	c := &cobra.Command{
		Use:           "saiying",
		Short:         "赛映：短视频征集评选活动，从通知到归档",
		Long:          "赛映（Saiying）runs a short-video contest from its notice to its archive.\nOne binary; SQLite and a folder by default. Configuration: docs/operate.md.",
		SilenceUsage:  true,
		SilenceErrors: true,

		DisableSuggestions: true, // a line of its own each
	}
	p := c.PersistentFlags()
	p.StringVar(&flags.config, "config", "", "configuration file (YAML)")
	p.StringVar(&flags.data, "data", "", "data folder (default ./data)")
	c.AddCommand(serveCommand(), demoCommand(), workerCommand(), campaignCommand(), inspectCommand(), retallyCommand(), ledgerCommand(), clockCommand(), userCommand(), migrateCommand(), doctorCommand(), versionCommand())
	return c
}

// version is the module's version, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if linked != "" {
		return linked
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "devel"
}

// linked is set by the linker: -ldflags "-X main.linked=v1.2.3".
var linked string

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "print the version", Args: cobra.NoArgs, Run: func(c *cobra.Command, _ []string) {
		fmt.Fprintln(c.OutOrStdout(), "saiying", version())
	}}
}
