package ledger

import (
	"fmt"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8           // of a tile
	width  = 1 << height // hashes in a full tile, and lines in a full bundle
)

// edge is the right-hand edge of a tree: of each level the tile that is not full yet. It is all that growing needs.
type edge struct {
	size  int64
	tiles [][]tlog.Hash
}

// add appends a leaf's hash and tells of every tile that grew: its level, which one it is, and its hashes.
func (e *edge) add(h tlog.Hash, grew func(level int, n int64, hashes []tlog.Hash) error) error {
	e.size++
	for level := 0; ; level++ {
		if level == len(e.tiles) {
			e.tiles = append(e.tiles, nil)
		}
		e.tiles[level] = append(e.tiles[level], h)
		if err := grew(level, (e.size>>(height*level)-1)>>height, e.tiles[level]); err != nil {
			return err
		}
		if len(e.tiles[level]) < width {
			return nil
		}
		h = perfect(e.tiles[level])
		e.tiles[level] = nil
	}
}

// append adds the leaf that must follow and returns its line.
func (e *edge) append(l Leaf, grew func(level int, n int64, hashes []tlog.Hash) error) ([]byte, error) {
	if l.Seq != e.size+1 {
		return nil, fmt.Errorf("ledger: leaf %d follows %d", l.Seq, e.size)
	}
	line, err := l.Encode()
	if err != nil {
		return nil, err
	}
	return line, e.add(tlog.RecordHash(line), grew)
}

func (e *edge) tree() tlog.Tree { return tlog.Tree{N: e.size, Hash: e.root()} }

// root is the tree's hash: RFC 6962 folds the perfect trees of a size from the right.
func (e *edge) root() (root tlog.Hash) {
	begun := false
	for _, hashes := range e.tiles {
		for len(hashes) > 0 {
			low := len(hashes) & -len(hashes)
			h := perfect(hashes[len(hashes)-low:])
			if hashes = hashes[:len(hashes)-low]; begun {
				h = tlog.NodeHash(h, root)
			}
			root, begun = h, true
		}
	}
	if !begun {
		return emptyRoot
	}
	return root
}

var emptyRoot, _ = tlog.TreeHash(0, nil)

// perfect is the root over hashes, whose number is a power of two.
func perfect(hashes []tlog.Hash) tlog.Hash {
	if len(hashes) == 1 {
		return hashes[0]
	}
	half := len(hashes) / 2
	return tlog.NodeHash(perfect(hashes[:half]), perfect(hashes[half:]))
}

func hashesOf(data []byte) []tlog.Hash {
	hashes := make([]tlog.Hash, len(data)/tlog.HashSize)
	for i := range hashes {
		copy(hashes[i][:], data[i*tlog.HashSize:])
	}
	return hashes
}

func bytesOf(hashes []tlog.Hash) []byte {
	data := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		data = append(data, h[:]...)
	}
	return data
}

func tilePath(level int, n int64, w int) string {
	return tlog.Tile{H: height, L: level, N: n, W: w}.Path()
}

// bundlePath is numbered as tiles of level 0 are.
func bundlePath(n int64, w int) string { return "leaves" + tilePath(0, n, w)[len("tile/8/0"):] }

func checkpointPath(size int64) string { return "checkpoints/" + strconv.FormatInt(size, 10) }
