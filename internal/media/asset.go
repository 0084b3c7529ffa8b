package media

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/vision"
)

// State is where an asset stands.
type State string

// The states of an asset, in the order it takes them. StateFailed is the end for a file that is no readable film.
const (
	StateUploading  State = "uploading"  // bytes are missing
	StateReceived   State = "received"   // every byte is here
	StateProcessing State = "processing" // measured; poster and stream are being made
	StateReady      State = "ready"      // poster and stream are there
	StateFailed     State = "failed"     // it cannot be read as a film
)

// Asset is one film file that somebody sent in.
type Asset struct {
	ID          string
	Campaign    string
	Owner       string // the person who sent it
	State       State
	Filename    string // as it was sent, and stays
	Given       string // what it is called instead; empty where it keeps its own name
	Size        int64  // bytes it will have
	SHA256      string // empty until Digest has taken it, which is before the film belongs to an entry
	Began       time.Time
	Touched     time.Time // the last time a piece arrived
	Completed   time.Time // zero while bytes are missing
	WithinGrace bool      // completed after the close of the collection, within the grace
	Facts       *ffmpeg.Facts
	Sights      []vision.Sight // what was seen on the picture; nil while it has not been watched
	Problem     ffmpeg.Reason  // why it failed
	Public      bool           // anybody may see poster and stream
	Playing     bool           // the beginning of the stream can be played
	Claim       string         // the entry it belongs to, or empty
	Progress    Progress
	declared    string // the label that the entry's declaration asks for, as it is written into files; empty for none
	pass        string // goes into its addresses; empty where they need none
}

// Progress is how far the work on an asset is.
type Progress struct {
	Step      string // "probe" or "render"; empty when nothing is going on
	Percent   float64
	Remaining time.Duration // zero while unknown
}

// Complete reports whether every byte has arrived.
func (a Asset) Complete() bool { return a.State != StateUploading }

// Probed tells that a file has been measured: its facts are known.
type Probed struct {
	Asset string `json:"asset"`
}

// Ready tells that poster and stream of an asset can be shown.
type Ready struct {
	Asset string `json:"asset"`
}

// Failed tells that a file cannot be read as a film.
type Failed struct {
	Asset string `json:"asset"`
}

// Deadline is the instant before which an upload begun at began must be complete: the close of the collection it was begun
// in, and the campaign's grace. It reports false when no collection was open then, or it has no close.
func Deadline(c *campaign.Campaign, began time.Time) (time.Time, bool) {
	if bell, ok := bell(c, began); ok {
		return bell.Add(c.UploadGrace()), true
	}
	return time.Time{}, false
}

// bell is the close of the collection that was open at began.
func bell(c *campaign.Campaign, began time.Time) (time.Time, bool) {
	for _, p := range c.Phases {
		if p.Kind == campaign.CollectionPhase && p.Window.State(began) == campaign.Current && p.Window.Close != nil {
			return *p.Window.Close, true
		}
	}
	return time.Time{}, false
}

// checkTime refuses a piece of an upload begun at began that arrives at now, too late.
func checkTime(c *campaign.Campaign, began, now time.Time) error {
	if end, ok := Deadline(c, began); ok && now.Before(end) {
		return nil
	}
	return c.CheckOpen(campaign.CollectionPhase, now)
}

// films are the name endings of files that may be films. What a file is, its contents decide later.
var films = []string{".mp4", ".m4v", ".mov", ".qt", ".mkv", ".webm", ".avi", ".wmv", ".asf", ".flv", ".f4v", ".mpg", ".mpeg", ".vob",
	".ts", ".m2ts", ".mts", ".mxf", ".3gp", ".3g2", ".ogv", ".rm", ".rmvb", ".dv"}

// plausible reports whether name and media type could be those of a film; both are the sender's word.
func plausible(filename, filetype string) bool {
	ext := strings.ToLower(path.Ext(filename))
	kind, _, _ := strings.Cut(strings.ToLower(filetype), ";")
	vague := kind == "" || kind == "application/octet-stream" || kind == "application/mxf" || kind == "application/vnd.rn-realmedia"
	return slices.Contains(films, ext) && (vague || strings.HasPrefix(kind, "video/")) || ext == "" && strings.HasPrefix(kind, "video/")
}

// Name is what the film's file is called.
func (a Asset) Name() string {
	if a.Given != "" {
		return a.Given
	}
	return a.Filename
}

// Ending is the ending of the film's name, with its dot: that of the name it was sent under where films have such endings, else
// what its contents are; empty while neither is known.
func (a Asset) Ending() string {
	if ext := strings.ToLower(path.Ext(a.Filename)); slices.Contains(films, ext) {
		return ext
	}
	if a.Facts != nil && slices.Contains(films, "."+a.Facts.Container) {
		return "." + a.Facts.Container
	}
	return ""
}

// cleanName is a sender's file name without folders and control characters, at most 200 characters long.
func cleanName(s string) string {
	s = path.Base(strings.ReplaceAll(s, `\`, "/"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u202e' || r == '\ufffd' {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 200 {
		s = string(r[len(r)-200:])
	}
	if s == "." || s == "/" {
		return ""
	}
	return s
}

// Poster is the address of the picture that stands for the film, or empty while there is none.
func (a Asset) Poster() string { return a.address("poster.jpg") }

// Thumb is the address of a small poster for lists.
func (a Asset) Thumb() string { return a.address("thumb.jpg") }

// Stream is the address of the playlist.
// While the film is being worked on it is there as soon as its beginning is.
func (a Asset) Stream() string {
	if a.State == StateProcessing && a.Playing {
		return a.at("master.m3u8")
	}
	return a.address("master.m3u8")
}

func (a Asset) address(file string) string {
	if a.State != StateReady {
		return ""
	}
	return a.at(file)
}

func (a Asset) at(file string) string { return path.Join("/media", a.ID, a.pass, file) }

// key is the blob of one of the asset's files.
func key(asset, file string) string { return "media/" + asset + "/" + file }

const original = "original"

// SayBytes writes a size for people: 1.02 GB.
func SayBytes(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.2f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%d KB", (n+999)/1000)
}
