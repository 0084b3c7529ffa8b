package media_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"saiying/internal/identity"
	"saiying/internal/media"
)

func TestAFilmFromAStickIsTakenInAndNotRenderedTwice(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		path := filepath.Join(t.TempDir(), "stick.mp4")
		must(t, os.WriteFile(path, film(t), 0o600))
		ctx := identity.With(context.Background(), identity.Person{ID: "author"})
		first, err := s.media.Take(ctx, hebei, "片子.mp4", path)
		must(t, err)
		if first.State != media.StateReceived || s.digest(first.ID) != sum(film(t)) {
			t.Fatalf("taken in: %+v", first)
		}
		s.work()
		s.expect(first.ID, media.StateReady)
		second, err := s.media.Take(ctx, hebei, "同一部.mp4", path)
		must(t, err)
		s.work()
		twin := s.expect(second.ID, media.StateReady)
		if twin.Facts == nil || twin.Stream() == first.Stream() {
			t.Fatalf("the twin: %+v", twin)
		}
		a, b := s.file("media/"+first.ID+"/poster.jpg"), s.file("media/"+second.ID+"/poster.jpg")
		if !os.SameFile(a, b) {
			t.Error("the poster of the same film was made a second time")
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the stick's own file is gone: %v", err)
		}
	})
}
