package blob_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"saiying/internal/platform/blob"
)

// What is written ahead is what a plain write leaves, wherever a stretch ends and a writer takes over; and a write that fails says so.
func TestWritingAheadChangesNothing(t *testing.T) {
	body := make([]byte, 17<<20)
	_, _ = rand.NewChaCha8([32]byte{3}).Read(body)
	path := filepath.Join(t.TempDir(), "film")
	for offset, rest := 0, body; len(rest) > 0; {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
		must(t, err)
		n, err := io.Copy(blob.Ahead(f, int64(offset)), io.LimitReader(bytes.NewReader(rest), 7<<20))
		must(t, errors.Join(err, f.Close()))
		offset, rest = offset+int(n), rest[n:]
		if _, err := blob.Ahead(f, int64(offset)).Write(body[:1]); err == nil {
			t.Fatal("a closed file was written to")
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, body) {
		t.Fatalf("%d bytes of %d are the same, %v", len(got), len(body), err)
	}
}
