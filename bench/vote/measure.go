package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"saiying/bench/postgres"
	"saiying/bench/process"
	"saiying/internal/platform/db"
)

// bench is one run in a folder of its own.
type bench struct {
	options
	dir string
}

func measure(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp("", "saiying-vote-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL works as nobody
		return err
	}
	b := &bench{o, dir}
	fmt.Println("| what | ours | the other | ours / other | goal |\n|---|---|---|---|---|")
	for _, part := range []struct {
		name string
		run  func(context.Context) error
	}{{"sqlite", b.onSQLite}, {"pages", b.pages}, {"postgres", b.onPostgreSQL}, {"stored", b.onMuch}} {
		if o.only != "" && o.only != part.name {
			continue
		}
		if err := part.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}

// hall is a store of ours with its servers, and how many of its voters have used up their votes.
type hall struct {
	data, database string
	nodes          []*process.Process
	gone           int
}

// open makes a store, or takes what stands there, and starts servers on it, each with so many processors.
func (b *bench) open(ctx context.Context, name, database string, processors ...int) (*hall, error) {
	h := &hall{data: filepath.Join(b.dir, name), database: database}
	if err := prepare(ctx, h.data, database); err != nil {
		return nil, err
	}
	noon := time.Now().UnixMicro()
	for i, n := range processors {
		args := []string{"-data", fmt.Sprintf("%s-node%d", h.data, i), "-database", database, "-noon", fmt.Sprint(noon), "-processors", fmt.Sprint(n)}
		if b.profile != "" && name == "sqlite" {
			args = append(args, "-profile", b.profile)
		}
		p, err := self(ctx, "ours", args...)
		if err != nil {
			h.close()
			return nil, err
		}
		h.nodes = append(h.nodes, p)
	}
	return h, nil
}

func (h *hall) close() {
	for _, p := range h.nodes {
		p.Stop()
	}
}

// self starts this program as a server.
func self(ctx context.Context, what string, args ...string) (*process.Process, error) {
	address, err := process.FreeAddress()
	if err != nil {
		return nil, err
	}
	return process.Start(ctx, address, os.Args[0], append([]string{"-serve", what, "-listen", address}, args...)...)
}

// vote loads servers of a hall and holds what they acknowledged against what is stored.
func (b *bench) vote(ctx context.Context, h *hall, nodes ...*process.Process) (result, error) {
	before, err := stored(ctx, h.database)
	if err != nil {
		return result{}, err
	}
	var addresses []string
	for _, p := range nodes {
		addresses = append(addresses, p.Address)
	}
	r, err := load(ctx, addresses, b.seconds, voting(h.gone))
	if err != nil {
		return r, err
	}
	h.gone += r.most/perDay + 1
	if h.gone*connections > voters {
		return r, fmt.Errorf("all %d voters have voted; measure for a shorter time", voters)
	}
	after, err := stored(ctx, h.database)
	if err == nil && (r.refused > 0 || after-before != r.acknowledged) {
		err = fmt.Errorf("%d votes were acknowledged and %d are stored; %d were refused, such as %s", r.acknowledged, after-before, r.refused, r.says)
	}
	return r, err
}

// stored counts the votes by the log's numbers, which have no gaps: counting fifty million rows would take longer than the bench.
func stored(ctx context.Context, database string) (n int64, err error) {
	d, err := db.Open(ctx, database, since{time.Now()})
	if err != nil {
		return 0, err
	}
	defer func() { _ = d.Close() }()
	err = d.Read(ctx, func(tx *db.Tx) error {
		n, _, err = db.One(ctx, tx, db.Value[int64], "SELECT votes FROM ballot_box WHERE campaign = $1", contest)
		return err
	})
	return n, err
}

// figure is what two sides reached in the same rounds.
type figure struct{ ours, other []float64 }

func (f *figure) add(ours, other float64) {
	f.ours, f.other = append(f.ours, ours), append(f.other, other)
}

// row tells the middle of each side, and the middle of the rounds' ratios.
func (f *figure) row(what, goal string) {
	ratios := make([]float64, len(f.ours))
	for i := range f.ours {
		ratios[i] = f.ours[i] / f.other[i]
	}
	fmt.Printf("| %s | %.0f | %.0f | %.2f | %s |\n", what, middle(f.ours), middle(f.other), middle(ratios), goal)
}

func middle(all []float64) float64 {
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2]
}

func (b *bench) onSQLite(ctx context.Context) error {
	nothing, err := self(ctx, "nothing")
	if err != nil {
		return err
	}
	defer nothing.Stop()
	bare, err := self(ctx, "bare")
	if err != nil {
		return err
	}
	defer bare.Stop()
	h, err := b.open(ctx, "sqlite", "sqlite:"+filepath.Join(b.dir, "sqlite.db"), runtime.NumCPU())
	if err != nil {
		return err
	}
	defer h.close()
	var pocket *pocketbase
	if b.pocketbase != "" {
		if pocket, err = startPocketBase(ctx, b.pocketbase, filepath.Join(b.dir, "pocketbase")); err != nil {
			return err
		}
		defer pocket.Stop()
	}
	var empty, stripped, pocketed, spent figure
	var p99 []float64
	for range b.rounds {
		less, err := load(ctx, []string{bare.Address}, b.seconds, voting(0))
		if err != nil {
			return err
		}
		none, err := load(ctx, []string{nothing.Address}, b.seconds, voting(0))
		if err != nil {
			return err
		}
		cost := h.nodes[0].Spent()
		ours, err := b.vote(ctx, h, h.nodes[0])
		if err != nil {
			return err
		}
		spent.add((h.nodes[0].Spent()-cost).Seconds()*1e6/float64(ours.acknowledged), 1)
		empty.add(ours.rate(), none.rate())
		stripped.add(ours.rate(), less.rate())
		p99 = append(p99, ours.p99.Seconds()*1e3)
		if pocket == nil {
			continue
		}
		theirs, err := pocket.vote(ctx, b.seconds)
		if err != nil {
			return err
		}
		pocketed.add(ours.rate(), theirs.rate())
	}
	empty.row("votes a second on SQLite, beside the same server when it does nothing", "0.5")
	stripped.row("the same, beside a bare one of Go's that does nothing", "")
	if pocket != nil {
		pocketed.row("the same, beside PocketBase", "10")
	}
	fmt.Printf("| the same, 99 %% answered within, ms, at %d connections | %.1f | | | 50 |\n", connections, middle(p99))
	fmt.Printf("| the same, processor time of the server a vote, µs | %.0f | | | |\n", middle(spent.ours))
	return nil
}

func (b *bench) onPostgreSQL(ctx context.Context) error {
	pg, err := postgres.New(ctx, filepath.Join(b.dir, "pg"))
	if err != nil {
		return err
	}
	defer pg.Stop()
	for _, name := range []string{"saiying", "narrow", "pgbench"} {
		if err := pg.Create(ctx, name); err != nil {
			return err
		}
	}
	h, err := b.open(ctx, "postgres", pg.DSN("saiying", pg.Address), runtime.NumCPU(), runtime.NumCPU())
	if err != nil {
		return err
	}
	defer h.close()
	narrow, err := b.open(ctx, "narrow", pg.DSN("narrow", pg.Address), 1, 1)
	if err != nil {
		return err
	}
	defer narrow.close()
	best, err := b.bestClients(ctx, pg)
	if err != nil {
		return err
	}
	var one, two, second, withProcessor figure
	var p99 []float64
	for range b.rounds {
		if err := pg.Checkpoint(ctx); err != nil {
			return err
		}
		plain, err := b.pgbench(ctx, pg, best, b.seconds)
		if err != nil {
			return err
		}
		alone, both, err := b.secondNode(ctx, h)
		if err != nil {
			return err
		}
		one.add(alone.rate(), plain)
		two.add(both.rate(), plain)
		second.add(both.rate(), alone.rate())
		p99 = append(p99, alone.p99.Seconds()*1e3)
		if alone, both, err = b.secondNode(ctx, narrow); err != nil {
			return err
		}
		withProcessor.add(both.rate(), alone.rate())
	}
	one.row(fmt.Sprintf("votes a second on PostgreSQL, beside pgbench with %d clients", best), "1.5")
	two.row("the same with two nodes, beside pgbench", "1.5")
	second.row("two nodes beside one, sharing the processors", "1")
	withProcessor.row("two nodes of one processor each, beside one such", "1")
	fmt.Printf("| one node, 99 %% answered within, ms, at %d connections | %.1f | | | 50 |\n", connections, middle(p99))
	return nil
}

// secondNode loads the first of a hall's nodes, and then both.
func (b *bench) secondNode(ctx context.Context, h *hall) (alone, both result, err error) {
	if alone, err = b.vote(ctx, h, h.nodes[0]); err == nil {
		both, err = b.vote(ctx, h, h.nodes...)
	}
	return alone, both, err
}

// pages compares what everybody looks at with a file of the site of about the same size, both compressed as browsers ask for it.
func (b *bench) pages(ctx context.Context) error {
	h, err := b.open(ctx, "pages", "sqlite:"+filepath.Join(b.dir, "pages.db"), runtime.NumCPU())
	if err != nil {
		return err
	}
	defer h.close()
	if _, err := b.vote(ctx, h, h.nodes[0]); err != nil {
		return err
	}
	for _, list := range []struct{ what, path string }{
		{"standings, answers a second, beside a file", "/api/v1/campaigns/" + contest + "/standings"},
		{"a list of works, answers a second, beside a file", "/api/v1/campaigns/" + contest + "/entries"},
	} {
		size, err := answerSize(ctx, h.nodes[0].Address, list.path)
		if err != nil {
			return err
		}
		file, err := fileOfSize(ctx, h.nodes[0].Address, size)
		if err != nil {
			return err
		}
		var f figure
		for range b.rounds {
			ours, err := load(ctx, []string{h.nodes[0].Address}, b.seconds/2, getting(list.path))
			if err != nil {
				return err
			}
			static, err := load(ctx, []string{h.nodes[0].Address}, b.seconds/2, getting(file))
			if err != nil {
				return err
			}
			f.add(ours.rate(), static.rate())
		}
		f.row(list.what, "0.7")
	}
	return nil
}

// onMuch compares a store that has millions of votes with an empty one.
func (b *bench) onMuch(ctx context.Context) error {
	few, err := b.open(ctx, "few", "sqlite:"+filepath.Join(b.dir, "few.db"), runtime.NumCPU())
	if err != nil {
		return err
	}
	defer few.close()
	database := "sqlite:" + filepath.Join(b.dir, "much.db")
	if err := prepare(ctx, filepath.Join(b.dir, "much"), database); err != nil {
		return err
	}
	if err := store(ctx, database, b.stored); err != nil {
		return err
	}
	much, err := b.open(ctx, "much", database, runtime.NumCPU())
	if err != nil {
		return err
	}
	defer much.close()
	var f figure
	for range b.rounds {
		without, err := b.vote(ctx, few, few.nodes[0])
		if err != nil {
			return err
		}
		with, err := b.vote(ctx, much, much.nodes[0])
		if err != nil {
			return err
		}
		f.add(with.rate(), without.rate())
	}
	f.row(fmt.Sprintf("votes a second on SQLite with %d million stored, beside an empty store", b.stored/1_000_000), "0.9")
	return nil
}

// pocketbase is PocketBase with voters of its own.
type pocketbase struct {
	*process.Process
	tokens []string
	gone   int
}

const pocketVoters = connections * 100

func startPocketBase(ctx context.Context, program, data string) (*pocketbase, error) {
	file := data + ".tokens"
	if out, err := exec.CommandContext(ctx, program, "--dir", data, "seed", fmt.Sprint(pocketVoters), file).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("PocketBase could not be filled: %w: %s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	p := &pocketbase{tokens: strings.Fields(string(b))}
	address, err := process.FreeAddress()
	if err != nil {
		return nil, err
	}
	p.Process, err = process.Start(ctx, address, program, "--dir", data, "serve", "--http", address)
	return p, err
}
