package media_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fingerprint"
)

func (s *stage) setPrint(asset string, seconds float64) {
	s.t.Helper()
	must(s.t, s.db.Write(context.Background(), func(tx *db.Tx) error {
		return s.media.SetPrint(context.Background(), tx, asset, fingerprint.Print{Seconds: seconds, Sound: []uint32{1, 2}})
	}))
}

// prints reads at most so many prints after a place, and the place of the last of all.
func (s *stage) prints(after int64, most int) (all []media.Printed, last int64) {
	s.t.Helper()
	must(s.t, s.db.Read(context.Background(), func(tx *db.Tx) (err error) {
		if all, err = s.media.Prints(context.Background(), tx, after, most); err != nil {
			return err
		}
		last, err = s.media.LastPrint(context.Background(), tx)
		return err
	}))
	return all, last
}

func TestPrintsAreReadInTheOrderTheyWereKept(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		if all, last := s.prints(0, 10); len(all) != 0 || last != 0 {
			t.Fatalf("%+v, last %d", all, last)
		}
		s.setPrint("b", 1)
		s.setPrint("a", 2)
		s.setPrint("b", 3) // printed anew
		all, last := s.prints(0, 10)
		if len(all) != 2 || last != 3 || all[0].Asset != "a" || all[1].Asset != "b" || all[1].Seq != 3 || all[1].Print.Seconds != 3 || len(all[1].Print.Sound) != 2 {
			t.Fatalf("%+v, last %d", all, last)
		}
		if all, _ := s.prints(0, 1); len(all) != 1 || all[0].Asset != "a" {
			t.Fatalf("one: %+v", all)
		}
		if all, _ := s.prints(2, 10); len(all) != 1 || all[0].Asset != "b" {
			t.Fatalf("after 2: %+v", all)
		}
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE media_print SET print = 'of another edition' WHERE asset = 'a'")
			return err
		}))
		if all, _ := s.prints(0, 10); len(all) != 2 || all[0].Print.Seconds != 0 {
			t.Fatalf("a print that cannot be read: %+v", all)
		}
	})
}

func TestAPrintIsLentToTheSameBytesAndGoesWithItsFilm(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		first := s.put("author", film(t))
		s.work()
		second := s.put("other", film(t))
		s.work()
		all, last := s.prints(0, 10)
		if len(all) != 2 || last != 2 || all[0].Asset != first || all[1].Asset != second || all[0].Print.Seconds == 0 || !reflect.DeepEqual(all[0].Print, all[1].Print) {
			t.Fatalf("%+v, last %d", all, last)
		}
		s.clock.Advance(8 * 24 * time.Hour) // no entry took them
		must(t, s.media.Sweep(context.Background()))
		if all, last := s.prints(0, 10); len(all) != 0 || last != 2 {
			t.Fatalf("left: %+v, last %d", all, last)
		}
	})
}

func TestAFilmOfAnotherEditionIsPrintedAnew(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		first := s.put("author", film(t))
		s.work()
		second := s.put("other", film(t)) // the same bytes
		s.work()
		made, _ := s.prints(0, 10)
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "UPDATE media_print SET edition = edition - 1, print = 'as it was made then'")
			return err
		}))
		must(t, s.media.Sweep(context.Background()))
		must(t, s.media.Sweep(context.Background())) // what is in the line is not put there twice
		waiting, err := s.queue.Unfinished(context.Background(), 10)
		must(t, err)
		if len(waiting) != 2 || waiting[0].Priority != int(media.Backfill) {
			t.Fatalf("%d jobs: %+v", len(waiting), waiting)
		}
		s.work()
		all, last := s.prints(0, 10)
		if len(all) != 2 || last != 4 || !reflect.DeepEqual(all[0].Print, made[0].Print) || !reflect.DeepEqual(all[1].Print, made[0].Print) {
			t.Fatalf("%+v, last %d", all, last)
		}
		if s.heard.times(&s.heard.reprinted) != 2 || s.heard.times(&s.heard.ready) != 2 {
			t.Errorf("of %s and %s: heard %+v", first, second, s.heard)
		}
		must(t, s.media.Sweep(context.Background()))
		if waiting, err = s.queue.Unfinished(context.Background(), 10); err != nil || len(waiting) > 0 {
			t.Errorf("left to do: %d, %v", len(waiting), err)
		}
	})
}

func TestAFilmThatCanNoLongerBeReadHasAnEmptyPrint(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		asset := s.put("author", film(t))
		s.work()
		must(t, s.db.Write(context.Background(), func(tx *db.Tx) error {
			_, err := tx.Exec(context.Background(), "DELETE FROM media_print")
			return err
		}))
		must(t, s.blobs.Put(context.Background(), "media/"+asset+"/original", strings.NewReader("no film")))
		must(t, s.media.Sweep(context.Background()))
		s.work()
		if all, _ := s.prints(0, 10); len(all) != 1 || len(all[0].Print.Views) != 0 {
			t.Fatalf("%+v", all)
		}
		must(t, s.media.Sweep(context.Background()))
		if waiting, err := s.queue.Unfinished(context.Background(), 10); err != nil || len(waiting) > 0 {
			t.Errorf("left to do: %d, %v", len(waiting), err)
		}
	})
}
