package notice

import (
	"strings"
	"testing"

	"saiying/internal/ballot"
)

func TestAuthorsAreToldOfEveryRuling(t *testing.T) {
	for _, x := range []struct {
		r           ballot.Ruled
		title, says string
	}{
		{ballot.Ruled{Outcome: ballot.Annul, Cause: ballot.CauseBought}, "部分票数作废", "可以申诉一次"},
		{ballot.Ruled{Outcome: ballot.Uphold, Cause: ballot.CauseBought, Appealed: true}, "申诉结果：维持作废", "最终结果"},
		{ballot.Ruled{Outcome: ballot.Release, Cause: ballot.CauseGenuine, Appealed: true}, "申诉结果：票数恢复", "恢复计入"},
		{ballot.Ruled{Outcome: ballot.Release, Cause: ballot.CauseGenuine, Appealed: true, AfterFreeze: true}, "申诉结果：申诉成立", "已经封存"},
		{ballot.Ruled{Outcome: ballot.Release, Cause: ballot.CauseGenuine}, "票数恢复", "计入票数"},
	} {
		x.r.Number = 3
		title, text := ruling(x.r, "雪落白石乡", 40)
		for _, w := range []string{"雪落白石乡", "40票", "第3号", causes[x.r.Cause], x.says} {
			if !strings.Contains(text, w) {
				t.Errorf("%q does not say %q", text, w)
			}
		}
		if title != x.title {
			t.Errorf("%+v is headed %q, want %q", x.r, title, x.title)
		}
	}
}
