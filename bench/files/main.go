// Command files measures how films come in and go out, beside programs that do nothing else: nginx for the files of a stream, and a
// few lines around tusd's own handler and file store for uploads. Both run on this machine, on the same disk, in turns, each as a
// process of its own. It prints a Markdown table.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"saiying/bench/process"
)

func main() {
	serve := flag.String("serve", "", "which server this process is when the bench starts itself: ours, tusd or receipt")
	listen := flag.String("listen", "", "where, with -serve")
	data := flag.String("data", "", "on which folder, with -serve")
	flag.Parse()
	var err error
	switch server(*serve) {
	case ours:
		err = serveOurs(context.Background(), *listen, *data)
	case plain, receipt:
		err = serveTusd(*listen, *data, server(*serve) == receipt)
	default:
		err = interruptible()
	}
	if err != nil {
		log.Fatal(err)
	}
}

// interruptible measures until it is done or interrupted; either way the servers end and their folder goes.
func interruptible() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return measure(ctx)
}

func measure(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "saiying-files-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { // nginx reads as nobody
		return err
	}
	all := map[server]*peer{}
	for _, s := range []server{ours, plain, receipt} {
		p, err := again(ctx, s, filepath.Join(dir, string(s)))
		if err != nil {
			return err
		}
		defer p.Stop()
		all[s] = p
	}
	fmt.Println("| what | ours | the other | ours / other |\n|---|---|---|---|")
	if err := streams(ctx, all[ours], dir); err != nil {
		return err
	}
	if err := largeUpload(ctx, all[ours], all[plain], all[receipt]); err != nil {
		return err
	}
	return manyUploads(ctx, all[ours], all[plain])
}

// again starts this program as a server.
func again(ctx context.Context, what server, data string) (*peer, error) {
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, err
	}
	address, err := process.FreeAddress()
	if err != nil {
		return nil, err
	}
	p, err := process.Start(ctx, address, os.Args[0], "-serve", string(what), "-listen", address, "-data", data)
	return &peer{p, data, what}, err
}

// peer is a server with what it serves from.
type peer struct {
	*process.Process
	data string
	what server
}
