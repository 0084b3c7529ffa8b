package web

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

// The wall is placed twice, here and in the browser; both must agree with the same file, or the page would jump.
func TestWallAgreesWithTheBrowser(t *testing.T) {
	var want struct {
		Films  []film
		Places map[string][]place
	}
	raw, err := os.ReadFile("testdata/wall.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	for i, key := range []string{"2", "3", "5"} {
		if got, _ := layouts[i].place(want.Films); !reflect.DeepEqual(got, want.Places[key]) {
			t.Errorf("%s columns:\n got %v\nwant %v", key, got, want.Places[key])
		}
	}
}
