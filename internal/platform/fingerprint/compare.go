package fingerprint

// Match is how two films compare, pictures and sound apart.
type Match struct {
	Picture Picture `json:"picture"`
	Sound   Sound   `json:"sound"`
}

// Picture is how the pictures of two films compare: the best way to lay one over the other.
type Picture struct {
	Share    float64 `json:"share"`    // of the key pictures that fall within the other film, those that are found there
	Matched  int     `json:"matched"`  // how many are
	Keys     int     `json:"keys"`     // of how many
	Pairs    []Pair  `json:"pairs"`    // rising in time
	Mirrored bool    `json:"mirrored"` // the second is a mirror image of the first
	Scale    float64 `json:"scale"`    // the side of the first film's picture that the second shows: 0.9 lost a tenth, 1.1 has more
	Speed    float64 `json:"speed"`    // a picture at t of the first is seen at Speed × t + Offset of the second
	Offset   float64 `json:"offset_s"`
	Framed   bool    `json:"framed"`   // one of them has bars or a canvas around the picture proper
	Looks    int     `json:"looks"`    // how many of the matched key pictures differ from each other
	OfLooks  int     `json:"of_looks"` // how many of all key pictures of the film that is looked for in the other do
	Strain   float64 `json:"strain"`   // how much the matched ones differ, in parts of what still counts as the same picture
}

// Pair is one picture of each film that are the same.
type Pair struct {
	A        float64 `json:"a_s"`
	B        float64 `json:"b_s"`
	Distance int     `json:"distance"` // firm bits that differ, of at most 256
}

// Same tells whether it is the same film as far as pictures go: three pictures that differ from each other, and three tenths of those
// that could be found. A film that has fewer, such as a talk before one camera, must be found whole and resemble closely: another
// person in the same studio is alike, and a title card that many films share is not the film. For people to look at, not to decide by.
func (p Picture) Same() bool {
	if p.Looks >= 3 {
		return p.Share >= 0.3
	}
	return p.Looks > 0 && p.Looks == p.OfLooks && p.Strain <= close
}

// close is the strain up to which a film of one or two pictures counts as the same. Seen: a logo and a banner over a talk 0.54, another
// person in the same studio 0.65.
const close = 0.6

// AsIs tells that nothing but the encoding, the light or a mark on the picture may have changed.
func (p Picture) AsIs() bool {
	return !p.Mirrored && !p.Framed && p.Scale == 1 && near(p.Speed, 1, 0.02) && near(p.Offset, 0, 0.5)
}

func near(a, b, by float64) bool { return a-b <= by && b-a <= by }

// Compare lays two films over each other. It asks for the keys of each in the other, and answers the better; a takes some
// milliseconds for films of minutes.
func Compare(a, b Print) Match {
	m := Match{Sound: listen(a.Sound, b.Sound)}
	m.Picture.Speed, m.Picture.Scale = 1, 1
	for _, va := range a.Views {
		for _, vb := range b.Views {
			m.Picture = better(m.Picture, ask(va, vb, b.Seconds))
			m.Picture = better(m.Picture, ask(vb, va, a.Seconds).turned())
		}
	}
	m.Picture.Framed = len(a.Views) > 1 || len(b.Views) > 1
	return m
}

// better prefers what counts as the same, then more matched keys, then the nearer.
func better(p, q Picture) Picture {
	switch {
	case p.Same() != q.Same():
		if q.Same() {
			return q
		}
	case q.Matched > p.Matched || q.Matched == p.Matched && q.Strain < p.Strain:
		return q
	}
	return p
}

// turned tells the same from the other film's side.
func (p Picture) turned() Picture {
	p.Scale, p.Offset, p.Speed = 1/p.Scale, -p.Offset/p.Speed, 1/p.Speed
	for i, pair := range p.Pairs {
		p.Pairs[i].A, p.Pairs[i].B = pair.B, pair.A
	}
	return p
}

// ask looks for the keys of one view among the moments of another, whose film lasts so many seconds, at every scale and mirrored.
func ask(a, b View, seconds float64) Picture {
	best := Picture{Speed: 1, Scale: 1}
	for s := range scales {
		for _, mirror := range []bool{false, true} {
			p := align(a, b, seated(a, b, s, mirror), seconds)
			p.Mirrored, p.Scale = mirror, scales[reference]/scales[s]
			best = better(best, p)
		}
	}
	return best
}

// seated lists every key and moment that look the same.
func seated(a, b View, scale int, mirror bool) []seat {
	var all []seat
	for k, key := range a.Keys {
		h := key.Crops[scale]
		if mirror {
			h = h.mirrored()
		}
		most := h.most()
		for i := range b.Moments {
			if d := h.away(&b.Moments[i].Hash); d <= most {
				all = append(all, seat{k, most, Pair{a.Moments[key.Moment].At, b.Moments[i].At, d}})
			}
		}
	}
	return all
}
