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
)

func main() {
	serve := flag.String("serve", "", "what this process serves when the bench starts itself: ours, tusd or receipt")
	listen := flag.String("listen", "", "where, with -serve")
	data := flag.String("data", "", "on which folder, with -serve")
	flag.Parse()
	var err error
	switch *serve {
	case "ours":
		err = serveOurs(context.Background(), *listen, *data)
	case "tusd", "receipt":
		err = serveTusd(*listen, *data, *serve == "receipt")
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
	ours, err := again(ctx, "ours", filepath.Join(dir, "ours"))
	if err != nil {
		return err
	}
	defer ours.stop()
	fmt.Println("| what | ours | the other | ours / other |\n|---|---|---|---|")
	if err := segments(ctx, ours, dir); err != nil {
		return err
	}
	plain, err := again(ctx, "tusd", filepath.Join(dir, "tusd"))
	if err != nil {
		return err
	}
	defer plain.stop()
	receipt, err := again(ctx, "receipt", filepath.Join(dir, "receipt"))
	if err != nil {
		return err
	}
	defer receipt.stop()
	if err := largeUpload(ctx, ours, plain, "plain tusd"); err != nil {
		return err
	}
	if err := largeUpload(ctx, ours, receipt, "tusd that also syncs and hashes the file"); err != nil {
		return err
	}
	return manyUploads(ctx, ours, plain)
}

// again starts this program as a server.
func again(ctx context.Context, what, data string) (*process, error) {
	if err := os.MkdirAll(data, 0o755); err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p, err := start(ctx, address, os.Args[0], "-serve", what, "-listen", address, "-data", data)
	if err == nil {
		p.data = data
	}
	return p, err
}
