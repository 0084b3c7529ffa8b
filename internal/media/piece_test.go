package media_test

import (
	"context"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"net/http"
	"strconv"
	"testing"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/blobtest"
)

func checksum(name string, h hash.Hash, b []byte) string {
	h.Write(b)
	return name + " " + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func TestADamagedPieceIsSentAgain(t *testing.T) {
	body := film(t)
	third := len(body) / 3
	everywhere(t, func(t *testing.T, s *stage) {
		at, id := s.begin("lin", len(body))
		expect := func(offset, status, then int, code, sum string, b []byte) {
			t.Helper()
			if a := s.patch(at, "lin", offset, b, "Upload-Checksum", sum); a.status != status || a.code != code {
				t.Fatalf("%q at %d: %d %s", sum, offset, a.status, a.body)
			}
			if a := s.do("HEAD", at, "lin", nil); a.header.Get("Upload-Offset") != strconv.Itoa(then) {
				t.Fatalf("after %q: offset %s, want %d", sum, a.header.Get("Upload-Offset"), then)
			}
		}
		first, second, rest := body[:third], body[third:2*third], body[2*third:]
		expect(0, 204, third, "", checksum("sha256", sha256.New(), first), first)
		expect(third, 460, third, "media.checksum_mismatch", checksum("sha1", sha1.New(), first), second)
		expect(third, 400, third, "media.checksum_unknown", "crc32 AAAAAA==", second)
		expect(third, 400, third, "media.checksum_unknown", "sha1 short", second)
		expect(third, 204, 2*third, "", checksum("sha1", sha1.New(), second), second)
		expect(2*third, 460, 2*third, "media.checksum_mismatch", checksum("md5", md5.New(), nil), rest)
		expect(2*third, 204, len(body), "", checksum("md5", md5.New(), rest), rest)
		if s.expect(id, media.StateReceived); s.digest(id) != sum(body) {
			t.Fatal("the file is not what was sent")
		}
		a := s.do("OPTIONS", "/api/v1/uploads/", "", nil)
		if a.header.Get("Tus-Checksum-Algorithm") != "sha256,sha1,md5" {
			t.Fatalf("%v", a.header)
		}
	})
}

// What came of a piece before the line broke is kept, though nothing proves it: it is a true beginning, and a large piece would
// otherwise never get through a poor line.
func TestAPieceThatBreaksOffIsKeptInPart(t *testing.T) {
	body := film(t)
	everywhere(t, func(t *testing.T, s *stage) {
		at, id := s.begin("lin", len(body))
		s.stall(at, body, 0, "Upload-Checksum", checksum("sha256", sha256.New(), body))()
		s.eventually(func() bool { return s.landed(id) > 0 }) // to ask by HEAD would make the broken request end before it has read
		n := s.offset(at)
		if a := s.patch(at, "lin", n, body[n:]); a.status != 204 {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if s.expect(id, media.StateReceived); s.digest(id) != sum(body) {
			t.Fatal("the file is not what was sent")
		}
	})
}

// The mini program has no PATCH, HEAD or DELETE.
func TestEveryVerbByPost(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		at, _ := s.begin("lin", 10)
		if a := s.do("POST", at, "lin", []byte("12345"), "X-HTTP-Method-Override", "PATCH", "Upload-Offset", "0", "Content-Type", "application/offset+octet-stream",
			"Upload-Checksum", checksum("sha256", sha256.New(), []byte("12345"))); a.status != http.StatusNoContent {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.do("POST", at, "lin", nil, "X-HTTP-Method-Override", "HEAD"); a.status != http.StatusOK || a.header.Get("Upload-Offset") != "5" {
			t.Fatalf("%d %v", a.status, a.header)
		}
		if a := s.do("POST", at, "lin", nil, "X-HTTP-Method-Override", "DELETE"); a.status != http.StatusNoContent {
			t.Fatalf("%d %s", a.status, a.body)
		}
		if a := s.do("HEAD", at, "lin", nil); a.status != http.StatusGone {
			t.Fatalf("%d", a.status)
		}
	})
}

// What a killed process left unsettled on S3, and what nobody will ever ask for.
func TestABucketIsSwept(t *testing.T) {
	body := film(t)
	on(t, blobtest.Bucket, func(t *testing.T, s *stage) {
		ctx := context.Background()
		at, id := s.begin("lin", len(body))
		s.patch(at, "lin", 0, body[:len(body)/2])
		_, never := s.begin("lin", len(body))
		s.restart()
		if n := s.offset(at); n != len(body)/2 {
			t.Fatalf("offset %d", n)
		}
		s.clock.Advance(4 * 24 * time.Hour)
		must(t, s.media.Sweep(ctx))
		for _, gone := range []string{id, never} {
			if _, err := s.asset(gone); err == nil {
				t.Errorf("%s is still there", gone)
			}
		}
		if left, err := s.blobs.List(ctx, ""); err != nil || len(left) != 0 {
			t.Errorf("left behind: %v %v", left, err)
		}
		if n := s.multiparts(); n != 0 {
			t.Errorf("%d multipart uploads were not ended", n)
		}
	})
}
