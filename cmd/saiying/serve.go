package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"saiying/internal/app"
)

// How long a stopping server waits for requests and jobs under way before it cuts them off; both are taken up again later.
const drain = 10 * time.Second

func serveCommand() *cobra.Command {
	c := &cobra.Command{Use: "serve", Short: "serve the API, the pages and the background work", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		cfg, err := read(flags.config, flagsOf("data", flags.data, "listen", flags.listen))
		if err != nil {
			return err
		}
		l, err := listen(cfg)
		if err != nil {
			return err
		}
		return serve(c.Context(), cfg, l, nil, func(_ *app.App, url string) { fmt.Fprintln(os.Stderr, "赛映已启动 Saiying is serving:", url) })
	}}
	c.Flags().StringVar(&flags.listen, "listen", "", "address to listen on (default 127.0.0.1:8080)")
	return c
}

func workerCommand() *cobra.Command {
	return &cobra.Command{Use: "worker", Short: "do only the background work, for further machines", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error {
		cfg, err := read(flags.config, flagsOf("data", flags.data))
		if err != nil {
			return err
		}
		a, err := app.Open(c.Context(), cfg)
		if err != nil {
			return err
		}
		if err := a.Work(c.Context()); err != nil {
			return errors.Join(err, a.Close())
		}
		fmt.Fprintln(os.Stderr, "后台工作已开始 Working.")
		<-c.Context().Done()
		return a.Close()
	}}
}

func listen(cfg app.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s; if another server runs there, choose a free address with --listen: %w", cfg.Listen, err)
	}
	return l, nil
}

// serve opens the program, prepares it if need be, tells ready once it answers at l, and runs until ctx ends.
func serve(ctx context.Context, cfg app.Config, l net.Listener, prepare func(a *app.App) error, ready func(a *app.App, url string)) error {
	a, err := app.Open(ctx, cfg)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := a.Start(ctx); err != nil {
		return errors.Join(err, l.Close(), a.Close())
	}
	url := "http://" + l.Addr().String()
	if prepare != nil {
		if err := prepare(a); err != nil {
			return errors.Join(err, l.Close(), a.Close())
		}
	}
	srv := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 20 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	ready(a, url)
	select {
	case err = <-failed:
	case <-ctx.Done():
		quit, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		if err = srv.Shutdown(quit); errors.Is(err, context.DeadlineExceeded) {
			err = srv.Close() // somebody is still uploading; they go on where they stopped
		}
	}
	return errors.Join(err, a.Close())
}
