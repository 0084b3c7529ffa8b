package ffmpeg

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// growing tells of a ladder while it is made, so that a film plays before it is finished. Its playlists are of the kind that only
// grows (EVENT, RFC 8216 4.3.3.5) and end with EXT-X-ENDLIST. Names come in the order in which they may be made public: segments, the
// playlists that name them (again each time), and last the master. A file that was named is finished; a playlist is replaced as one.
type growing struct {
	dir   string
	tell  func([]string) error
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

// tellNew reads the playlists. Nothing is told before each of them and the master are there: a player chooses among all.
func (g *growing) tellNew() error {
	var fresh []string
	changed := false
	for _, list := range g.names {
		text, err := os.ReadFile(filepath.Join(g.dir, list))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, name := range segments(string(text)) {
			if !g.told[name] {
				fresh = append(fresh, name)
			}
		}
		changed = changed || strings.Contains(string(text), "#EXT-X-ENDLIST")
	}
	if _, err := os.Stat(filepath.Join(g.dir, masterName)); err != nil || len(fresh) == 0 && !changed {
		return nil //nolint:nilerr // the master is not there yet
	}
	return g.say(fresh)
}

func (g *growing) say(fresh []string) error {
	if g.told == nil {
		g.told = map[string]bool{}
	}
	for _, name := range fresh {
		g.told[name] = true
	}
	return g.tell(append(append(fresh, g.names...), masterName))
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
