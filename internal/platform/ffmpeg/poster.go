package ffmpeg

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"saiying/internal/platform/vision"
)

const (
	posterSide     = 1280 // long side of the poster, pixels
	thumbSide      = 480  // long side of the small one for lists
	candidateCount = 12   // pictures to choose from, spread evenly over the film
)

// pick chooses among the candidates for the poster, which are every so manyth of the pictures that are looked at.
type pick struct {
	every int
	best  int // number of the best candidate, from 1 as its files are; 0 before the first
	worth float64
}

func newPick(f Facts) pick {
	return pick{every: max(1, int(math.Ceil(f.DurationS*vision.Rate/candidateCount)))}
}

// selects is the same choice in ffmpeg's words. The first candidate comes half a step into the film: films open on titles and fades.
func (p pick) selects() string {
	return fmt.Sprintf(`select=eq(mod(n\,%d)\,%d)`, p.every, p.every/2)
}

// consider weighs picture n if it is a candidate. A picture whose light differs much from the one before is part of a fade, or
// blended with another.
func (p *pick) consider(n int, f vision.Frame, change float64) {
	if n%p.every != p.every/2 {
		return
	}
	value := worth(f)
	if math.Abs(change) > 6 && n > 0 {
		value /= 4
	}
	if vision.IsCard(f) {
		value /= 4
	}
	if p.best == 0 || value > p.worth {
		p.best, p.worth = n/p.every+1, value
	}
}

// keep keeps the chosen candidate, large and small, and removes the others.
func (p pick) keep(dir string) error {
	for _, size := range [][2]string{{"large", posterName}, {"small", thumbName}} {
		chosen := filepath.Join(dir, fmt.Sprintf("%s_%02d.jpg", size[0], p.best))
		if err := os.Rename(chosen, filepath.Join(dir, size[1])); err != nil {
			return &Unreadable{NoFrames, "no picture for the poster"}
		}
		others, err := filepath.Glob(filepath.Join(dir, size[0]+"_*.jpg"))
		if err != nil {
			return err
		}
		for _, name := range others {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// worth is how much a picture invites: its detail (standard deviation of the Laplacian), its contrast, and a mean
// brightness that is neither night nor glare.
func worth(f vision.Frame) float64 {
	var n, sum, squares, edges float64
	for y := 1; y < f.H-1; y++ {
		for x := 1; x < f.W-1; x++ {
			i := y*f.W + x
			v := float64(f.Y[i])
			lap := 4*v - float64(f.Y[i-1]) - float64(f.Y[i+1]) - float64(f.Y[i-f.W]) - float64(f.Y[i+f.W])
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
