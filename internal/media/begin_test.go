package media_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"saiying/internal/platform/blob"
)

// small is a folder on a disk of which no more than room is free.
type small struct {
	blob.Store
	room int64
}

func (d small) Room() (int64, error) { return d.room, nil }

const leftAlone = 1 << 30

// What was promised and is not yet here counts as gone; what has arrived the disk itself tells of.
func TestRoomIsPromisedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		s.disk = func(b blob.Store) blob.Store { return small{b, leftAlone + 100} }
		s.restart()
		var begun, refused atomic.Int32
		var wg sync.WaitGroup
		for _, person := range []string{"lin", "wang", "zhou", "zhao", "qian", "sun"} {
			wg.Go(func() {
				switch a := s.create(person, "a.mp4", "video/mp4", 30); {
				case a.status == http.StatusCreated:
					begun.Add(1)
				case a.code == "media.no_room":
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if begun.Load() != 3 || refused.Load() != 3 {
			t.Fatalf("%d begun, %d refused", begun.Load(), refused.Load())
		}
		if a := s.create("li", "a.mp4", "video/mp4", 10); a.status != http.StatusCreated {
			t.Fatalf("what still fits: %d %s", a.status, a.body)
		}
		if a := s.create("zhou-2", "a.mp4", "video/mp4", 1); a.code != "media.no_room" {
			t.Fatalf("%d %s", a.status, a.body)
		}
	})
}

func TestAPersonsBytesAreLimited(t *testing.T) {
	const largest = 2 << 30 // of Hebei's notice, which names no size
	each(t, func(t *testing.T, s *stage) {
		s.disk = func(b blob.Store) blob.Store { return small{b, 1 << 50} }
		s.restart()
		for range 3 {
			s.begin("lin", largest)
		}
		if a := s.create("lin", "a.mp4", "video/mp4", 1); a.code != "media.too_many_bytes" {
			t.Fatalf("%d %s", a.status, a.body)
		}
		at, _ := s.begin("wang", largest)
		if a := s.do("DELETE", at, "wang", nil); a.status != http.StatusNoContent {
			t.Fatalf("%d", a.status)
		}
	})
}
