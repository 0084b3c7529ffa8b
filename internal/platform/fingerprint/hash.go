package fingerprint

import "math/bits"

// Hash is one picture: the signs of the 256 lowest frequencies of its cosine transform, without the mean. Signs survive any change
// of brightness and contrast. Bits are dealt so that every run of sixteen holds low and high frequencies alike.
type Hash [4]uint64

// unlike is the distance from which two pictures are taken for different: a little above the 48 bits at which a like hash was seen
// to keep copies of ten works and no strangers. Unrelated bits would differ in 128.
const unlike = 52

// distance counts the bits in which two hashes differ.
func distance(a, b *Hash) int {
	return bits.OnesCount64(a[0]^b[0]) + bits.OnesCount64(a[1]^b[1]) + bits.OnesCount64(a[2]^b[2]) + bits.OnesCount64(a[3]^b[3])
}

// mirrored is the hash of the same picture seen in a mirror: odd frequencies across change their sign, the others stay.
func (h Hash) mirrored() Hash {
	for i := range h {
		h[i] ^= oddAcross[i]
	}
	return h
}

// chunk is the c-th of the sixteen runs of sixteen bits.
func (h *Hash) chunk(c int) uint16 { return uint16(h[c/4] >> (c % 4 * 16)) }

// sketch is 32 bits that do not overlap chunk c; they tell most strangers in its bucket without looking at their whole hash.
func (h *Hash) sketch(c int) uint32 {
	word := (c/2 + 1) % 8
	return uint32(h[word/2] >> (word % 2 * 32))
}
