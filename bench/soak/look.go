package main

import (
	"context"
	"fmt"
	"time"

	"saiying/internal/platform/clock"
)

// check compares the books, and what the site shows, with what voters were told before.
func (b *bout) check(ctx context.Context) error {
	told, refused, _ := b.crowd.so()
	now, shown := time.Now(), map[string]int64{}
	err := b.standings(ctx, b.nodes[b.dice.IntN(len(b.nodes))], shown)
	books, opening := open(ctx, b.database, clock.System)
	if opening != nil {
		return opening
	}
	b.readings++
	b.faultAll(books.judge(told, refused))
	if err == nil {
		least := map[string]int64{}
		for _, h := range told {
			if now.Sub(h.at) > 2*time.Second { // twice what a ranking may be old
				least[h.entry] += int64(h.n)
			}
		}
		most := books.sums()
		for _, id := range b.crowd.works {
			if shown[id] < least[id] || shown[id] > most[id] {
				b.fault("%s shows %d votes, its voters know of %d, the log has %d", id, shown[id], least[id], most[id])
			}
		}
	}
	for range 3 {
		if len(told) > 0 && err == nil {
			b.ask(ctx, told, b.dice.IntN(len(told)))
		}
	}
	return nil
}

func (b *books) sums() map[string]int64 {
	sums := map[string]int64{}
	for _, v := range b.log {
		sums[v.entry] += int64(v.n)
	}
	return sums
}

// standings reads the public ranking.
func (b *bout) standings(ctx context.Context, n *node, into map[string]int64) error {
	var list struct {
		Items []struct {
			Entry string
			Votes int64
		}
	}
	err := b.crowd.get(ctx, n.url(), "/api/v1/campaigns/"+contest+"/standings", nil, &list)
	for _, i := range list.Items {
		into[i.Entry] = i.Votes
	}
	return err
}

// ask asks in a voter's name for the list of their votes and for one receipt. Where nobody answers, that is no fault.
func (b *bout) ask(ctx context.Context, told []heard, which int) {
	h, url := told[which], b.nodes[b.dice.IntN(len(b.nodes))].url()
	var mine struct {
		Items []struct {
			Receipt, Entry string
			Count          int
		}
	}
	if err := b.crowd.get(ctx, url, "/api/v1/campaigns/"+contest+"/votes/mine", h.voter, &mine); err != nil {
		return
	}
	listed := map[string]string{}
	for _, i := range mine.Items {
		listed[i.Receipt] = fmt.Sprint(i.Entry, i.Count)
	}
	for _, other := range told {
		if other.voter == h.voter && listed[other.receipt] != fmt.Sprint(other.entry, other.n) {
			b.fault("%s was told %s and does not find it among their votes", h.voter.account, other.receipt)
		}
	}
	var proven struct {
		Seq   int64
		Entry string
		Count int
	}
	if err := b.crowd.get(ctx, url, "/api/v1/campaigns/"+contest+"/votes/"+h.receipt, nil, &proven); err == nil &&
		(proven.Seq != h.seq || proven.Entry != h.entry || proven.Count != h.n) {
		b.fault("the receipt %s shows %+v", h.receipt, proven)
	}
}
