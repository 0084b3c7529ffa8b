package ffmpeg

import (
	"bytes"
	"encoding/json"
	"html"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const xmpHead = `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`

// A label is found and kept to the letter wherever a tool has put it into a film.
func TestLabelsWhereToolsWriteThem(t *testing.T) {
	film := []byte(read(t, clip(t, "a.mp4", tiny)))
	attribute := xmpHead + `<rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC="` + html.EscapeString(aigcRaw) + `"/></rdf:RDF></x:xmpmeta>`
	element := xmpHead + `<rdf:Description><TC260:AIGC>` + html.EscapeString(aigcRaw) + "</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>"
	bare := clip(t, "a.mp4", tiny, "-fflags", "+bitexact") // whose udta is ours alone
	for name, path := range map[string]string{
		"XMP in a uuid box, attribute":  write(t, "a.mp4", append(bytes.Clone(film), boxOf("uuid", []byte(uuidXMP+attribute))...)),
		"XMP in a uuid box, element":    write(t, "a.mp4", append(bytes.Clone(film), boxOf("uuid", []byte(uuidXMP+element))...)),
		"XMP in the user data":          withUserData(t, bare, boxOf("XMP_", []byte(attribute))),
		"a box of its own":              withUserData(t, bare, boxOf("AIGC", append(make([]byte, 4), aigcRaw...))),
		"iTunes":                        withUserData(t, bare, itunes("AIGC", aigcRaw)),
		"QuickTime keys":                labelled(t),
		"QuickTime keys in a domain":    clip(t, "a.mov", tiny, "-metadata", "com.example.aigc="+aigcRaw, "-movflags", "use_metadata_tags"),
		"keys written into a late meta": withUserData(t, bare, metaBox("cn.tc260.AIGC", aigcRaw)),
		"Matroska":                      clip(t, "a.mkv", tiny, "-metadata", "AIGC="+aigcRaw),
		"a track of Matroska":           clip(t, "a.mkv", tiny, "-metadata:s:v", "AIGC="+aigcRaw),
		"Flash":                         clip(t, "a.flv", tiny, "-ar", "44100", "-metadata", "aigc="+aigcRaw),
	} {
		f, err := tool(t).Probe(t.Context(), path)
		if err != nil || f.AIGC == nil || f.AIGC.Raw != aigcRaw || f.AIGC.Label != "1" || f.AIGC.ProduceID != "7d1f" {
			t.Errorf("%s: %v %+v", name, err, f.AIGC)
		}
	}
}

// In a remark the label is an object beside others, and the remark is kept whole.
func TestLabelInsideARemark(t *testing.T) {
	remark := `{"app":"editor","AIGC":{"Label":2,"ServiceProvider":"望北县","ContentID":"9"}}`
	for _, name := range []string{"a.mp4", "a.mkv", "a.mov"} {
		f, err := tool(t).Probe(t.Context(), clip(t, name, tiny, "-metadata", "comment="+remark))
		if err != nil || f.AIGC == nil || f.AIGC.Raw != remark || f.AIGC.Label != "2" || f.AIGC.ContentProducer != "望北县" || f.AIGC.ProduceID != "9" {
			t.Errorf("%s: %v %+v", name, err, f.AIGC)
		}
	}
}

func TestNoLabelIsMadeUp(t *testing.T) {
	film := []byte(read(t, clip(t, "a.mp4", tiny, "-metadata", "comment=made with AIGC tools", "-metadata", `description={"app":"editor"}`)))
	xmp := boxOf("uuid", []byte(uuidXMP+xmpHead+`<rdf:Description dc:title="AIGC"/></rdf:RDF></x:xmpmeta>`))
	f, err := tool(t).Probe(t.Context(), write(t, "a.mp4", append(film, xmp...)))
	if err != nil || f.AIGC != nil || f.C2PA {
		t.Errorf("%v %+v %v", err, f.AIGC, f.C2PA)
	}
}

// A declared label has all seven keys, is read as it was made, and survives being written into a film and read from it.
func TestDeclaredLabel(t *testing.T) {
	label := Declared(`望北县"融媒体"中心`, "entry-7")
	var keys map[string]string
	if err := json.Unmarshal([]byte(label.Raw), &keys); err != nil || len(keys) != 7 {
		t.Fatalf("%s: %v", label.Raw, err)
	}
	for _, key := range strings.Fields("Label ContentProducer ProduceID ReservedCode1 ContentPropagator PropagateID ReservedCode2") {
		if _, there := keys[key]; !there {
			t.Errorf("%s is missing in %s", key, label.Raw)
		}
	}
	if *readAIGC(label.Raw) != *label || label.Label != "2" || label.ContentProducer != "" || label.PropagateID != "entry-7" {
		t.Errorf("%+v is read as %+v", label, readAIGC(label.Raw))
	}
	f, err := tool(t).Probe(t.Context(), clip(t, "a.mp4", tiny, "-metadata", "AIGC="+label.Raw, "-movflags", "use_metadata_tags"))
	if err != nil || f.AIGC == nil || *f.AIGC != *label {
		t.Errorf("%v %+v", err, f.AIGC)
	}
}

// withUserData puts a box into the user data of a film whose index is its last box and has none yet.
func withUserData(t *testing.T, path string, inner []byte) string {
	t.Helper()
	return rewrite(t, path, func(film []byte) []byte {
		at, end, ok := child(film, 0, len(film), "moov")
		if !ok || end != len(film) {
			t.Fatalf("%s does not end with its index", filepath.Base(path))
		}
		content := slices.Concat(film[at+8:end], boxed("udta", inner))
		return slices.Concat(film[:at], boxed("moov", content))
	})
}

// itunes is a value under a free name, as iTunes and its imitators keep it.
func itunes(key, value string) []byte {
	data := boxed("data", []byte("\x00\x00\x00\x01\x00\x00\x00\x00"), []byte(value))
	item := boxed("----", boxed("mean", make([]byte, 4), []byte("com.apple.iTunes")), boxed("name", make([]byte, 4), []byte(key)), data)
	return boxed("meta", make([]byte, 4), boxed("hdlr", make([]byte, 8), []byte("mdirappl"), make([]byte, 9)), boxed("ilst", item))
}
