package media

import (
	"context"
	"errors"
	"slices"
	"strings"
	"syscall"
	"time"

	"saiying/internal/campaign"
)

// WorkState is where the machine's work on a film stands.
type WorkState string

// The states of the work on a film. A film that is ready, or cannot be read, has none.
const (
	WorkWaiting   WorkState = "waiting"   // in the line
	WorkRunning   WorkState = "running"   // being done
	WorkPaused    WorkState = "paused"    // the disk is full; it goes on by itself
	WorkRetrying  WorkState = "retrying"  // the machine failed; it is tried again by itself, ever more seldom
	WorkStopped   WorkState = "stopped"   // the machine failed so often that it is given up
	WorkCancelled WorkState = "cancelled" // an organiser ended it
)

// WorkStates lists them all.
var WorkStates = []WorkState{WorkWaiting, WorkRunning, WorkPaused, WorkRetrying, WorkStopped, WorkCancelled}

// Urgency orders the line: lower comes first. It is the priority of the film's jobs.
type Urgency int

// The urgencies.
const (
	First    Urgency = 1 // an organiser moved it to the front
	Soon     Urgency = 2 // its collection closes within a day, or has closed and its grace is running
	Normal   Urgency = 3
	Backfill Urgency = 4 // what is made anew for films that are already ready: nobody waits
)

// soon is how long before the close of its collection a film goes ahead of others: on the last day an author must still be
// able to see what is wrong with a film and to send another.
const soon = 24 * time.Hour

// urgency is how urgent work on a film of c is at now.
func urgency(c *campaign.Campaign, now time.Time) Urgency {
	for _, p := range c.Phases {
		end := p.Window.Close
		if p.Kind == campaign.CollectionPhase && end != nil && !now.Before(end.Add(-soon)) && now.Before(end.Add(c.UploadGrace())) {
			return Soon
		}
	}
	return Normal
}

// Work is what the machine has to do for a film.
type Work struct {
	Asset   string
	Job     int64
	State   WorkState
	Urgency Urgency
	Queued  time.Time // its place among those of one urgency
	Since   time.Time // in its state since
	Tries   int
	Machine string // who did it last
	Trouble Trouble
	Detail  string        // what went wrong the last time, as the program says it; for staff
	Length  time.Duration // of the film; zero while it is not known
	Spent   time.Duration // of work, by steps that are done
}

// Trouble is why the work on a film does not go on, where the machine is at fault.
type Trouble string

// The troubles.
const (
	NoSpace Trouble = "no_space" // the disk is full
	NoTool  Trouble = "no_tool"  // ffmpeg or its sandbox does not start
	TooLong Trouble = "too_long" // a job took longer than any may
	Other   Trouble = "other"
)

// troubles tells people what is the matter with the machine, in Chinese and English.
var troubles = map[Trouble][2]string{
	NoSpace: {"服务器的磁盘满了，影片处理暂停。文件没有丢；腾出空间后会自动继续。", "The server's disk is full, so work on films is paused. Nothing is lost; it goes on by itself once there is room."},
	NoTool:  {"服务器上的影片工具没能启动。文件没有丢；请管理员在“系统”里查看原因。", "The server's film tools do not start. Nothing is lost; an administrator finds the reason under System."},
	TooLong: {"处理时间太长，中断了。文件没有丢，可以重试。", "The work took too long and was broken off. Nothing is lost; it may be retried."},
	Other:   {"服务器处理影片时出了问题。文件没有丢，可以重试。", "The server failed while working on the film. Nothing is lost; it may be retried."},
}

// Says is the sentence for a trouble, in lang, or empty.
func (t Trouble) Says(lang string) string {
	s, ok := troubles[t]
	if t != "" && !ok {
		s = troubles[Other]
	}
	if strings.HasPrefix(lang, "en") {
		return s[1]
	}
	return s[0]
}

// troubleOf finds out what kind of trouble an error is. Tools only say it in words.
func troubleOf(err error) Trouble {
	says := strings.ToLower(err.Error())
	has := func(signs ...string) bool {
		return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(says, sign) })
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), has("no space left on device", "disk quota exceeded"):
		return NoSpace
	case errors.Is(err, context.DeadlineExceeded):
		return TooLong
	case has("bwrap: ", "prlimit: ", "executable file not found", "error while loading shared libraries"):
		return NoTool
	}
	return Other
}

// Pace is how fast films are worked through here, measured on those that were.
type Pace struct {
	Pace   float64 // seconds of work a second of film; zero while none was measured
	Length float64 // seconds of film of an average one
}

// weight is how much the latest film counts in the moving averages: the last ten or so make up most of them, so that a machine
// that becomes slower shows within minutes and one odd film does not upset the figure.
const weight = 0.2

// after is the pace once a film of that length took that much work.
func (p Pace) after(length, spent time.Duration) Pace {
	seen := Pace{spent.Seconds() / length.Seconds(), length.Seconds()}
	if p.Pace == 0 {
		return seen
	}
	return Pace{p.Pace + weight*(seen.Pace-p.Pace), p.Length + weight*(seen.Length-p.Length)}
}

// needs is the time that work on so many seconds of film takes, to the second; zero while the pace is unknown.
func (p Pace) needs(seconds float64) time.Duration {
	return time.Duration(seconds * p.Pace * float64(time.Second)).Round(time.Second)
}

// length is a film's length in seconds, the average one where it is not known.
func (p Pace) length(w Work) float64 {
	if w.Length == 0 {
		return p.Length
	}
	return w.Length.Seconds()
}
