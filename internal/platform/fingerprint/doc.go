// Package fingerprint knows a film again: the same pictures after another encoding, another size, a crop, bars or a portrait canvas
// around them, mirrored, with a logo, a little faster, or cut at the start. It knows neither contests nor ffmpeg: it is fed the
// pictures that [vision] looks at and the raw chromaprint of the sound.
//
// A [Printer] makes a [Print], a few kilobytes a film. [Compare] holds two of them side by side. An [Index] finds, among many
// works, those that are worth comparing. Pictures and sound are kept apart everywhere: two films with the same music are not the
// same film. Nothing here decides; a person does, who is shown the matched moments.
//
// Not known again: a landscape film of which only a portrait column is left, a turned picture, a film inside a small window of
// another, a change of speed beyond a tenth, a film of flat colour.
//
// Units: seconds of each film; parts of a picture from 0 to 1; distances in bits of 256.
package fingerprint
