package campaign

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBrokenFilesSayWhatIsWrong reads testdata/broken/*.yaml: the lines "# want: LINE: message" at the head of
// each are every fault it has, in order, and no other.
func TestBrokenFilesSayWhatIsWrong(t *testing.T) {
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) < 60 {
		t.Fatalf("%d broken files: %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(filepath.Clean(name))
			if err != nil {
				t.Fatal(err)
			}
			want := wanted(string(text))
			if want == "" {
				t.Fatal("the file does not say what it wants")
			}
			if got := told(text); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func wanted(text string) string {
	var want strings.Builder
	for _, line := range strings.Split(text, "\n") {
		if says, ok := strings.CutPrefix(line, "# want: "); ok {
			fmt.Fprintln(&want, says)
		}
	}
	return want.String()
}

// told lists the faults of a notice, or of decisions over the minimal notice.
func told(text []byte) string {
	_, faults := Load(bytes.NewReader(text), "f")
	if bytes.Contains(text, []byte("\ndecisions: ")) {
		faults = Check(readAll(os.ReadFile("testdata/sound.yaml")), text, "f")
	}
	var got strings.Builder
	for _, f := range faults {
		fmt.Fprintf(&got, "%d: %s\n", f.Line, f.Message)
	}
	return got.String()
}

func readAll(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}

func TestTheSoundFileIsSound(t *testing.T) {
	if got := told(readAll(os.ReadFile("testdata/sound.yaml"))); got != "" {
		t.Error(got)
	}
}
