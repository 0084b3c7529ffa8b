package ffmpeg

import (
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
)

const (
	posterSide     = 1280 // long side of the poster, pixels
	thumbSide      = 480  // long side of the small one for lists
	candidateCount = 12   // pictures to choose from, spread evenly over the film
)

// candidateRate is the pictures a second that give candidateCount over the whole film.
func candidateRate(f Facts) float64 {
	return candidateCount / max(f.DurationS, 0.1)
}

// candidates are the arguments of the two picture outputs.
func candidates() []string {
	out := func(label, quality, name string) []string {
		return []string{"-map", label, "-map_metadata", "-1", "-frames:v", fmt.Sprint(candidateCount + 2), "-fps_mode", "passthrough",
			"-q:v", quality, "-f", "image2", name}
	}
	return append(out("[large]", "3", "large_%02d.jpg"), out("[small]", "4", "small_%02d.jpg")...)
}

// choosePoster keeps the best candidate, large and small, and removes the others.
func choosePoster(dir string) error {
	smalls, err := filepath.Glob(filepath.Join(dir, "small_*.jpg"))
	if err != nil || len(smalls) == 0 {
		return &Unreadable{NoFrames, "no picture for the poster"}
	}
	best, most := 0, -1.0
	for i, name := range smalls {
		worth, err := worthOf(name)
		if err != nil {
			return err
		}
		if i == 0 || i == len(smalls)-1 {
			worth /= 2 // films open and close on titles and fades
		}
		if worth > most {
			best, most = i, worth
		}
	}
	for i, small := range smalls {
		large := filepath.Join(dir, "large_"+filepath.Base(small)[len("small_"):])
		if err := keep(large, filepath.Join(dir, posterName), i == best); err != nil {
			return err
		}
		if err := keep(small, filepath.Join(dir, thumbName), i == best); err != nil {
			return err
		}
	}
	return nil
}

func keep(from, to string, chosen bool) error {
	if chosen {
		return os.Rename(from, to)
	}
	return os.Remove(from)
}

func worthOf(name string) (float64, error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	picture, err := jpeg.Decode(file)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", filepath.Base(name), err)
	}
	luma, ok := picture.(*image.YCbCr)
	if !ok {
		return 0, nil
	}
	return worth(luma), nil
}

// worth is how much a picture invites: its detail (standard deviation of the Laplacian), its contrast, and a mean
// brightness that is neither night nor glare.
func worth(p *image.YCbCr) float64 {
	w, h := p.Rect.Dx(), p.Rect.Dy()
	var n, sum, squares, edges float64
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			i := y*p.YStride + x
			v := float64(p.Y[i])
			lap := 4*v - float64(p.Y[i-1]) - float64(p.Y[i+1]) - float64(p.Y[i-p.YStride]) - float64(p.Y[i+p.YStride])
			n, sum, squares, edges = n+1, sum+v, squares+v*v, edges+lap*lap
		}
	}
	if n == 0 {
		return 0
	}
	mean := sum / n
	contrast := math.Sqrt(max(0, squares/n-mean*mean))
	light := math.Exp(-math.Pow((mean-118)/70, 2))
	return (math.Sqrt(edges/n) + 0.5*contrast) * light
}
