package demo

import (
	"context"
	"fmt"
	"time"

	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
)

// A farm is hired for the first days of the vote, so that there is something to find: so many accounts in one hand, that vote
// after the voter of the evening. Each gives the same works so many votes a day.
const (
	farm    = 18
	hired   = 5
	evening = 30
	bought  = 3
)

// customers are the works for which the votes are bought. Who pays is not known: an author may be as surprised as anybody.
var customers = map[string]bool{"大坝上的一封信": true, "冬奥小镇的早班车": true}

// watcher is how the vote of somebody comes who has seen the film at home.
func (s *stage) watcher() ballot.Signs {
	from := fmt.Sprintf("10.%d.%d.1", s.dice.IntN(250), s.dice.IntN(250))
	return ballot.Signs{From: from, Agent: "MicroMessenger", Watched: time.Duration(20+s.dice.IntN(160)) * time.Second}
}

// buy has the farm vote, one account after another, from two networks and without a look at the film.
func (s *stage) buy(ctx context.Context, c *campaign.Campaign, works []entry.Entry) error {
	for n := range farm {
		person, err := s.app.Identity.Know(ctx, identity.WeChat, fmt.Sprintf("demo-farm-%02d", n), "微信用户")
		if err != nil {
			return err
		}
		signs := ballot.Signs{From: fmt.Sprintf("192.0.2.%d", n), Agent: "MicroMessenger", Watched: time.Second}
		if n%2 == 0 {
			signs.From = fmt.Sprintf("198.51.100.%d", n)
		}
		for _, w := range works {
			if !customers[w.Title] {
				continue
			}
			s.clock.set(s.clock.Now().Add(time.Duration(3+s.dice.IntN(6)) * time.Second))
			_, _, err := s.app.Ballot.Cast(as(ctx, person, "voter"), c.Key, ballot.Ballot{Entry: w.ID, Count: bought, Key: fmt.Sprintf("demo-%d", s.dice.Uint64()), Signs: signs})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
