package ffmpeg

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"saiying/internal/platform/vision"
)

const (
	spriteName  = "sprite.vtt"
	tileSide    = 160 // long side of one small picture, pixels
	tilesAcross = 10  // in a row, and rows in a sheet
	mostTiles   = 300 // of a film of any length: three sheets
)

// sprite is the small pictures that a player shows above its bar: sheets sprite_01.jpg and on, ten by ten at most, and sprite.vtt, which
// says in WebVTT which part of which sheet belongs to which seconds (sprite_01.jpg#xywh=0,0,160,90).
type sprite struct {
	every      int // so manyth of the pictures that are looked at
	w, h, rows int
	length     float64
}

// newSprite takes a picture each second, and of a film over five minutes fewer.
func newSprite(f Facts) sprite {
	s := sprite{every: vision.Rate * max(1, int(math.Ceil(f.DurationS/mostTiles))), length: f.DurationS}
	s.w, s.h = fit(f.Width, f.Height, tileSide)
	tiles := int(f.DurationS*vision.Rate)/s.every + 1
	s.rows = min(tilesAcross, (tiles+tilesAcross-1)/tilesAcross)
	return s
}

// chain makes the sheets in ffmpeg's words.
func (s sprite) chain() string {
	return fmt.Sprintf(`select=not(mod(n\,%d)),scale=%d:%d:flags=area,tile=%dx%d,format=yuvj420p`, s.every, s.w, s.h, tilesAcross, s.rows)
}

// index writes sprite.vtt for as many pictures as were looked at.
func (s sprite) index(dir string, pictures int) error {
	var out strings.Builder
	out.WriteString("WEBVTT\n")
	step := float64(s.every) / vision.Rate
	for i := 0; i*s.every < pictures; i++ {
		sheet, place := i/(tilesAcross*s.rows)+1, i%(tilesAcross*s.rows)
		from, to := float64(i)*step, float64(i+1)*step
		if (i+1)*s.every >= pictures {
			to = max(s.length, from+0.1)
		}
		fmt.Fprintf(&out, "\n%s --> %s\nsprite_%02d.jpg#xywh=%d,%d,%d,%d\n", clock(from), clock(to), sheet,
			place%tilesAcross*s.w, place/tilesAcross*s.h, s.w, s.h)
	}
	return os.WriteFile(filepath.Join(dir, spriteName), []byte(out.String()), 0o600)
}

// clock is 01:02:03.400 as WebVTT writes it.
func clock(seconds float64) string {
	ms := time.Duration(math.Round(seconds * 1000)).Nanoseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}
