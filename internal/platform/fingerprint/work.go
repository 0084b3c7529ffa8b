package fingerprint

import (
	"encoding/binary"
	"hash/crc32"
	"math"
)

// perWork bounds the moments of one work in an index: those of its first eight keys.
const perWork = 8

// mostID bounds an id in bytes.
const mostID = 200

// work is what an index keeps of a film.
type work struct {
	id      string
	moments []Moment
}

// indexed picks what an index keeps: the most telling moments of each view in turn, for bars may be none.
func indexed(id string, p Print) work {
	w := work{id: id}
	for n := range mostKeys {
		for _, v := range p.Views {
			if n < len(v.Keys) && len(w.moments) < perWork {
				w.moments = append(w.moments, v.Moments[v.Keys[n].Moment])
			}
		}
	}
	return w
}

// What a record of the log tells.
const (
	added   = 1
	removed = 2
	marked  = 3
)

// record writes one entry of the log: length, checksum, kind, mark, id, moments.
func record(kind byte, mark int64, w work) []byte {
	body := binary.LittleEndian.AppendUint64([]byte{kind}, uint64(mark))
	body = append(append(body, byte(len(w.id))), w.id...)
	for _, m := range w.moments {
		body = appendHash(binary.LittleEndian.AppendUint32(body, uint32(math.Round(m.At*1000))), m.Hash)
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
	return append(binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body)), body...)
}

// replay hands every whole record to take and answers how many bytes they are; what follows was never finished.
func replay(log []byte, take func(kind byte, mark int64, w work)) int {
	done := 0
	for len(log)-done >= 8 {
		size := int(binary.LittleEndian.Uint32(log[done:]))
		sum := binary.LittleEndian.Uint32(log[done+4:])
		if size > len(log)-done-8 || size < 10 {
			break
		}
		body := log[done+8 : done+8+size]
		if crc32.ChecksumIEEE(body) != sum || !parse(body, take) {
			break
		}
		done += 8 + size
	}
	return done
}

func parse(body []byte, take func(kind byte, mark int64, w work)) bool {
	r := reader{data: body}
	kind, mark := byte(r.u8()), int64(binary.LittleEndian.Uint64(r.take(8)))
	w := work{id: string(r.take(r.u8()))}
	for !r.short && len(r.data) > 0 && len(w.moments) < perWork {
		w.moments = append(w.moments, Moment{At: float64(r.u32()) / 1000, Hash: r.hash()})
	}
	if r.short || len(r.data) > 0 || kind < added || kind > marked {
		return false
	}
	take(kind, mark, w)
	return true
}
