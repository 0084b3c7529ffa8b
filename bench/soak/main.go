// Command soak has many voters vote at a running Saiying to which everything happens: it is killed, its disk is full, its database crashes,
// the line between them is cut. It keeps what each voter was told, and compares that with the books again and again, while voting goes on.
//
// An answered vote must be in the log once, under the number that was told; a vote without an answer, sent again with its key, counts
// once; allowances are what was voted; numbers have no gap; sums are those of the log; and what was published stays and can be
// counted again. It runs the real program as a process and prints a Markdown table. Small disks are mounted for as long as it runs,
// which takes root; without it that part is left out and said so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"saiying/internal/platform/wechat/double"
)

func main() {
	log.SetFlags(log.Ltime)
	program := flag.String("program", "bin/saiying", "the program")
	kills := flag.Int("kills", 200, "how often a server is killed, on each engine")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of what happens when")
	engine := flag.String("engine", "both", "sqlite, postgres or both")
	minutes := flag.Int("minutes", 20, "after which no more trouble is made, for both engines")
	keep := flag.Bool("keep", false, "keep the data, and what servers said")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := &soak{program: *program, kills: *kills, seed: *seed, lasts: time.Duration(*minutes) * time.Minute}
	if err := s.all(ctx, *engine, *keep); err != nil {
		log.Fatal(err)
	}
}

// all runs the bouts of the engine and prints the table. It fails if there was a fault.
func (s *soak) all(ctx context.Context, engine string, keep bool) (err error) {
	if s.dir, err = os.MkdirTemp("/tmp", "saiying-soak-"); err != nil {
		return err
	}
	if keep {
		log.Print("data is kept in ", s.dir)
	} else {
		defer func() { _ = os.RemoveAll(s.dir) }()
	}
	if err := os.Chmod(s.dir, 0o755); err != nil { // PostgreSQL runs as nobody
		return err
	}
	s.wechat = double.New(double.Options{AppID: appID, Secret: secret})
	base, stop, err := s.wechat.Listen("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	s.base = base
	engines := map[string][]func(context.Context) error{"sqlite": {s.sqlite}, "postgres": {s.onPostgres}, "both": {s.sqlite, s.onPostgres}}
	for _, run := range engines[engine] {
		if err := run(ctx); err != nil {
			return err
		}
	}
	if len(s.bouts) == 0 {
		return fmt.Errorf("-engine %s is none of sqlite, postgres, both", engine)
	}
	return s.report()
}

func (s *soak) report() error {
	fmt.Printf("Seed %d, %d processors, %s. A row is a vote of its own.\n\n", s.seed, runtime.NumCPU(), runtime.Version())
	fmt.Println("| | kills | other troubles | votes acknowledged | sent again | unheard by the voter | by the server | asked once more | books compared | published + broken off | recounts | faults | minutes |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|---|---|---|")
	var faults []error
	for _, b := range s.bouts {
		if b.crowd != nil {
			fmt.Println(b.row())
		}
		for _, says := range b.faults {
			faults = append(faults, fmt.Errorf("%s: %s", b.name, says))
		}
	}
	fmt.Println()
	for _, b := range s.bouts {
		for _, says := range b.remarks {
			fmt.Printf("- %s: %s.\n", b.name, says)
		}
		if b.short {
			fmt.Printf("- %s: the time was over before all was done.\n", b.name)
		}
	}
	for _, fault := range faults {
		fmt.Printf("- FAULT: %v\n", fault)
	}
	return errors.Join(faults...)
}
