package report

import (
	"context"

	"saiying/internal/identity"
	"saiying/internal/media"
	"saiying/internal/platform/db"
)

// Films is what the machine has to do for the films of a campaign.
type Films struct {
	Items  []Film      `json:"items" doc:"What runs, what needs a person, then the line in its order; the first 200"`
	Counts media.Tally `json:"counts" doc:"How many films are in each state"`
}

// Film is the work on one film, and whose film it is.
type Film struct {
	Asset    string         `json:"id"`
	Entry    string         `json:"entry,omitempty" doc:"The work it belongs to, if one was handed in with it"`
	Number   string         `json:"number,omitempty"`
	Title    string         `json:"title,omitempty"`
	Filename string         `json:"filename"`
	Step     string         `json:"step,omitempty" doc:"What is being done, such as probe or render"`
	Percent  float64        `json:"percent"`
	Urgency  media.Urgency  `json:"urgency" doc:"1 moved to the front, 2 its deadline is near, 3 normal, 4 made anew"`
	Machine  string         `json:"machine,omitempty" doc:"Which machine was at it last"`
	Tries    int            `json:"tries"`
	Detail   string         `json:"detail,omitempty" doc:"What went wrong the last time, as the program says it"`
	Work     media.WorkView `json:"work"`
}

// mostFilms is how many films are listed.
const mostFilms = 200

// Films lists what the machine has to do for the films of a campaign, for its staff.
func (s *Service) Films(ctx context.Context, campaign string) (v Films, err error) {
	if _, err := identity.RequireRole(ctx, campaign, office...); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, counts, err := s.films.Works(ctx, tx, campaign, mostFilms)
		if err != nil {
			return err
		}
		v = Films{Items: make([]Film, len(all)), Counts: counts}
		for i, w := range all {
			v.Items[i] = showFilm(w)
		}
		return nameFilms(ctx, tx, v.Items)
	})
	return v, err
}

func showFilm(w media.Working) Film {
	return Film{Asset: w.Asset.ID, Filename: w.Asset.Name(), Step: w.Asset.Progress.Step, Percent: w.Asset.Progress.Percent, Urgency: w.Work.Urgency,
		Machine: w.Work.Machine, Tries: w.Work.Tries, Detail: w.Work.Detail, Work: w.View}
}

// nameFilms tells which works films belong to.
func nameFilms(ctx context.Context, tx *db.Tx, films []Film) error {
	at, ids := map[string]*Film{}, make([]any, len(films))
	for i := range films {
		at[films[i].Asset], ids[i] = &films[i], films[i].Asset
	}
	claims, err := listClaims(ctx, tx, ids)
	for _, c := range claims {
		f := at[c.asset]
		f.Entry, f.Number, f.Title = c.entry, c.number, c.title
	}
	return err
}
