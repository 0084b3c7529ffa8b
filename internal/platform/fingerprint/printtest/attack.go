// Package printtest makes prints of real films for tests and benches: ffmpeg draws a film, does to it what people do, encodes that,
// and decodes it again as the program would.
package printtest

import "fmt"

// Attack is one thing that is done to a film before it is entered again.
type Attack struct {
	Name    string
	picture func(portrait bool) string // a filter
	sound   string                     // a filter
	skip    float64                    // seconds cut from the start
	crf     int                        // of the encoder
}

// Original is a film as it is, encoded well.
var Original = Attack{Name: "original", picture: same("null")}

// Attacks lists what a film should be known again after, at least.
func Attacks() []Attack {
	return []Attack{
		{Name: "re-encode", picture: same("null"), crf: 38},
		{Name: "scale 1/2", picture: same("scale=iw/4*2:ih/4*2,scale=trunc(iw/4)*2:trunc(ih/4)*2")},
		{Name: "crop 10 %", picture: same("crop=trunc(iw*.45)*2:trunc(ih*.45)*2")},
		{Name: "letterbox", picture: either("pad=iw:iw*3/4:0:(oh-ih)/2", "pad=ih*4/3:ih:(ow-iw)/2:0")},
		{Name: "canvas, black", picture: either("scale=360:-2,pad=360:640:0:(oh-ih)/3", "scale=-2:360,pad=640:360:(ow-iw)/3:0")},
		{Name: "canvas, blurred", picture: either(canvas(360, 640, "360:-2"), canvas(640, 360, "-2:360"))},
		{Name: "mirror", picture: same("hflip")},
		{Name: "logo", picture: same(logo)},
		{Name: "logo and banner", picture: same(marks)},
		{Name: "speed 1.05", picture: same("setpts=PTS/1.05"), sound: "atempo=1.05"},
		{Name: "trimmed start", picture: same("null"), skip: 2.3},
		{Name: "grade", picture: same("eq=brightness=.07:contrast=1.2:saturation=1.4:gamma=1.15")},
	}
}

// Combined is what people do at once; it is reported, not promised.
func Combined() []Attack {
	return []Attack{
		{Name: "mirror, crop, banner", picture: same("hflip,crop=trunc(iw*.45)*2:trunc(ih*.45)*2," + marks)},
		{Name: "canvas, blurred; faster, graded", picture: either(canvas(360, 640, "360:-2"), canvas(640, 360, "-2:360")), sound: "atempo=1.05"},
		{Name: "crop 20 %", picture: same("crop=trunc(iw*.4)*2:trunc(ih*.4)*2")},
	}
}

// logo is a bright one in a corner.
const logo = "drawbox=iw*.82:ih*.05:iw*.13:ih*.1:white@.85:fill,drawbox=iw*.84:ih*.07:iw*.05:ih*.06:red:fill"

// marks is the logo and a dark banner along the bottom with light strokes, a tenth of the picture in all.
const marks = logo + ",drawbox=0:ih*.84:iw:ih*.1:navy@.8:fill,drawbox=iw*.1:ih*.87:iw*.3:ih*.04:white:fill,drawbox=iw*.45:ih*.87:iw*.2:ih*.04:white:fill"

func same(filter string) func(bool) string { return func(bool) string { return filter } }

func either(landscape, portrait string) func(bool) string {
	return func(upright bool) string {
		if upright {
			return portrait
		}
		return landscape
	}
}

// canvas lays a film over its own blurred enlargement.
func canvas(w, h int, inner string) string {
	return fmt.Sprintf("split[a][b];[a]scale=%d:%d:force_original_aspect_ratio=increase,crop=%d:%d,boxblur=16:2[back];[b]scale=%s[front];[back][front]overlay=(W-w)/2:(H-h)/2",
		w, h, w, h, inner)
}
