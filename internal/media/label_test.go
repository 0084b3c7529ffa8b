package media_test

import (
	"bytes"
	"context"
	"image/jpeg"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"saiying/internal/media"
	"saiying/internal/platform/db"
	"saiying/internal/platform/ffmpeg"
)

var declared = ffmpeg.Declared("望北县融媒体中心", "entry-7")

const own = `{"Label":"1","ContentProducer":"望北影像实验室","ProduceID":"7d1f"}`

func (s *stage) declare(id string, label *ffmpeg.AIGC) {
	s.t.Helper()
	must(s.t, s.db.Write(context.Background(), func(tx *db.Tx) error {
		_, err := s.media.Declare(context.Background(), tx, id, label)
		return err
	}))
}

// labelledClip is the clip as a program that generates films leaves it, and a telephone: with its label, and where it was filmed.
var labelledClip = sync.OnceValues(func() ([]byte, error) {
	plain, err := clip()
	if err != nil {
		return nil, err
	}
	ff, err := tool()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "labelled")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.WriteFile(filepath.Join(dir, "plain.mp4"), plain, 0o600); err != nil {
		return nil, err
	}
	err = ff.Compose(context.Background(), dir, "-i", "plain.mp4", "-c", "copy", "-metadata", "AIGC="+own, "-metadata", "location=+30+120/",
		"-movflags", "use_metadata_tags", "film.mp4")
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "film.mp4"))
})

// labels measures every stream, every picture and the copy of a film as they are served, and expects one and the same label.
func (s *stage) labels(id, want string) {
	s.t.Helper()
	ff, err := tool()
	must(s.t, err)
	probe := func(what string, film []byte) ffmpeg.Facts {
		s.t.Helper()
		at := filepath.Join(s.t.TempDir(), "film.mp4")
		must(s.t, os.WriteFile(at, film, 0o600))
		f, err := ff.Probe(context.Background(), at)
		if err != nil || (f.AIGC == nil) != (want == "") || f.AIGC != nil && f.AIGC.Raw != want || f.Frames == 0 {
			s.t.Errorf("%s: %+v %v, want the label %q", what, f.AIGC, err, want)
		}
		return f
	}
	v := s.shown(id, "lin")
	get := func(name string) []byte {
		s.t.Helper()
		a := s.do("GET", path.Join(path.Dir(v.Stream), name), "", nil)
		if a.status != 200 {
			s.t.Fatalf("%s: %d %s", name, a.status, a.body)
		}
		return a.body
	}
	probe("the stream", append(get("240p_init.mp4"), get("240p_0000.m4s")...))
	if sound := get("sound_init.mp4"); bytes.Contains(sound, []byte("mdtaAIGC")) != (want != "") || !bytes.Contains(sound, []byte(want)) {
		s.t.Errorf("the sound does not carry %q", want)
	}
	escaped := strings.ReplaceAll(want, `"`, "&#34;")
	for _, name := range []string{"poster.jpg", "thumb.jpg", "sprite_01.jpg"} {
		picture := get(name)
		if _, err := jpeg.Decode(bytes.NewReader(picture)); err != nil || bytes.Contains(picture, []byte("TC260:AIGC")) != (want != "") || !bytes.Contains(picture, []byte(escaped)) {
			s.t.Errorf("%s does not carry %q: %v", name, want, err)
		}
	}
	copied := s.do("GET", v.Download, "", nil)
	if copied.status != 200 {
		s.t.Fatalf("the copy: %d %s", copied.status, copied.body)
	}
	f := probe("the copy", copied.body)
	if bytes.Contains(copied.body, []byte("+30+120/")) || f.VideoCodec != "h264" || bytes.Index(copied.body, []byte("moov")) > bytes.Index(copied.body, []byte("mdat")) {
		s.t.Errorf("the copy tells where it was filmed, or its index comes last")
	}
}

func TestADeclaredFilmIsLabelledInEverythingMadeOfIt(t *testing.T) {
	everywhere(t, func(t *testing.T, s *stage) {
		id := s.rendered()
		s.labels(id, "")
		s.declare(id, declared) // after it was rendered, and a copy was taken home
		s.work()
		s.labels(id, declared.Raw)
		s.declare(id, nil) // declared by mistake
		s.work()
		s.labels(id, "")

		early := s.put("lin", unlike(t, 7))
		s.declare(early, declared)
		s.work()
		s.labels(early, declared.Raw)
		twin := s.put("wang", unlike(t, 7))
		s.work()
		if a := s.expect(twin, media.StateReady); a.Label() != nil {
			t.Fatalf("a twin was declared: %+v", a.Label())
		}
		if a := s.do("GET", "/media/"+twin+"/240p_init.mp4", "wang", nil); a.status != 200 || bytes.Contains(a.body, []byte("AIGC")) {
			t.Errorf("a label that another entry declared was lent: %d", a.status)
		}
	})
}

func TestALabelThatCameInTheFileStays(t *testing.T) {
	each(t, func(t *testing.T, s *stage) {
		body, err := labelledClip()
		must(t, err)
		id := s.put("lin", body)
		s.work()
		s.labels(id, own)
		s.declare(id, declared)
		s.work()
		s.labels(id, own)
		s.declare(id, nil)
		s.work()
		s.labels(id, own)
		if a := s.do("GET", "/media/"+id+"/original", "lin", nil); !bytes.Equal(a.body, body) {
			t.Error("the file as it came was altered")
		}
	})
}
