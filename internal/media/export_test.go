package media

import (
	"net/http"
	"time"
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
func Answering(w http.ResponseWriter) (set func(time.Time) error, end func()) {
	a := &answer{ResponseWriter: w}
	return a.SetReadDeadline, a.end
}
