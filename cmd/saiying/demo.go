package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/spf13/cobra"

	"saiying/internal/app"
	"saiying/internal/app/demo"
	"saiying/internal/platform/wechat/double"
)

func demoCommand() *cobra.Command {
	c := &cobra.Command{Use: "demo", Short: "serve the five notices' contests with invented people, films and votes", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		return runDemo(c.Context())
	}}
	c.Flags().StringVar(&flags.listen, "listen", "", "address to listen on (default 127.0.0.1:8080)")
	return c
}

// runDemo serves on a fresh folder, which goes with the program, or on --data, which stays.
func runDemo(ctx context.Context) error {
	data := flags.data
	if data == "" {
		dir, err := os.MkdirTemp("", "saiying-demo-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		data = dir
	}
	cfg, err := read(flags.config, flagsOf("data", data, "listen", flags.listen))
	if err != nil {
		return err
	}
	l, err := listen(cfg) // before anything is cleared away: another may be filling it
	if err != nil {
		return err
	}
	half := filepath.Join(data, "half-filled")
	if err := clearHalf(cfg, half); err != nil {
		return err
	}
	clock, err := demo.NewClock(filepath.Join(data, "clock"))
	if err != nil {
		return err
	}
	cfg.Clock, cfg.Demo, cfg.AllowSandbox = clock, clock, true
	if cfg.WeChatAppID == "" {
		cfg.WeChatAppID, cfg.WeChatSecret = "wxdemo", "demo"
	}
	if cfg.WeChatBase == "" {
		stop, err := standIn(&cfg)
		if err != nil {
			return err
		}
		defer func() { _ = stop() }()
		fmt.Fprintln(os.Stderr, "微信由本机的替身代答 WeChat is played by a double:", cfg.WeChatBase)
	}
	films, err := filmCache()
	if err != nil {
		return err
	}
	return serve(ctx, cfg, l, func(a *app.App) error {
		clock.Accompany(a)
		began := time.Now()
		if err := fill(ctx, a, half, func() error { return demo.Fill(ctx, a, clock, films, progress()) }); err != nil {
			return err
		}
		if spent := time.Since(began); spent > time.Second {
			fmt.Fprintf(os.Stderr, "\r\033[K演示布置好了，用时%d秒。\n", int(spent.Seconds()))
		}
		return nil
	}, func(_ *app.App, url string) { greet(url) })
}

// fill has the work done on an empty installation, under a mark that stays when it is broken off.
func fill(ctx context.Context, a *app.App, half string, work func() error) error {
	if filled, err := a.Filled(ctx); err != nil || filled {
		return err
	}
	if err := os.WriteFile(half, nil, 0o600); err != nil {
		return err
	}
	if err := work(); err != nil {
		if ctx.Err() != nil {
			return errors.New("没有布置完就停了，下次从头再来 Stopped before it was filled; the next start begins again")
		}
		return err
	}
	return os.Remove(half)
}

// clearHalf throws away a demonstration whose filling was broken off: the rest of it would never come. What is kept outside the
// folder is not thrown away for anybody.
func clearHalf(cfg app.Config, half string) error {
	if _, err := os.Stat(half); err != nil {
		return nil // filled, or not yet begun
	}
	if cfg.Database != ownDatabase(cfg.Data) || cfg.Blobs.Address != ownBlobs(cfg.Data) {
		return fmt.Errorf("the last filling was broken off; empty the database and the blobs that are configured, delete %s and start again", half)
	}
	fmt.Fprintln(os.Stderr, "上次没有布置完，从头再来 The last filling was broken off; beginning again.")
	for _, own := range []string{"saiying.db", "saiying.db-wal", "saiying.db-shm", "clock", "blobs", "uploads", "work"} { // what else lies there is not ours
		if err := os.RemoveAll(filepath.Join(cfg.Data, own)); err != nil {
			return err
		}
	}
	return os.Remove(half)
}

// standIn plays WeChat for the mini program and for pages where no other is configured. Where WeChat's browser is sent to is on the
// demonstration itself, so that it is reached from wherever that is.
func standIn(cfg *app.Config) (stop func() error, err error) {
	if cfg.OfficialAppID == "" {
		cfg.OfficialAppID, cfg.OfficialSecret = "wxdemopages", "demo"
	}
	d := double.New(double.Options{AppID: cfg.WeChatAppID, Secret: cfg.WeChatSecret, AcceptAny: true,
		Official: double.Official{AppID: cfg.OfficialAppID, Secret: cfg.OfficialSecret}})
	d.Bind(true, true)
	cfg.Demo = withWeChat{cfg.Demo, d}
	cfg.WeChatOpen = cfg.PublicURL + doublePath
	cfg.WeChatBase, stop, err = d.Listen("127.0.0.1:0")
	return stop, err
}

// withWeChat is a demonstration that plays WeChat too.
type withWeChat struct {
	app.Demo
	wechat *double.Server
}

const doublePath = "/demo/wechat"

// Routes adds the page to which WeChat's browser is sent.
func (w withWeChat) Routes(api huma.API, mux *http.ServeMux) {
	w.Demo.Routes(api, mux)
	mux.Handle("GET "+doublePath+"/connect/", http.StripPrefix(doublePath, w.wechat))
}

// filmCache keeps the films, which take a minute to make, for the next demonstration.
func filmCache() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "saiying", "films"), nil
}

// progress writes over its own line on a terminal, and a line every few seconds elsewhere.
func progress() demo.Say {
	if interactive() {
		return func(format string, args ...any) { fmt.Fprintf(os.Stderr, "\r\033[K"+format, args...) }
	}
	var last time.Time
	return func(format string, args ...any) {
		if time.Since(last) > 3*time.Second {
			last = time.Now()
			fmt.Fprintf(os.Stderr, format+"\n", args...)
		}
	}
}

// greet prints where to go and one sign-in a role.
func greet(url string) {
	fmt.Fprintf(os.Stderr, "\n赛映演示 Saiying demo: %s\n控制台 Console: %s/console\n\n演示登录 Sign in at %s/sign-in as:\n", url, url, url)
	for _, p := range demo.Personas {
		fmt.Fprintf(os.Stderr, "  %-10s %s — %s\n", p.Key, p.Name, p.Says)
	}
	fmt.Fprintln(os.Stderr, "\n按Ctrl-C结束 Ctrl-C to stop.")
}
