package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"strings"
	"time"

	"saiying/internal/platform/db"
)

// logged is a vote as the database has it.
type logged struct {
	seq                      int64
	n                        int
	entry, day, voter, nonce string
}

// box is a campaign's row of sums.
type box struct{ seq, votes, summed, voters int64 }

// allowance is what a voter has spent on a day.
type allowance struct {
	day, voter string
	used, most int
	taps       string
}

// books is all that the database has of a vote, at one moment.
type books struct {
	box      box
	log      map[int64]logged
	notes    map[int64]bool
	spent    []allowance
	voters   map[string]string // by account
	totals   map[string]int64
	untimely int // votes whose time or day goes back
}

// open reads the books in one transaction.
func open(ctx context.Context, dsn string, c interface{ Now() time.Time }) (*books, error) {
	d, err := db.Open(ctx, dsn, c)
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Close() }()
	b := &books{log: map[int64]logged{}, notes: map[int64]bool{}, voters: map[string]string{}, totals: map[string]int64{}}
	return b, d.Read(ctx, func(tx *db.Tx) error { return b.read(ctx, tx) })
}

func (b *books) read(ctx context.Context, tx *db.Tx) (err error) {
	b.box, _, err = db.One(ctx, tx, func(r db.Row) (x box, err error) {
		return x, r.Scan(&x.seq, &x.votes, &x.summed, &x.voters)
	}, "SELECT seq, votes, summed, voters FROM ballot_box WHERE campaign = $1", contest)
	if err != nil {
		return err
	}
	var before int64
	var day string
	for _, step := range []struct {
		q   string
		row func(db.Row) error
	}{
		{"SELECT seq, n, entry, day, voter, nonce, at FROM ballot_vote WHERE campaign = $1 ORDER BY seq", func(r db.Row) error {
			var v logged
			var at int64
			err := r.Scan(&v.seq, &v.n, &v.entry, &v.day, &v.voter, &v.nonce, &at)
			if b.log[v.seq] = v; at < before || v.day < day {
				b.untimely++
			}
			before, day = at, v.day
			return err
		}},
		{"SELECT seq FROM ballot_note WHERE campaign = $1", func(r db.Row) error {
			var seq int64
			err := r.Scan(&seq)
			b.notes[seq] = true
			return err
		}},
		{"SELECT day, voter, used, most, taps FROM ballot_spent WHERE campaign = $1 AND day <> ''", func(r db.Row) error {
			var a allowance
			err := r.Scan(&a.day, &a.voter, &a.used, &a.most, &a.taps)
			b.spent = append(b.spent, a)
			return err
		}},
		{"SELECT account, voter FROM ballot_voter WHERE $1 <> ''", func(r db.Row) error {
			var account, voter string
			err := r.Scan(&account, &voter)
			b.voters[account] = voter
			return err
		}},
		{"SELECT entry, CAST(SUM(votes) AS BIGINT) FROM ballot_tally WHERE campaign = $1 GROUP BY entry", func(r db.Row) error {
			var entry string
			var votes int64
			err := r.Scan(&entry, &votes)
			b.totals[entry] = votes
			return err
		}},
	} {
		if _, err := db.List(ctx, tx, func(r db.Row) (struct{}, error) { return struct{}{}, step.row(r) }, step.q, contest); err != nil {
			return err
		}
	}
	return nil
}

// line is a tap in the row of an allowance, with the nonce that the log has.
type line struct {
	seq         int64
	n, left     int
	nonce, work string
	voter       string
}

// judge compares the books with what voters were told before they were opened, and says each fault.
func (b *books) judge(told []heard, refused map[string]string) (faults []string) {
	fault := func(says string, args ...any) { faults = append(faults, fmt.Sprintf(says, args...)) }
	b.judgeLog(fault)
	taps := b.judgeSpent(fault)
	b.judgeTold(told, taps, fault)
	for key, says := range refused {
		if _, is := taps[brief(key)]; is {
			fault("%s was refused (%s) and is counted", key, says)
		}
	}
	return faults
}

// judgeLog proves that numbers have no gap and sums are those of the log.
func (b *books) judgeLog(fault func(string, ...any)) {
	var votes int64
	tail, totals := maps.Clone(b.totals), map[string]int64{}
	for seq := int64(1); seq <= b.box.seq; seq++ {
		v, is := b.log[seq]
		if is == b.notes[seq] {
			fault("number %d stands for a vote: %t, for a note: %t", seq, is, b.notes[seq])
		}
		votes += int64(v.n)
		if is {
			totals[v.entry] += int64(v.n)
		}
		if is && seq > b.box.summed {
			tail[v.entry] += int64(v.n)
		}
	}
	if int64(len(b.log)+len(b.notes)) != b.box.seq {
		fault("the log has %d votes and %d notes, the box says %d", len(b.log), len(b.notes), b.box.seq)
	}
	if votes != b.box.votes {
		fault("the log sums to %d votes, the box says %d", votes, b.box.votes)
	}
	if !maps.Equal(tail, totals) {
		fault("the sums are not those of the log: %v, %v", tail, totals)
	}
	if b.untimely > 0 {
		fault("%d votes have a time or a day before that of the vote before", b.untimely)
	}
}

// judgeSpent proves that allowances are what was voted, and kept. It returns the taps by their keys in brief.
func (b *books) judgeSpent(fault func(string, ...any)) map[string]line {
	type holder struct{ day, voter string }
	voted, people, taps := map[holder]int{}, map[string]bool{}, map[string]line{}
	for _, v := range b.log {
		voted[holder{v.day, v.voter}] += v.n
		people[v.voter] = true
	}
	for _, a := range b.spent {
		if voted[holder{a.day, a.voter}] != a.used || a.used > perDay || a.most != perDay {
			fault("%s voted %d on %s, the allowance says %d of %d", a.voter, voted[holder{a.day, a.voter}], a.day, a.used, a.most)
		}
		delete(voted, holder{a.day, a.voter})
		for text := range strings.Lines(a.taps) {
			l, key := readLine(text)
			l.voter, l.nonce = a.voter, b.log[l.seq].nonce
			if _, twice := taps[key]; twice {
				fault("%s is counted twice", key)
			}
			if v := b.log[l.seq]; v != (logged{l.seq, l.n, l.work, a.day, a.voter, l.nonce}) {
				fault("%s is number %d in the allowance %+v and in the log %+v", key, l.seq, l, v)
			}
			taps[key] = l
		}
	}
	if len(voted) > 0 {
		fault("%d voters voted on a day without an allowance", len(voted))
	}
	if len(taps) != len(b.log) {
		fault("allowances have %d taps, the log has %d votes", len(taps), len(b.log))
	}
	if int64(len(people)) != b.box.voters {
		fault("%d people voted, the box says %d", len(people), b.box.voters)
	}
	return taps
}

// readLine reads SEQ|N|LEFT|ENTRY|KEY. What it cannot read has number 0, which no vote has.
func readLine(text string) (l line, key string) {
	f := strings.Split(strings.TrimSuffix(text, "\n"), "|")
	if len(f) != 5 {
		return l, text
	}
	_, _ = fmt.Sscan(f[0]+" "+f[1]+" "+f[2], &l.seq, &l.n, &l.left)
	l.work = f[3]
	return l, f[4]
}

// brief is how a device's key is kept: the first 72 bits of its SHA-256.
func brief(key string) string {
	sum := sha256.Sum256([]byte(key))
	return base64.URLEncoding.EncodeToString(sum[:9])
}

// judgeTold proves that each answered vote is there as it was answered, and everybody one voter.
func (b *books) judgeTold(told []heard, taps map[string]line, fault func(string, ...any)) {
	for _, h := range told {
		if got, want := taps[brief(h.key)], (line{h.seq, h.n, h.remaining, h.nonce, h.entry, b.voters[h.voter.account]}); got != want {
			fault("%s of %s was answered %+v and stands as %+v", h.key, h.voter.account, want, got)
		}
	}
}
