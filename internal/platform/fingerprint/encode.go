package fingerprint

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
)

// ErrDamaged is a print that cannot be read: cut off, altered, or of another edition.
var ErrDamaged = errors.New("a stored print is damaged or of another edition; make it again from the film")

// Edition changes with anything that makes prints incomparable. An index of another edition is made anew.
const Edition = 2

// millis rounds to what is stored.
func millis(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }

// MarshalBinary writes the print, closed with a checksum. A film of one minute takes about 10 kB.
func (p Print) MarshalBinary() ([]byte, error) {
	out := append(make([]byte, 0, 1<<13), Edition)
	out = binary.LittleEndian.AppendUint32(out, uint32(math.Round(p.Seconds*1000)))
	for _, edge := range p.Area {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(float32(edge)))
	}
	out = append(out, byte(len(p.Views)))
	for _, v := range p.Views {
		out = v.append(out)
	}
	out = binary.LittleEndian.AppendUint16(out, uint16(len(p.Sound)))
	for _, item := range p.Sound {
		out = binary.LittleEndian.AppendUint32(out, item)
	}
	return binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(out)), nil
}

func (v View) append(out []byte) []byte {
	out = binary.LittleEndian.AppendUint16(out, uint16(len(v.Moments)))
	out = append(out, byte(len(v.Keys)))
	for _, m := range v.Moments {
		out = appendHash(binary.LittleEndian.AppendUint32(out, uint32(math.Round(m.At*1000))), m.Hash)
	}
	for _, k := range v.Keys {
		out = binary.LittleEndian.AppendUint16(out, uint16(k.Moment))
		for _, h := range k.Crops {
			out = appendHash(appendHash(out, h.Bits), h.Firm)
		}
	}
	return out
}

func appendHash(out []byte, h Hash) []byte {
	for _, word := range h {
		out = binary.LittleEndian.AppendUint64(out, word)
	}
	return out
}

// UnmarshalBinary reads what MarshalBinary wrote; anything else is [ErrDamaged].
func (p *Print) UnmarshalBinary(data []byte) error {
	if len(data) < 5 || data[0] != Edition || crc32.ChecksumIEEE(data[:len(data)-4]) != binary.LittleEndian.Uint32(data[len(data)-4:]) {
		return ErrDamaged
	}
	r := reader{data: data[1 : len(data)-4]}
	out := Print{Seconds: float64(r.u32()) / 1000}
	for i := range out.Area {
		out.Area[i] = float64(math.Float32frombits(r.u32()))
	}
	for range r.count(r.u8(), 3) {
		out.Views = append(out.Views, r.view())
	}
	for range r.count(r.u16(), 4) {
		out.Sound = append(out.Sound, r.u32())
	}
	if r.short || len(r.data) > 0 {
		return ErrDamaged
	}
	*p = out
	return nil
}

// MarshalText and UnmarshalText make a print one string of base64, for JSON and for a column of text.
func (p Print) MarshalText() ([]byte, error) {
	data, err := p.MarshalBinary()
	return base64.StdEncoding.AppendEncode(nil, data), err
}

// UnmarshalText reads what MarshalText wrote; anything else is [ErrDamaged].
func (p *Print) UnmarshalText(text []byte) error {
	data, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return ErrDamaged
	}
	return p.UnmarshalBinary(data)
}

// reader takes figures from the front; short is set when there were not enough, and zeros follow.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.data) < n {
		r.short, r.data = true, nil
		return make([]byte, n)
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

func (r *reader) u8() int     { return int(r.take(1)[0]) }
func (r *reader) u16() int    { return int(binary.LittleEndian.Uint16(r.take(2))) }
func (r *reader) u32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

// count believes a number only as far as there are bytes for so many things of a size.
func (r *reader) count(n, size int) int {
	if n*size > len(r.data) {
		r.short, r.data = true, nil
		return 0
	}
	return n
}

func (r *reader) hash() (h Hash) {
	for i := range h {
		h[i] = binary.LittleEndian.Uint64(r.take(8))
	}
	return h
}

func (r *reader) view() View {
	var v View
	moments, keys := r.u16(), r.u8()
	for range r.count(moments, 36) {
		v.Moments = append(v.Moments, Moment{At: float64(r.u32()) / 1000, Hash: r.hash()})
	}
	for range r.count(keys, 2+64*len(scales)) {
		k := Key{Moment: r.u16()}
		for s := range k.Crops {
			k.Crops[s] = Asked{r.hash(), r.hash()}
		}
		if k.Moment >= len(v.Moments) {
			r.short = true
			return View{}
		}
		v.Keys = append(v.Keys, k)
	}
	return v
}
