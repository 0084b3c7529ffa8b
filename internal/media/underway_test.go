package media_test

import (
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"testing"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/db"
)

// On a fast line most pieces are not written down. The file is right all the same: gone on with from memory, from a row that speaks of the
// last byte, and from what lies there where a process was killed in between.
func TestTheFileIsRightWhateverIsRemembered(t *testing.T) {
	body := make([]byte, 5<<20+7)
	_, _ = rand.NewChaCha8([32]byte{2}).Read(body)
	cuts := []int{0, 1, 1 << 20, 2<<20 + 3, 4 << 20, len(body)}
	for name, before := range map[string]func(s *stage, at string, piece int){
		"memory": func(*stage, string, int) {},
		"rows":   func(s *stage, _ string, _ int) { s.clock.Advance(time.Second); s.restart() },
		"killed": func(s *stage, _ string, piece int) {
			if piece == 2 {
				s.restart()
			}
		},
		"damaged": func(s *stage, at string, piece int) {
			if a := s.patch(at, "lin", cuts[piece], body[:1<<20], "Upload-Checksum", checksum("sha256", sha256.New(), nil)); a.status != 460 {
				s.t.Fatalf("%d %s", a.status, a.body)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, s *stage) {
				at, id := s.begin("lin", len(body))
				for i := range len(cuts) - 1 {
					before(s, at, i)
					if a := s.patch(at, "lin", cuts[i], body[cuts[i]:cuts[i+1]]); a.status != 204 {
						t.Fatalf("%d %s", a.status, a.body)
					}
				}
				if s.expect(id, media.StateReceived); s.digest(id) != sum(body) {
					t.Fatal("the SHA-256 is not that of the file")
				}
			})
		})
	}
}

func TestARowIsWrittenOnceASecond(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		at, id := s.begin("lin", 100)
		for i, want := range []int{10, 10, 10, 40} { // bytes of which the row speaks when a piece of ten has come
			if i == 3 {
				s.clock.Advance(time.Second)
			}
			if a := s.patch(at, "lin", 10*i, make([]byte, 10)); a.status != 204 {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if got := s.noted(id); got != want {
				t.Fatalf("after piece %d the row speaks of %d bytes, want %d", i, got, want)
			}
		}
	})
}

// noted is of how many bytes an upload's row speaks.
func (s *stage) noted(id string) (n int) {
	s.t.Helper()
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) error {
		return tx.QueryRow(context.Background(), "SELECT arrived FROM media_upload WHERE asset = $1", id).Scan(&n)
	}))
	return n
}
