package demo

import (
	"context"
	"math/rand/v2"

	"saiying/internal/app"
	"saiying/internal/identity"
)

// Accompany gives the visitor company: before the clock is moved on, the judges whom nobody plays do their part, for one
// person alone cannot fill in the sheets of a panel.
func (c *Clock) Accompany(a *app.App) {
	c.company = func(ctx context.Context) error {
		others, err := colleagues(ctx, a)
		if err != nil {
			return err
		}
		for _, p := range others {
			if err := dutiful(as(ctx, p, identity.Judge), a); err != nil {
				return err
			}
		}
		return nil
	}
}

// dutiful has a judge fill in every sheet that still waits for them.
func dutiful(judge context.Context, a *app.App) error {
	duties, err := a.Jury.Duties(judge)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if d.Sealed || d.Done >= d.Assigned {
			continue
		}
		if err := score(judge, a, rand.IntN, d.Campaign, d.Round, 1); err != nil {
			return err
		}
	}
	return nil
}
