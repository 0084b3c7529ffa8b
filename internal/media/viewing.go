package media

import (
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"

	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/fingerprint"
	"saiying/internal/platform/vision"
)

// Viewing is all that watching a film once tells.
type Viewing struct {
	ffmpeg.Watched
	Sights []vision.Sight    // never nil; their pictures are files of the folder
	Print  fingerprint.Print // by which the film is known again
}

// Watch watches a film on this machine and puts everything that is made of it into dir, which must exist and should be empty. The facts
// are those of [ffmpeg.Tool.Probe]. It serves the server and `saiying inspect` alike.
func Watch(ctx context.Context, tool *ffmpeg.Tool, path string, f ffmpeg.Facts, dir string, w ffmpeg.Watch) (v Viewing, err error) {
	eyes, prints := vision.NewObserver(f.DurationS), fingerprint.NewPrinter()
	w.Frame = func(frame vision.Frame) {
		eyes.Add(frame)
		prints.Add(frame)
	}
	if v.Watched, err = tool.Watch(ctx, path, f, dir, w); err != nil {
		return v, err
	}
	v.Print = prints.Print(v.Sound)
	v.Sights = append([]vision.Sight{}, eyes.Sights()...)
	for i := range v.Sights {
		if err := v.keep(dir, i); err != nil {
			return v, err
		}
	}
	return v, nil
}

// evidence begins the names of the pictures that show what was seen. They are for staff and the author, never for the public.
const evidence = "sight-"

// keep writes the picture of a sight into the folder.
func (v *Viewing) keep(dir string, i int) error {
	s := &v.Sights[i]
	if s.Shows == nil {
		return nil
	}
	s.Picture = fmt.Sprintf("%s%d.jpg", evidence, i+1)
	size, err := writeJPEG(filepath.Join(dir, s.Picture), s.Shows)
	v.Files = append(v.Files, ffmpeg.File{Name: s.Picture, Bytes: size})
	return err
}

func writeJPEG(path string, picture image.Image) (int64, error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	if err := jpeg.Encode(f, picture, &jpeg.Options{Quality: 80}); err != nil {
		_ = f.Close()
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return 0, err
	}
	return info.Size(), f.Close()
}
