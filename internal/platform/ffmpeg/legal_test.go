package ffmpeg

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const tiny = "testsrc2=s=160x90:r=25:d=1"

// muxed are the ways in which tools write a film of 25 pictures: its name, and arguments that differ from a plain clip's.
var muxed = []string{
	"a.mp4", "a.mov", "a.mkv", "a.ts", "a.m2ts", "a.f4v", "a.ismv",
	"a.flv -ar 44100",
	"a.avi -c:a mp3", "mpeg4.avi -c:v mpeg4 -vtag XVID -c:a mp3", "pictures.avi -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le",
	"raw.mov -c:v rawvideo -pix_fmt uyvy422 -c:a pcm_s16le", "prores.mov -c:v prores_ks -pix_fmt yuv422p10le -c:a pcm_s16le",
	"a.webm -c:v libvpx -deadline realtime -c:a libvorbis", "opus.webm -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
	"a.mpg -c:v mpeg2video -c:a mp2", "one.mpg -c:v mpeg1video -c:a mp2", "a.vob -c:v mpeg2video -c:a ac3",
	"a.wmv -c:v wmv2 -c:a wmav2", "a.3gp -ar 32000", "h263.3gp -c:v h263 -s 176x144", "a.3g2 -ar 32000", "a.m4v -f ipod",
	"hevc.mp4 -c:v libx265 -tag:v hvc1 -x265-params log-level=none",
	"first.mp4 -movflags faststart", "pieces.mp4 -movflags frag_keyframe", "empty.mp4 -movflags frag_keyframe+empty_moov",
	"base.mp4 -movflags frag_keyframe+empty_moov+default_base_moof", "cmaf.mp4 -movflags cmaf", "dash.mp4 -movflags dash",
	"delay.mp4 -movflags dash+delay_moov+skip_sidx", "every.mp4 -movflags frag_every_frame", "separate.mp4 -movflags frag_keyframe+separate_moof",
	"hint.mp4 -movflags rtphint", "offsets.mp4 -movflags negative_cts_offsets -bf 2 -preset veryfast", "room.mp4 -moov_size 50000",
	"noedits.mp4 -use_editlist 0 -bf 2 -preset veryfast", "code.mp4 -timecode 01:00:00:00 -write_tmcd 1", "code.mov -timecode 01:00:00:00",
	"late.mp4 -af adelay=500", "live.mkv -live 1", "clusters.mkv -cluster_time_limit 100", "cues.mkv -reserve_index_space 5000",
}

func TestFilmsOfManyTools(t *testing.T) {
	for _, line := range muxed {
		part := strings.Fields(line)
		accepts(t, line, clip(t, part[0], tiny, part[1:]...), 25)
	}
}

// accepts sees that nothing is held against a film, and all its pictures are counted.
func accepts(t *testing.T, name, path string, frames int) {
	t.Helper()
	f, err := tool(t).Probe(t.Context(), path)
	if err != nil || f.Frames != frames {
		t.Errorf("%s: %d pictures of %d, %v", name, f.Frames, frames, err)
	}
	data := []byte(read(t, path))
	if _, problems := Sniff(bytes.NewReader(data), int64(len(data))); slices.ContainsFunc(problems, func(r Reason) bool { return r != UnknownBox }) {
		t.Errorf("%s: %v", name, problems)
	}
}

// remuxed are films made of another without encoding it again: name, further inputs, what is done with them.
var remuxed = []string{
	"chapters.mp4|-i chapters.txt|-map_metadata 1", "chapters.mov|-i chapters.txt|-map_metadata 1", "chapters.mkv|-i chapters.txt|-map_metadata 1",
	"titles.mp4|-i titles.srt|-c:s mov_text", "titles.mov|-i titles.srt|-c:s mov_text", "titles.mkv|-i titles.srt|-c:s ass",
	"cover.mp4|-i cover.png|-map 1 -map 0 -disposition:v:0 attached_pic", "cover.mkv||-attach cover.png -metadata:s:t mimetype=image/png",
	"two.mp4||-map 0 -map 0", "two.mkv||-map 0 -map 0",
	"sound.mp4|-itsoffset 0.5 -i film.mp4|-map 0:v -map 1:a",   // the sound comes late
	"picture.mp4|-itsoffset 0.5 -i film.mp4|-map 1:v -map 0:a", // the picture comes late
	"picture.mkv|-itsoffset 0.5 -i film.mp4|-map 1:v -map 0:a",
}

const chapters = ";FFMETADATA1\ntitle=片名\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=一\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=二\n"

func TestFilmsMadeOfFilms(t *testing.T) {
	dir := filepath.Dir(clip(t, "film.mp4", tiny))
	for name, text := range map[string]string{"chapters.txt": chapters, "titles.srt": "1\n00:00:00,000 --> 00:00:00,900\n你好\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	into(t, dir, "-f", "lavfi", "-i", tiny, "-frames:v", "1", "cover.png")
	for _, line := range remuxed {
		part := strings.Split(line, "|")
		args := append([]string{"-i", "film.mp4"}, strings.Fields(part[1])...)
		into(t, dir, append(append(append(args, "-c", "copy"), strings.Fields(part[2])...), part[0])...)
		accepts(t, part[0], filepath.Join(dir, part[0]), 25)
	}
}

// into makes a film inside a folder that holds what it is made of.
func into(t *testing.T, dir string, args ...string) {
	t.Helper()
	if err := tool(t).Compose(t.Context(), dir, args...); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
}

// A film that was cut without being encoded again begins with pictures that are never shown, here three seconds of them.
func TestAFilmCutBetweenKeyPictures(t *testing.T) {
	dir := filepath.Dir(clip(t, "film.mp4", "testsrc2=s=160x90:r=25:d=5", "-g", "250"))
	for _, name := range []string{"cut.mp4", "cut.mov"} {
		into(t, dir, "-ss", "3", "-i", "film.mp4", "-c", "copy", name)
		accepts(t, name, filepath.Join(dir, name), 50)
	}
}

// Films that cameras and editing programs write and ffmpeg does not.
func TestFilmsOfCamerasAndEditors(t *testing.T) {
	film, mov := []byte(read(t, clip(t, "a.mp4", tiny))), []byte(read(t, clip(t, "a.mov", tiny)))
	mkv, avi := []byte(read(t, clip(t, "a.mkv", tiny))), []byte(read(t, clip(t, "a.avi", tiny, "-c:a", "mp3")))
	webm := []byte(read(t, clip(t, "a.webm", tiny, "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis")))
	void, zeros := []byte("\xec\x84free"), func(n int) []byte { return make([]byte, n) }
	after := func(film []byte, parts ...[]byte) []byte { return slices.Concat(append([][]byte{film}, parts...)...) }
	films := map[string][]byte{
		"free.mp4":     after(film, boxOf("free", zeros(300))),
		"cutfree.mp4":  after(film, boxOf("free", zeros(300))[:200]),
		"skip.mp4":     after(film, boxOf("skip", []byte("GoPro"))),
		"udta.mp4":     after(film, boxOf("udta", append(boxOf("\xa9nam", []byte("\x00\x00hi")), zeros(4)...))),
		"uuid.mp4":     after(film, boxOf("uuid", []byte("0123456789abcdefmore"))),
		"phone.mp4":    after(film, boxOf("sefd", []byte("SEFH"))),
		"byte.mp4":     after(film, zeros(1)),
		"block.mp4":    after(film, zeros(70000)),
		"block.avi":    after(avi, zeros(512)),
		"block.mkv":    after(mkv, zeros(512)),
		"wide.mov":     bytes.Replace(mov, []byte("\x00\x00\x00\x08free"), []byte("\x00\x00\x00\x08wide"), 1),
		"old.mov":      after(boxOf("skip", film[8:binary.BigEndian.Uint32(film)]), film[binary.BigEndian.Uint32(film):]),
		"long.mp4":     in64Bits(film),
		"sound.mp4":    bytes.Replace(film, []byte("isom"), []byte("M4A "), 1),
		"sony.mp4":     bytes.Replace(film, []byte("isom"), []byte("XAVC"), 1),
		"nameless.mp4": grown(film, boxOf("\x00\x00\x00\x07", []byte("x"))),
		"chinese.mp4":  grown(film, boxOf("\xe4\xbd\xa0\xff", []byte("x"))),
		"ended.mp4":    grown(film, zeros(4)),
		"padded.mov":   grown(film, zeros(12)),
		"void.mkv":     after(mkv, void),
		"early.mkv":    slices.Insert(bytes.Clone(mkv), segmentAt(mkv), void...),
		"ended.webm":   sealed(webm),
		"junk.avi":     after(avi, []byte("JUNK\x08\x00\x00\x00"), zeros(8)),
		"remark.avi":   after(avi, []byte("LIST\x0c\x00\x00\x00INFOISFT\x00\x00\x00\x00")),
		"pipe.avi":     after(avi[:4], []byte("\xff\xff\xff\xff"), avi[8:]),
		"header.avi":   after(avi[:4], binary.LittleEndian.AppendUint32(nil, uint32(len(avi))), avi[8:]),
	}
	for name, data := range films {
		accepts(t, name, write(t, name, data), 25)
	}
}

// in64Bits gives mdat a size of 64 bits, in the room that is left before it.
func in64Bits(film []byte) []byte {
	film = bytes.Clone(film)
	at := bytes.Index(film, []byte("mdat")) - 4
	size := uint64(binary.BigEndian.Uint32(film[at:]))
	copy(film[at-8:], binary.BigEndian.AppendUint64([]byte("\x00\x00\x00\x01mdat"), size+8))
	return film
}

// grown has more at the end of its index, which is the last box of the film, and of its first track.
func grown(film, more []byte) []byte {
	film = bytes.Clone(film)
	moov, trak := bytes.LastIndex(film, []byte("moov"))-4, bytes.Index(film, []byte("trak"))-4
	end := trak + int(binary.BigEndian.Uint32(film[trak:]))
	for at, n := range map[int]int{moov: 2, trak: 1} {
		binary.BigEndian.PutUint32(film[at:], binary.BigEndian.Uint32(film[at:])+uint32(n*len(more)))
	}
	return slices.Concat(film[:end], more, film[end:], more)
}

// segmentAt is where the header of a Matroska file ends.
func segmentAt(mkv []byte) int { return bytes.Index(mkv, []byte("\x18\x53\x80\x67")) }

// sealed has a document type that ends as texts do in C, which EBML allows.
func sealed(webm []byte) []byte {
	webm = bytes.Replace(webm, []byte("\x84webm"), []byte("\x85webm\x00"), 1)
	webm[4]++ // the size of the header
	return webm
}
