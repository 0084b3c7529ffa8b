package media

import (
	"bytes"
	"context"
	"crypto/md5"  //nolint:gosec // tus clients may send it; it guards against accidents, not against people
	"crypto/sha1" //nolint:gosec // the same
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"hash"
	"io"
	"net/http"
	"strings"
	"sync"

	"saiying/internal/platform/fault"
)

// algorithms are those by which a sender may prove a piece, as tus's checksum extension names them.
var algorithms = map[string]func() hash.Hash{"md5": md5.New, "sha1": sha1.New, "sha256": sha256.New}

// offered is how they are announced, the best first.
const offered = "sha256,sha1,md5"

// mismatch is the status that tus gives a piece which is not what its checksum says; HTTP has no name for it.
const mismatch fault.Kind = 460

var (
	errChecksum = fault.Define("media.checksum_mismatch", mismatch,
		"这一段在路上损坏了，已经丢弃，请重新发送。", "This piece was damaged on its way and has been discarded; please send it again.")
	errAlgorithm = fault.Define("media.checksum_unknown", fault.Bad,
		"看不懂这一段的校验值，请用sha256、sha1或md5。", "The checksum of this piece is not understood; use sha256, sha1 or md5.")
	errPiece = fault.Define("media.piece_too_large", fault.TooLarge,
		"带校验值的一段不能超过{max}，请分小一些再传。", "A piece with a checksum may have at most {max}; please send smaller ones.")
)

// claim is what a request says of the piece it carries.
type claim struct {
	length int64 // of the body, or -1 when it is not said
	make   func() hash.Hash
	want   []byte
}

// readClaim reads the header Upload-Checksum: an algorithm, a blank, and the sum in base64.
func readClaim(r *http.Request) (claim, error) {
	c := claim{length: r.ContentLength}
	header := r.Header.Get("Upload-Checksum")
	if header == "" {
		return c, nil
	}
	name, sum, _ := strings.Cut(header, " ")
	want, err := base64.StdEncoding.DecodeString(sum)
	c.make, c.want = algorithms[name], want
	if err != nil || c.make == nil || len(want) != c.make().Size() {
		return c, errAlgorithm
	}
	return c, nil
}

// sending is what the store wants to know of the request that it serves, and where it tells what is not tus's own.
type sending struct {
	claim
	header http.Header // of the answer
}

type sendingKey struct{}

func withSending(ctx context.Context, s sending) context.Context {
	return context.WithValue(ctx, sendingKey{}, s)
}

func sendingOf(ctx context.Context) sending {
	s, _ := ctx.Value(sendingKey{}).(sending)
	return s
}

// piece is the body of a request as it is read: it takes the sum that was claimed.
type piece struct {
	claim
	r   io.Reader
	sum hash.Hash // of the piece, or nil when none is claimed
	n   int64
}

func newPiece(ctx context.Context, r io.Reader) *piece {
	c := sendingOf(ctx).claim
	p := &piece{claim: c, r: r}
	if c.make != nil {
		p.sum = c.make()
	}
	return p
}

// Read reads on.
func (p *piece) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.count(b[:n])
	return n, err
}

// count takes the sum further.
func (p *piece) count(b []byte) {
	p.n += int64(len(b))
	if p.sum != nil {
		p.sum.Write(b)
	}
}

// Gulps are what pieces are read with, always full: the kernel writes few large blocks much faster than many of odd sizes, and hands over
// to the processor that sums are rarer. Two go with each piece. Only few pieces at once get large ones, so that 200 uploads do not ask
// for memory that makes none of them faster.
const (
	largeGulp = 512 << 10
	smallGulp = 64 << 10
)

var (
	largeGulps = sync.Pool{New: func() any { return new([largeGulp]byte) }}
	smallGulps = sync.Pool{New: func() any { return new([smallGulp]byte) }}
	mayBeLarge = make(chan struct{}, 8)
)

// WriteTo reads the whole piece into w, which io.Copy leaves to it.
func (p *piece) WriteTo(w io.Writer) (int64, error) {
	select {
	case mayBeLarge <- struct{}{}:
		defer func() { <-mayBeLarge }()
		a, b := largeGulps.Get().(*[largeGulp]byte), largeGulps.Get().(*[largeGulp]byte)
		defer func() { largeGulps.Put(a); largeGulps.Put(b) }()
		return p.writeTo(w, a[:], b[:])
	default:
		a, b := smallGulps.Get().(*[smallGulp]byte), smallGulps.Get().(*[smallGulp]byte)
		defer func() { smallGulps.Put(a); smallGulps.Put(b) }()
		return p.writeTo(w, a[:], b[:])
	}
}

// writeTo takes the sum of one gulp while it is written and the next one is read, so that it costs little time where there is a second
// processor. Where no sum is claimed there is nothing to share out.
func (p *piece) writeTo(w io.Writer, now, next []byte) (written int64, err error) {
	counted := make(chan struct{}, 1)
	counted <- struct{}{}
	defer func() { <-counted }()
	count := func(b []byte) { p.count(b); counted <- struct{}{} }
	for err == nil {
		var n int
		n, err = p.fill(now)
		<-counted
		if p.sum == nil {
			count(now[:n])
		} else {
			go count(now[:n])
		}
		put, failed := w.Write(now[:n])
		written += int64(put)
		if failed != nil {
			return written, failed
		}
		now, next = next, now
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return written, err
}

// fill reads until b is full or the piece ends.
func (p *piece) fill(b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var more int
		more, err = p.r.Read(b[n:])
		n += more
	}
	return n, err
}

// wrong reports whether the piece is there and is not what its sender said. Of one that broke off nothing can be said: what came
// of it is kept, or a large piece would never get through a poor line.
func (p *piece) wrong() bool {
	return p.sum != nil && (p.length < 0 || p.n == p.length) && !bytes.Equal(p.sum.Sum(nil), p.want)
}
