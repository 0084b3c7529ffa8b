package campaign

import "time"

// settle fills what follows from the rest: weights written as one table, the order and groups of
// prizes, the close of a working day, and the defaults the format promises.
func (c *Campaign) settle() {
	for i := range c.Rounds {
		c.Rounds[i].settle()
	}
	c.Final.settle()
	c.settlePrizes()
	c.settleWindows()
	for i := range c.Form {
		if c.Form[i].Type == "" {
			c.Form[i].Type = Text
		}
	}
	for i := range c.Rules {
		c.Rules[i].settle()
	}
}

func (r *Rule) settle() {
	if r.Level == "" {
		r.Level = Error
	}
	if len(r.By) == 0 && (r.Expr != "" || len(r.LooksFor) > 0) {
		r.By = []By{ByMachine}
	}
}

func (r *Round) settle() {
	for i := range r.Criteria {
		if w, ok := r.Weights[r.Criteria[i].Key]; ok && r.Criteria[i].Weight == nil {
			r.Criteria[i].Weight = &w
		}
	}
}

func (f *Final) settle() {
	for i := range f.Components {
		p := &f.Components[i]
		if w, ok := f.Weights[p.Source]; ok && p.Weight == nil {
			p.Weight = &w
		}
		if p.Transform == "" && p.Source != "votes" {
			p.Transform = Identity
		}
	}
	if len(f.Components) == 1 && f.Components[0].Weight == nil {
		f.Components[0].Weight = new(1.0)
	}
}

func (c *Campaign) settlePrizes() {
	place := map[string]int{}
	for i, key := range c.AwardPolicy.Order {
		place[key] = i + 1
	}
	group := map[string]string{}
	for _, g := range c.AwardPolicy.Groups {
		for _, key := range g.Prizes {
			group[key] = g.Key
		}
	}
	for i := range c.Prizes {
		p := &c.Prizes[i]
		p.Group, p.Priority = group[p.Key], place[p.Key]
		if len(place) == 0 {
			p.Priority = i + 1
		}
		if p.Pool == "" {
			p.Pool = PoolShortlist
		}
	}
}

// settleWindows puts a 下班 deadline at the decided hour; undecided, the day's end stands.
func (c *Campaign) settleWindows() {
	end, err := time.Parse("15:04", c.WorkdayEnd)
	if err != nil {
		return
	}
	for i := range c.Phases {
		w := &c.Phases[i].Window
		if w.Precision == WorkdayEnd && w.Close != nil {
			day := w.Close.AddDate(0, 0, -1)
			at := time.Date(day.Year(), day.Month(), day.Day(), end.Hour(), end.Minute(), 0, 0, day.Location())
			w.Close = &at
		}
	}
}
