package blob

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// window is how much of an object one request asks for: a player that wants a range of a few bytes should not make the
// server send the rest of a film, and a film should not take a thousand requests.
const window = 8 << 20

// object reads a blob of a bucket, window by window, from wherever it was told to.
type object struct {
	ctx  context.Context
	b    *Bucket
	key  string
	size int64
	at   int64         // the offset of the next byte
	end  int64         // the offset at which body ends
	body io.ReadCloser // open at `at`, or nil
}

// Read reads on, and asks for a further window where one ends.
func (o *object) Read(p []byte) (int, error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if o.body == nil {
		if err := o.fetch(); err != nil {
			return 0, err
		}
	}
	n, err := o.body.Read(p)
	o.at += int64(n)
	if errors.Is(err, io.EOF) {
		if o.at < o.end {
			return n, io.ErrUnexpectedEOF
		}
		err = o.Close()
	}
	return n, err
}

func (o *object) fetch() error {
	o.end = min(o.at+window, o.size)
	span := fmt.Sprintf("bytes=%d-%d", o.at, o.end-1)
	got, err := o.b.client.GetObject(o.ctx, &s3.GetObjectInput{Bucket: &o.b.name, Key: &o.key, Range: &span})
	if err != nil {
		return wrong(err)
	}
	o.body = got.Body
	return nil
}

// Seek moves to another offset; nothing is asked for until it is read.
func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return o.at, errors.New("a blob has nothing before its beginning")
	}
	if offset == o.at {
		return offset, nil
	}
	o.at = offset
	return offset, o.Close()
}

// Close lets go of the window that is open.
func (o *object) Close() error {
	if o.body == nil {
		return nil
	}
	err := o.body.Close()
	o.body = nil
	return err
}
