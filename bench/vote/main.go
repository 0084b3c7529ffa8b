// Command vote measures how fast votes are counted over HTTP, beside programs that do less or do it otherwise: a server that answers without
// any work, PocketBase with the same rule written as its users would, and pgbench doing the two statements that a vote cannot do without.
// All are on this machine, on the same disk, durable, under the same load, in turns. It prints a Markdown table.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"os/signal"
	"runtime"
	"time"
)

// options are what a run may be asked to do otherwise.
type options struct {
	seconds    time.Duration
	rounds     int
	stored     int64
	only       string
	pocketbase string
	profile    string
}

func main() {
	var o options
	flag.DurationVar(&o.seconds, "for", 4*time.Second, "how long each is measured in a round")
	flag.IntVar(&o.rounds, "rounds", 7, "how many rounds; the middle one of each figure is told")
	flag.Int64Var(&o.stored, "stored", 50_000_000, "how many votes are stored already, where much is")
	flag.StringVar(&o.only, "only", "", "measure only this: sqlite, postgres, pages or stored")
	flag.StringVar(&o.pocketbase, "pocketbase", "", "the program made from bench/vote/pocketbase; without it PocketBase is left out")
	flag.StringVar(&o.profile, "profile", "", "write a processor profile of our server under load, on SQLite, to this file")
	var s server
	flag.StringVar(&s.what, "serve", "", "which server this process is when the bench starts itself: ours, nothing or bare")
	flag.StringVar(&s.listen, "listen", "", "where, with -serve")
	flag.StringVar(&s.data, "data", "", "on which folder, with -serve")
	flag.StringVar(&s.database, "database", "", "on which database, with -serve")
	flag.Int64Var(&s.noon, "noon", 0, "when its clock showed noon, in microseconds since 1970, with -serve ours")
	flag.IntVar(&s.processors, "processors", runtime.GOMAXPROCS(0), "how many processors it uses, with -serve ours")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	switch s.what {
	case "ours":
		err = s.serveOurs(ctx, o.profile)
	case "nothing", "bare":
		err = s.serveNothing(ctx)
	default:
		err = measure(ctx, o)
	}
	if err != nil {
		log.Fatal(err)
	}
}
