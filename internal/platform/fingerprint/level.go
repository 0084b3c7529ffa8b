package fingerprint

import "math"

// reach is how far around a place its surroundings go, in cells of the square.
const reach = 3

// grain is the deviation, in steps of luma, below which surroundings count as flat: what is left there is the encoder's.
const grain = 0.3

// level takes from every cell the mean of its surroundings and divides by their deviation, so that a faint sea tells as much as a
// bright roof, and a banner no more than the part of the picture that it covers.
func level(square *[side][side]float32) {
	var sum, squares [side + 1][side + 1]float64
	for y := range side {
		for x := range side {
			v := float64(square[y][x])
			sum[y+1][x+1] = v + sum[y][x+1] + sum[y+1][x] - sum[y][x]
			squares[y+1][x+1] = v*v + squares[y][x+1] + squares[y+1][x] - squares[y][x]
		}
	}
	for y := range side {
		y0, y1 := max(0, y-reach), min(side, y+reach+1)
		for x := range side {
			x0, x1 := max(0, x-reach), min(side, x+reach+1)
			n := float64((y1 - y0) * (x1 - x0))
			mean := (sum[y1][x1] - sum[y0][x1] - sum[y1][x0] + sum[y0][x0]) / n
			square2 := (squares[y1][x1] - squares[y0][x1] - squares[y1][x0] + squares[y0][x0]) / n
			square[y][x] = float32((float64(square[y][x]) - mean) / (math.Sqrt(max(0, square2-mean*mean)) + grain))
		}
	}
}
