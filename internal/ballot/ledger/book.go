package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"

	"saiying/internal/platform/blob"
)

// Book is the files of a ledger as they are published: blobs below a folder, which several machines may share.
type Book struct {
	Store blob.Store
	Dir   string // such as "ledger/hebei-2020"
}

// Key is that of the blob which is the ledger's file at path.
func (b Book) Key(path string) string { return b.Dir + "/" + path }

func (b Book) read(ctx context.Context, path string) ([]byte, error) {
	f, _, err := b.Store.Open(ctx, b.Key(path))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}

func (b Book) put(ctx context.Context, path string, data []byte) error {
	return b.Store.Put(ctx, b.Key(path), bytes.NewReader(data))
}

// missing reports whether err says that a file is not there.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// loadEdge reads the edge of a tree from its tiles and proves that it has the tree's root.
func (b Book) loadEdge(ctx context.Context, t tlog.Tree) (*edge, error) {
	e := &edge{size: t.N}
	for level := 0; t.N>>(height*level) > 0; level++ {
		n := t.N >> (height * level)
		var hashes []tlog.Hash
		if w := int(n % width); w > 0 {
			data, err := b.read(ctx, tilePath(level, n>>height, w))
			if err != nil {
				return nil, err
			}
			if hashes = hashesOf(data); len(hashes) != w {
				return nil, fmt.Errorf("ledger: tile %s is cut", tilePath(level, n>>height, w))
			}
		}
		e.tiles = append(e.tiles, hashes)
	}
	if e.root() != t.Hash {
		return nil, fmt.Errorf("ledger: the tiles in %s do not have the root of their checkpoint over %d leaves", b.Dir, t.N)
	}
	return e, nil
}

// Extend brings tiles and bundles from the tree that was published to another, over more of the leaves. What lay beyond is written
// anew, so a run that was cut short, or that another machine makes too, is repeated without harm. It reads only the right-hand edge
// of what is there.
func (b Book) Extend(ctx context.Context, from, to tlog.Tree, leaves Source) error {
	e, err := b.loadEdge(ctx, from)
	if err != nil || from.N == to.N {
		return err
	}
	var lines []byte
	if w := int(from.N % width); w > 0 {
		if lines, err = b.read(ctx, bundlePath(from.N/width, w)); err != nil {
			return err
		}
	}
	full := func(level int, n int64, hashes []tlog.Hash) error {
		if len(hashes) < width {
			return nil
		}
		return b.put(ctx, tilePath(level, n, width), bytesOf(hashes))
	}
	for l, err := range leaves(from.N) {
		if err != nil {
			return err
		}
		line, err := e.append(l, full)
		if err != nil {
			return err
		}
		if lines = append(lines, line...); e.size%width == 0 {
			if err := b.put(ctx, bundlePath(e.size/width-1, width), lines); err != nil {
				return err
			}
			lines = lines[:0]
		}
		if e.size == to.N {
			break
		}
	}
	if e.size != to.N || e.root() != to.Hash {
		return fmt.Errorf("ledger: the leaves do not have the root of the checkpoint over %d of them", to.N)
	}
	return b.flush(ctx, e, lines)
}

// flush writes the tiles and the bundle that are not full.
func (b Book) flush(ctx context.Context, e *edge, lines []byte) error {
	for level, hashes := range e.tiles {
		if len(hashes) == 0 {
			continue
		}
		if err := b.put(ctx, tilePath(level, e.size>>(height*level)>>height, len(hashes)), bytesOf(hashes)); err != nil {
			return err
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return b.put(ctx, bundlePath(e.size/width, int(e.size%width)), lines)
}

// Edition is what is signed of a ledger at a time.
type Edition struct {
	Key        string // that verifies the checkpoint
	Checkpoint []byte
	Ranking    []byte
}

// Seal publishes the checkpoint of an edition among those that stay, once Extend has written what it covers. One that was published
// before is never replaced by another of its size.
func (b Book) Seal(ctx context.Context, ed Edition) error {
	t, err := ReadCheckpoint(ed.Checkpoint, ed.Key)
	if err != nil {
		return err
	}
	path := checkpointPath(t.N)
	if was, err := b.read(ctx, path); err == nil && !bytes.Equal(was, ed.Checkpoint) {
		return fmt.Errorf("ledger: another checkpoint over %d leaves was published before", t.N)
	}
	return errors.Join(b.put(ctx, "key", []byte(ed.Key+"\n")), b.put(ctx, path, ed.Checkpoint))
}

// Show makes a sealed edition the newest.
func (b Book) Show(ctx context.Context, ed Edition) error {
	if err := b.put(ctx, "ranking.json", ed.Ranking); err != nil {
		return err
	}
	return b.put(ctx, "checkpoint", ed.Checkpoint)
}

// Last is the tree of the newest checkpoint that is published, proved by the key beside it; the empty tree when there is none.
func (b Book) Last(ctx context.Context) (tlog.Tree, error) {
	checkpoint, err := b.read(ctx, "checkpoint")
	if missing(err) {
		return tlog.Tree{Hash: emptyRoot}, nil
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	key, err := b.read(ctx, "key")
	if err != nil {
		return tlog.Tree{}, err
	}
	return ReadCheckpoint(checkpoint, string(bytes.TrimSuffix(key, []byte("\n"))))
}

// Prove reads leaf seq under a published tree and shows that it is there: its line, and the hashes beside its way to the root,
// from below.
func (b Book) Prove(ctx context.Context, t tlog.Tree, seq int64) (line []byte, _ tlog.RecordProof, err error) {
	n := (seq - 1) / width
	bundle, err := b.read(ctx, bundlePath(n, int(min(width, t.N-n*width))))
	if err != nil {
		return nil, nil, err
	}
	lines := bytes.SplitAfter(bundle, []byte("\n"))
	if at := int((seq - 1) % width); at < len(lines) {
		line = lines[at]
	}
	proof, err := tlog.ProveRecord(t.N, seq-1, tlog.TileHashReader(t, tiles{ctx, b}))
	if err != nil {
		return nil, nil, err
	}
	return line, proof, tlog.CheckRecord(proof, t.N, t.Hash, seq-1, tlog.RecordHash(line))
}

// tiles reads the tiles of a book.
type tiles struct {
	ctx  context.Context
	book Book
}

func (tiles) Height() int                     { return height }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {} // they are published already

func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(list))
	for i, tile := range list {
		var err error
		if data[i], err = t.book.read(t.ctx, tile.Path()); err != nil {
			return nil, err
		}
	}
	return data, nil
}
