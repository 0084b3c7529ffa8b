package ffmpeg

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Piece is a file of a ladder that may be made public. A playlist comes with its text, since the file goes on growing; of a segment,
// which is finished, Text is nil.
type Piece struct {
	Name string
	Text []byte
}

// growing tells of a ladder while it is made, so that a film plays before it is finished. Its playlists are of the kind that only
// grows (EVENT, RFC 8216 4.3.3.5) and end with EXT-X-ENDLIST. Names come in the order in which they may be made public: segments, the
// playlists that name them (again each time), and last the master.
type growing struct {
	dir   string
	tell  func([]Piece) error
	names []string // the playlists of rungs and sound
	told  map[string]bool
	next  float64
}

// playlists are the names of all media playlists, the smallest rung first.
func playlists(rungs []Rung, f Facts) []string {
	var names []string
	for _, r := range rungs {
		names = append(names, r.Name+".m3u8")
	}
	if f.HasAudio && len(rungs) > 0 {
		names = append(names, "sound.m3u8")
	}
	return names
}

// look is told how far the film is, and looks once a second of it.
func (g *growing) look(at float64) error {
	if g.tell == nil || len(g.names) == 0 || at < g.next {
		return nil
	}
	g.next = at + 1
	return g.tellNew()
}

// tellRest tells everything that was not told.
func (g *growing) tellRest() error {
	if g.tell == nil || len(g.names) == 0 {
		return nil
	}
	return g.tellNew()
}

// tellNew reads the playlists once and tells what they say, as it was read: ffmpeg may replace one at any moment, and what is made
// public must name nothing that is not. Nothing is told before each of them and the master are there: a player chooses among all.
func (g *growing) tellNew() error {
	var fresh, lists []Piece
	ended := false
	for _, name := range append(slices.Clone(g.names), masterName) {
		text, err := os.ReadFile(filepath.Join(g.dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		lists = append(lists, Piece{name, text})
		if name == masterName {
			continue
		}
		for _, s := range segments(string(text)) {
			if !g.told[s] {
				fresh = append(fresh, Piece{Name: s})
			}
		}
		ended = ended || strings.Contains(string(text), "#EXT-X-ENDLIST")
	}
	if len(fresh) == 0 && !ended {
		return nil
	}
	return g.say(fresh, lists)
}

func (g *growing) say(fresh, lists []Piece) error {
	if g.told == nil {
		g.told = map[string]bool{}
	}
	for _, p := range fresh {
		g.told[p.Name] = true
	}
	return g.tell(append(fresh, lists...))
}

// segments are the files that a media playlist names, its initialisation segment first.
func segments(playlist string) []string {
	var names []string
	for line := range strings.Lines(playlist) {
		line = strings.TrimSpace(line)
		if _, uri, ok := strings.Cut(line, `#EXT-X-MAP:URI="`); ok {
			names = append(names, strings.TrimSuffix(uri, `"`))
		} else if line != "" && line[0] != '#' {
			names = append(names, line)
		}
	}
	return names
}
