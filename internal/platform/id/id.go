// Package id makes the identifiers of the program: sortable row ids, secrets, and codes that people type.
package id

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// The alphabet keeps its order as text, so ids made later sort later; it leaves out i, l, o and u.
var sortable = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a 26 character id: 48 bits of milliseconds and 80 random bits, the layout of a ULID.
func New() string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(time.Now().UnixMilli())<<16)
	_, _ = rand.Read(b[6:]) // crypto/rand never fails: it ends the program instead
	return sortable.EncodeToString(b[:])
}

// Token returns a secret of 256 random bits in 43 URL-safe characters.
func Token() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

const readable = "23456789ABCDEFGHJKMNPQRSTUVWXYZ" // without 0 1 I L O, which people confuse

// Code returns n random characters that are hard to misread on paper; 12 of them hold 59 bits.
func Code(n int) string { return draw(n, readable) }

// Digits returns n random decimal digits, for one-time codes.
func Digits(n int) string { return draw(n, "0123456789") }

func draw(n int, alphabet string) string {
	out := make([]byte, 0, n)
	limit := byte(256 / len(alphabet) * len(alphabet)) // bytes from limit on would favour the first letters
	some := make([]byte, n+n/8+1)                      // at once: each asking of the kernel takes longer than the rest
	for len(out) < n {
		_, _ = rand.Read(some)
		for _, b := range some {
			if len(out) < n && (limit == 0 || b < limit) {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out)
}
