package inspection

import (
	"fmt"
	"testing"
	"time"

	"saiying/internal/platform/db"
)

func TestPagesOfMatchesFollowEachOther(t *testing.T) {
	var all []pair
	for i := range 2*pageSize + 5 {
		m := Match{ID: fmt.Sprintf("m%03d", i), Found: time.UnixMicro(int64(1_000_000 - i/3))} // three were found at once
		if i >= pageSize+3 {
			m.Decision, m.Found = Same, time.UnixMicro(int64(2_000_000-i))
		}
		all = append(all, pair{Match: m})
	}
	var seen []string
	cursor := ""
	for range 4 {
		page, next, err := cut(all, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page {
			seen = append(seen, p.ID)
		}
		if cursor = next; next == "" {
			break
		}
		if len(seen) == pageSize { // meanwhile the last one seen was decided and has gone to the end
			moved := all[pageSize-1]
			moved.Decision, moved.Found = Same, time.UnixMicro(1)
			all = append(append(append([]pair{}, all[:pageSize-1]...), all[pageSize:]...), moved)
		}
	}
	once := map[string]int{}
	for _, id := range seen {
		once[id]++
	}
	if len(once) != 2*pageSize+5 || len(seen) != len(once)+1 {
		t.Errorf("%d shown, %d different", len(seen), len(once))
	}
	if _, _, err := cut(all, "rubbish"); err == nil {
		t.Error("a cursor that is none is taken")
	}
	if page, next, err := cut(all, db.EncodeCursor(int64(1), int64(0), "z")); err != nil || len(page) != 0 || next != "" {
		t.Errorf("after the last: %d, %q, %v", len(page), next, err)
	}
}
