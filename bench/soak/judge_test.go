package main

import (
	"fmt"
	"strings"
	"testing"
)

// sound is a vote of two people whose books are in order, and what they were told.
func sound() (*books, []heard, map[string]string) {
	b := &books{log: map[int64]logged{}, notes: map[int64]bool{1: true}, voters: map[string]string{"lin": "v1", "he": "v2"}, totals: map[string]int64{"w1": 3}}
	one, two := &voter{account: "lin"}, &voter{account: "he"}
	told := []heard{
		{voter: one, key: "k2", entry: "w1", n: 3, seq: 2, nonce: "N2", remaining: 7},
		{voter: two, key: "k3", entry: "w2", n: 1, seq: 3, nonce: "N3", remaining: 9},
		{voter: one, key: "k4", entry: "w2", n: 7, seq: 4, nonce: "N4", remaining: 0},
	}
	lines := map[string]string{}
	used := map[string]int{}
	for _, h := range told {
		id := b.voters[h.voter.account]
		b.log[h.seq] = logged{h.seq, h.n, h.entry, "2020-11-26", id, h.nonce}
		lines[id] += fmt.Sprintf("%d|%d|%d|%s|%s\n", h.seq, h.n, h.remaining, h.entry, brief(h.key))
		used[id] += h.n
	}
	for _, id := range []string{"v1", "v2"} {
		b.spent = append(b.spent, allowance{"2020-11-26", id, used[id], perDay, lines[id]})
	}
	b.box = box{seq: 4, votes: 11, summed: 2, voters: 2}
	return b, told, map[string]string{"k5": "ballot.allowance_spent"}
}

// Each way in which books can be wrong is found, and sound books have no fault.
func TestTheJudgeFindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(b *books)
		says  string
	}{
		"sound":       {func(*books) {}, ""},
		"lost":        {func(b *books) { delete(b.log, 4) }, "number 4 stands for a vote: false"},
		"renumbered":  {func(b *books) { b.log[3], b.log[4] = b.log[4], b.log[3] }, brief("k3") + " is number 3 in the allowance"},
		"lost wholly": {func(b *books) { *b = books{log: map[int64]logged{}} }, "k2 of lin was answered"},
		"lost at the end": {func(b *books) {
			delete(b.log, 4)
			b.box.seq, b.box.votes, b.spent[0].used = 3, 4, 3
			b.spent[0].taps, _, _ = strings.Cut(b.spent[0].taps, "4|")
		}, "k4 of lin was answered"},
		"counted twice": {func(b *books) {
			b.log[5] = logged{5, 1, "w2", "2020-11-26", "v2", "N5"}
			b.box.seq, b.box.votes = 5, 12
			b.spent[1].used, b.spent[1].taps = 2, b.spent[1].taps+"5|1|8|w2|"+brief("k3")+"\n"
		}, brief("k3") + " is counted twice"},
		"refused and counted": {func(b *books) {
			b.log[5] = logged{5, 1, "w2", "2020-11-26", "v2", "N5"}
			b.box.seq, b.box.votes = 5, 12
			b.spent[1].used, b.spent[1].taps = 2, b.spent[1].taps+"5|1|8|w2|"+brief("k5")+"\n"
		}, "k5 was refused"},
		"more than the day's": {func(b *books) {
			b.log[5] = logged{5, 1, "w2", "2020-11-26", "v1", "N5"}
			b.box.seq, b.box.votes = 5, 12
			b.spent[0].used, b.spent[0].taps = 11, b.spent[0].taps+"5|1|-1|w2|"+brief("k6")+"\n"
		}, "the allowance says 11 of 10"},
		"unspent":        {func(b *books) { b.spent[1].used = 0 }, "v2 voted 1 on 2020-11-26, the allowance says 0"},
		"no allowance":   {func(b *books) { b.spent = b.spent[:1] }, "1 voters voted on a day without an allowance"},
		"wrong work":     {func(b *books) { v := b.log[3]; v.entry = "w1"; b.log[3] = v }, brief("k3") + " is number 3"},
		"wrong person":   {func(b *books) { b.voters["he"] = "v3" }, "k3 of he was answered"},
		"box too high":   {func(b *books) { b.box.seq++ }, "number 5 stands for a vote: false"},
		"votes too few":  {func(b *books) { b.box.votes-- }, "the log sums to 11 votes, the box says 10"},
		"wrong sums":     {func(b *books) { b.totals["w1"]++ }, "the sums are not those of the log"},
		"wrong people":   {func(b *books) { b.box.voters++ }, "2 people voted, the box says 3"},
		"time goes back": {func(b *books) { b.untimely = 1 }, "a time or a day before"},
	} {
		t.Run(name, func(t *testing.T) {
			b, told, refused := sound()
			c.spoil(b)
			faults := strings.Join(b.judge(told, refused), "\n")
			if (faults == "") != (c.says == "") || !strings.Contains(faults, c.says) {
				t.Errorf("want %q in %q", c.says, faults)
			}
		})
	}
}
