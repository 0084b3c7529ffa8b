package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"saiying/internal/app"
	"saiying/internal/app/demo"
	"saiying/internal/identity"
)

// with opens the program without serving, for a command that works on its data: a demonstration's at the demonstration's time.
func with(c *cobra.Command, fn func(a *app.App) error) error {
	cfg, err := read(flags.config, flagsOf("data", flags.data))
	if err != nil {
		return err
	}
	if cfg.Clock, err = demo.NewClock(filepath.Join(cfg.Data, "clock")); err != nil { // the machine's time on any other folder
		return err
	}
	a, err := app.Open(c.Context(), cfg)
	if err != nil {
		return err
	}
	return errors.Join(fn(a), a.Close())
}

func migrateCommand() *cobra.Command {
	return &cobra.Command{Use: "migrate", Short: "bring the database up to date", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return with(c, func(*app.App) error { // opening is what migrates
			fmt.Fprintln(c.OutOrStdout(), "数据库已是最新 The database is up to date.")
			return nil
		})
	}}
}

func doctorCommand() *cobra.Command {
	return &cobra.Command{Use: "doctor", Short: "check ffmpeg, fonts, disk, clock, database, files, secrets and the audit record", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return with(c, func(a *app.App) error {
			ill := 0
			for _, check := range a.Checks(c.Context()) {
				mark := "好 "
				if !check.OK {
					mark = "不好"
					ill++
				}
				fmt.Fprintf(c.OutOrStdout(), "%s\t%s\t%s\n", mark, check.Name, check.Says)
			}
			if ill > 0 {
				return &exit{1, fmt.Errorf("有%d项需要处理 (%d checks failed)", ill, ill)}
			}
			return nil
		})
	}}
}

func userCommand() *cobra.Command {
	var a identity.Appointment
	var role string
	add := &cobra.Command{Use: "add", Short: "appoint a member of staff and print their one-time sign-in link", Args: cobra.NoArgs,
		Example: "  saiying user add --name 周启明 --email zhou@example.cn --role admin\n  saiying user add --name 孟怀远 --phone 13800000003 --role judge --campaign hebei-2020",
		RunE: func(c *cobra.Command, _ []string) error {
			a.Grant.Role = identity.Role(role)
			return with(c, func(app *app.App) error {
				if a.Grant.Campaign != identity.Everywhere {
					if _, err := app.Campaign.Open(c.Context(), a.Grant.Campaign); err != nil {
						return fmt.Errorf("--campaign %s: %w", a.Grant.Campaign, err)
					}
				}
				p, link, err := app.Identity.Appoint(c.Context(), a)
				if err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "%s %s（%s）\n%s\n", p.ID, p.Name, identity.RoleLabel(a.Grant.Role), link)
				return nil
			})
		}}
	f := add.Flags()
	f.StringVar(&a.Name, "name", "", "name")
	f.StringVar(&a.Email, "email", "", "mail address")
	f.StringVar(&a.Phone, "phone", "", "mobile number")
	f.StringVar(&role, "role", "admin", "one of "+strings.Join(roleNames(), ", "))
	f.StringVar(&a.Grant.Campaign, "campaign", identity.Everywhere, "a campaign's key, or * for all")
	c := &cobra.Command{Use: "user", Short: "members of staff"}
	c.AddCommand(add)
	return c
}

func roleNames() []string {
	names := make([]string, len(identity.Roles))
	for i, r := range identity.Roles {
		names[i] = string(r)
	}
	return names
}

// open opens a file that a person named, with an error that names it.
func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s 打不开 (cannot be opened): %w", path, err)
	}
	return f, nil
}
