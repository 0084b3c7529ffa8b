// Command media measures what the watching of films costs and prints a page of figures. Costs are processor time of this process and
// its children, never wall clock, so that other work on the machine disturbs them little. Every part is one file.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"

	"saiying/internal/platform/ffmpeg"
)

// bench is one run.
type bench struct {
	tool    *ffmpeg.Tool
	dir     string // clips are kept here from one run to the next
	seconds int    // of the long clip
}

func main() {
	b := bench{}
	flag.StringVar(&b.dir, "dir", ".cache/bench", "where clips are kept")
	flag.IntVar(&b.seconds, "seconds", 60, "length of the long clip")
	flag.Parse()
	if err := b.run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func (b *bench) run(ctx context.Context) (err error) {
	if err := adopt(); err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	if b.tool, err = ffmpeg.New(ctx, ffmpeg.Options{}); err != nil {
		return err
	}
	fmt.Printf("# What films cost\n\nProcessor time (user and system) of the process and its children, %d processors, %s; a clip of %d s.\nWritten by `make bench-media`.\n\n",
		runtime.NumCPU(), runtime.Version(), b.seconds)
	fmt.Print("| what | figure | goal |\n|---|---|---|\n")
	for _, part := range []func(context.Context) error{b.watching, b.shapes, b.memory} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func row(what, goal, figure string, args ...any) {
	fmt.Printf("| %s | %s | %s |\n", what, fmt.Sprintf(figure, args...), goal)
}
