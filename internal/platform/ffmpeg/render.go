package ffmpeg

import (
	"time"
)

// Names inside the folder of a rendition.
const (
	masterName = "master.m3u8"
	posterName = "poster.jpg"
	thumbName  = "thumb.jpg"
)

// File is one file of a rendition.
type File struct {
	Name  string
	Bytes int64
}

// renderTime allows a slow machine forty seconds for one of 1080p, and more for larger pictures.
func renderTime(f Facts) time.Duration {
	pace := 40 * max(1, float64(f.Width*f.Height)/(1920*1080))
	return 2*time.Minute + time.Duration(f.DurationS*pace*float64(time.Second))
}
