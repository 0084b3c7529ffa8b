package vision

import "image"

// Kind names what was seen.
type Kind string

// What can be seen.
const (
	Bars    Kind = "bars"     // colour bars of any standard
	Card    Kind = "card"     // a card of text that opens the film
	Logo    Kind = "logo"     // a logo or watermark that stays, comes back, or hops from corner to corner
	Slate   Kind = "slate"    // a burnt-in slate or clapperboard: title, reel, time code
	AILabel Kind = "ai_label" // the words 《AI生成》 on the picture, which are no watermark and no card
)

// Box is a place in the picture as shown, each figure from 0 to 1.
type Box struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Sight is one thing that was seen, or that could not be told.
type Sight struct {
	Kind        Kind        `json:"kind"`
	From        float64     `json:"from_s"`
	To          float64     `json:"to_s"`
	Box         *Box        `json:"box,omitempty"`
	Sure        bool        `json:"sure"`                  // a machine may decide on it; otherwise a person looks
	Undecidable bool        `json:"undecidable,omitempty"` // it cannot be told whether it is there: the camera never moves
	Strength    float64     `json:"strength"`              // from 0 to 1, for sorting and for the curious
	Picture     string      `json:"picture,omitempty"`     // the name of the file that shows it, once it has been kept
	Shows       image.Image `json:"-"`                     // the picture that shows it: a frame with the place marked, or a heat map
}
