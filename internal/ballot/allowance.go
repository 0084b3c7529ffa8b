package ballot

import (
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"

	"saiying/internal/campaign"
)

// tapped is a tap that was counted, as the allowance that it spent remembers it. The key is the device's in brief.
type tapped struct {
	seq        int64
	n, left    int
	entry, key string
}

// repeats reports whether b asks for the very vote t.
func (t tapped) repeats(b Ballot) bool { return t.entry == b.Entry && t.n == b.Count }

// brief is how a key is kept: a voter has some hundred of them, and these 72 bits of its SHA-256 tell them apart.
func brief(key string) string {
	sum := sha256.Sum256([]byte(key))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// String is the line of a row, without its end.
func (t tapped) String() string {
	return strings.Join([]string{strconv.FormatInt(t.seq, 10), strconv.Itoa(t.n), strconv.Itoa(t.left), t.entry, t.key}, "|")
}

// readTaps reads the lines of a row, in the order of counting.
func readTaps(lines string) (all []tapped) {
	for line := range strings.Lines(lines) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), "|", 6)
		if len(f) == 6 { // as lines once were: with the vote's nonce before the work, and the whole key, which may hold bars
			f = []string{f[0], f[1], f[2], f[4], brief(f[5])}
		}
		if len(f) != 5 {
			continue
		}
		var t tapped
		t.seq, _ = strconv.ParseInt(f[0], 10, 64) // written by String
		t.n, _ = strconv.Atoi(f[1])
		t.left, _ = strconv.Atoi(f[2])
		t.entry, t.key = f[3], f[4]
		all = append(all, t)
	}
	return all
}

// spending is what a voter has spent on a day, or, of the row without a day, in the whole vote.
type spending struct {
	used  int
	taps  []tapped
	lines string // of taps, as they stand in the row
	dirty bool   // to be written
}

func (s *spending) on(entry string) (n int) {
	for _, t := range s.taps {
		if t.entry == entry {
			n += t.n
		}
	}
	return n
}

func (s *spending) in(category string, categories map[string]string) (n int) {
	for _, t := range s.taps {
		if categories[t.entry] == category {
			n += t.n
		}
	}
	return n
}

// find returns the tap that was counted under key.
func (s *spending) find(key string) (tapped, bool) {
	for _, t := range s.taps {
		if t.key == key {
			return t, true
		}
	}
	return tapped{}, false
}

func (s *spending) add(t tapped) {
	s.used += t.n
	s.taps = append(s.taps, t)
	s.lines += t.String() + "\n"
	s.dirty = true
}

// addInAll adds a vote to a whole vote's sums: one line a work.
func (s *spending) addInAll(entry string, n int) {
	s.used += n
	s.dirty = true
	for i := range s.taps {
		if s.taps[i].entry == entry {
			s.taps[i].n += n
			return
		}
	}
	s.taps = append(s.taps, tapped{n: n, entry: entry})
}

// purse is all that limits one voter now.
type purse struct {
	today, yesterday, inAll spending
	voted                   bool // before, on whatever day: the whole vote has its row
}

// allow refuses a ballot that is more than a voter has left where it is cast, by the notice's rules, each with its own words.
func (p *purse) allow(v campaign.Voting, where campaign.Channel, b Ballot, categories map[string]string) error {
	if most := perWork(v); most < v.PerDay && p.today.on(b.Entry)+b.Count > most {
		return ErrWorkSpent.With("per_work", most).Rule("voting", v.Says)
	}
	if v.PerCategoryPerDay > 0 && p.today.in(categories[b.Entry], categories)+b.Count > v.PerCategoryPerDay {
		return errCategory.With("per_category", v.PerCategoryPerDay).Rule("voting", v.Says)
	}
	if v.PerWork > 0 && p.inAll.on(b.Entry)+b.Count > v.PerWork {
		return errWorkInAll.With("per_work", v.PerWork).Rule("voting", v.Says)
	}
	if v.InAll > 0 && p.inAll.used+b.Count > v.InAll {
		return errInAll.With("left", v.InAll-p.inAll.used, "in_all", v.InAll, "count", b.Count).Rule("voting", v.Says)
	}
	if p.today.used+b.Count > v.PerDay {
		return ErrSpent.With("left", v.PerDay-p.today.used, "count", b.Count, "per_day", v.PerDay, "account", campaign.Says(where.Account)).Rule("voting", v.Says)
	}
	return nil
}

// sums are the lines of a whole vote's row.
func sums(taps []tapped) string {
	var b strings.Builder
	for _, t := range taps {
		b.WriteString(t.String() + "\n")
	}
	return b.String()
}

// beyondDay reports whether a notice limits more than a day, so that the whole vote of each voter must be summed.
func beyondDay(v campaign.Voting) bool { return v.InAll > 0 || v.PerWork > 0 }
