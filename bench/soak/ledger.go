package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// publish has each node's program publish the ledger, all at once, while votes come in, and has it recounted. Now and then one is killed at
// it; the next must put it right.
func (b *bout) publish(ctx context.Context) error {
	whole := true
	var wait []func()
	for _, n := range b.nodes {
		cmd := n.command(ctx, "ledger", contest)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			return err
		}
		killed := b.dice.IntN(3) == 0
		if killed {
			later := time.AfterFunc(time.Duration(100+b.dice.IntN(900))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			defer later.Stop()
		}
		wait = append(wait, func() {
			switch err := cmd.Wait(); {
			case err == nil:
				b.published++
			case killed:
				b.broken++
				whole = false
			default:
				b.fault("publishing failed: %v: %s", err, &out)
			}
		})
	}
	for _, done := range wait {
		done()
	}
	if !whole || ctx.Err() != nil {
		return ctx.Err()
	}
	return b.recount(ctx)
}

// recount has the published ledger counted again, with the key of the first time, and looks for each checkpoint that was ever seen.
func (b *bout) recount(ctx context.Context) error {
	dir := filepath.Join(b.blobs(), "ledger", contest)
	key, err := os.ReadFile(filepath.Join(dir, "key"))
	if err != nil {
		return err
	}
	if b.key == "" {
		b.key = strings.TrimSpace(string(key))
	}
	now, err := checkpoints(dir)
	if err != nil {
		return err
	}
	for size, was := range b.checkpoints {
		if !bytes.Equal(now[size], was) {
			b.fault("the checkpoint over %s entries was changed or is gone", size)
		}
	}
	b.checkpoints = now
	b.recounts++
	if out, err := b.nodes[0].command(ctx, "retally", "--key", b.key, dir).CombinedOutput(); err != nil {
		b.fault("the recount does not agree: %v: %s", err, out)
	}
	return ctx.Err()
}

func checkpoints(dir string) (map[string][]byte, error) {
	files, err := os.ReadDir(filepath.Join(dir, "checkpoints"))
	all := map[string][]byte{}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(dir, "checkpoints", f.Name()))
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(f.Name(), ".new-") { // what a killed publisher had not finished
			all[f.Name()] = text
		}
	}
	return all, err
}
