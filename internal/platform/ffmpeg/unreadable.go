package ffmpeg

import "errors"

// Reason says in one stable word why a file cannot be used. Callers hold the sentences in both languages.
type Reason string

// The reasons.
const (
	Empty       Reason = "empty"         // no bytes at all
	UnknownKind Reason = "unknown_kind"  // no known video container: a document, an archive, a playlist, a renamed file
	Playlist    Reason = "playlist"      // a list, script or page that names other files instead of being a film
	External    Reason = "external_data" // MP4 whose pictures or sound lie in another file that it names
	BadIndex    Reason = "bad_index"     // the index contradicts itself or the file: boxes or tables larger than what holds them
	Bomb        Reason = "bomb"          // it nests, counts or unpacks into more than any film needs
	Truncated   Reason = "truncated"     // the file ends before its own index says it should
	NoIndex     Reason = "no_index"      // MP4 without moov: the recording or the export was broken off
	NoData      Reason = "no_data"       // MP4 without mdat
	Appended    Reason = "appended_data" // bytes after the video that belong to no box, as when another file is glued on
	NoVideo     Reason = "no_video"      // sound only, or nothing but a cover picture
	NoFrames    Reason = "no_frames"     // a picture track without a picture that decodes
	TimeGap     Reason = "time_gap"      // a pause of more than MaxGap between two pictures: broken timestamps
	TooLarge    Reason = "too_large"     // more pixels than MaxPixels
	TooLong     Reason = "too_long"      // longer than MaxDuration
	TooSlow     Reason = "too_slow"      // it did not end within its allowed time
	Damaged     Reason = "damaged"       // ffmpeg gives up on it
	UnknownBox  Reason = "unknown_box"   // a top-level box no player knows; harmless, the only reason that refuses nothing
)

// ErrUnreadable is what every [Unreadable] matches with errors.Is.
var ErrUnreadable = errors.New("the file cannot be read as a video")

// Unreadable is the refusal of a file: the file is at fault, trying again will not help.
type Unreadable struct {
	Reason Reason
	Detail string // what the tool said; for staff, never for the public
}

func (e *Unreadable) Error() string {
	text := ErrUnreadable.Error() + ": " + string(e.Reason)
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	return text
}

// Is makes errors.Is(err, ErrUnreadable) true.
func (e *Unreadable) Is(target error) bool { return target == ErrUnreadable }

// ReasonOf is the reason inside err, or "" when the file is not at fault.
func ReasonOf(err error) Reason {
	var bad *Unreadable
	if errors.As(err, &bad) {
		return bad.Reason
	}
	return ""
}
