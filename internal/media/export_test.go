package media

import (
	"context"
	"net/http"
	"time"

	"saiying/internal/platform/db"
)

// Elbow is the room on the disk that work asks for besides a film's own size.
const Elbow = elbow

// SetFree has the service take free for the bytes left on the disk, and look again after every d while they are too few.
func (s *Service) SetFree(free func() (int64, error), d time.Duration) { s.free, s.pause = free, d }

// SetPace sets the pace as if it had been measured.
var SetPace = setPace

// TroubleOf finds out what kind of trouble an error is.
var TroubleOf = troubleOf

// SetCopyWait sets how long somebody who asks for a copy waits.
func (s *Service) SetCopyWait(d time.Duration) { s.copyWait = d }

// Answering is an answer to an upload's request: how its deadline for reading is set, and what ends it.
func Answering(w http.ResponseWriter) (on http.ResponseWriter, set func(time.Time) error, end func()) {
	a := &answer{ResponseWriter: w, r: &http.Request{Method: http.MethodPatch}}
	return a, a.SetReadDeadline, a.end
}

// Leases are the locks of uploads on d, and a look of who keeps them at those that were held when it began.
func Leases(d *db.DB) (lock func(id string, give func()) (unlock func() error, err error), look func() func(context.Context) error) {
	l := newLeases(d)
	lock = func(id string, give func()) (func() error, error) {
		le := &lease{all: l, id: id}
		return le.Unlock, le.Lock(context.Background(), give)
	}
	look = func() func(context.Context) error {
		ours, _ := l.ours()
		return func(ctx context.Context) error { return l.look(ctx, ours, false) }
	}
	return lock, look
}
