// Package vision looks at the pictures of a film, small and raw, for what a notice may forbid or ask for: colour bars, an opening
// card of text, a logo in a corner, a burnt-in slate, the label 《AI生成》. It does no I/O and knows neither ffmpeg nor contests.
//
// Units: seconds from the start of the film; places as fractions of the picture as shown.
package vision
