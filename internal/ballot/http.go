package ballot

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/platform/web"
)

type castInput struct {
	Campaign string `path:"campaign"`
	Key      string `header:"Idempotency-Key" doc:"The tap's own, made by the voter's device; a repeat with the same key, on that day or the next, is the same vote"`
	Agent    string `header:"User-Agent"`
	Body     struct {
		Entry   string `json:"entry"`
		Count   int    `json:"count" doc:"Votes on this work"`
		Watched *int64 `json:"watched_ms,omitempty" doc:"For how many milliseconds the work's page had been open"`
		Puzzle  Answer `json:"puzzle,omitzero" doc:"The answer to a puzzle, where a vote was refused with ballot.captcha"`
		Channel string `json:"channel,omitempty" doc:"Where one votes, in a contest with several places; without it the first for which the voter has an account"`
	}
}

type castOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true when this is the answer to an earlier request with the same key"`
	Body     Counted
}

// readCast makes out a ballot that says all it must.
func readCast(r *http.Request, body []byte) (*castInput, bool) {
	in := &castInput{Campaign: r.PathValue("campaign"), Key: r.Header.Get("Idempotency-Key"), Agent: r.UserAgent()}
	return in, web.Read(body, &in.Body) && in.Body.Entry != "" && in.Body.Count != 0
}

func (o *castOutput) answer(w http.ResponseWriter) {
	if o.Replayed != "" {
		w.Header().Set("Idempotent-Replayed", o.Replayed)
	}
	web.JSON(w, http.StatusCreated, o.Body)
}

func (s *Service) cast(ctx context.Context, in *castInput) (*castOutput, error) {
	signs := Signs{From: web.ClientIP(ctx), Agent: in.Agent, Watched: -1}
	if w := in.Body.Watched; w != nil {
		signs.Watched = time.Duration(*w) * time.Millisecond
	}
	done, replayed, err := s.Cast(ctx, in.Campaign, Ballot{in.Body.Entry, in.Body.Count, in.Key, signs, in.Body.Puzzle, in.Body.Channel})
	if err != nil {
		return nil, err
	}
	out := &castOutput{Body: done}
	if replayed {
		out.Replayed = "true"
	}
	return out, nil
}

// MyVote is one of the asker's votes.
type MyVote struct {
	Receipt string    `json:"receipt"`
	Entry   string    `json:"entry"`
	Number  string    `json:"number"`
	Title   string    `json:"title"`
	Poster  string    `json:"poster,omitempty"`
	Count   int       `json:"count"`
	Counts  int       `json:"counts" doc:"What these votes count in their channel"`
	Channel string    `json:"channel,omitempty"`
	Day     string    `json:"day"`
	At      time.Time `json:"at"`
	State   VoteState `json:"state" enum:"counted,held,annulled"`
	Case    int       `json:"case,omitempty" doc:"The number of the case that decided about it"`
	Cause   Cause     `json:"cause,omitempty" enum:"bought,automatic,concerted,genuine"`
}

// MyPurse is what the asker may cast in a channel today.
type MyPurse struct {
	Channel   string `json:"channel"`
	Label     string `json:"label"`
	PerDay    int    `json:"per_day"`
	Remaining int    `json:"remaining_today"`
}

// MyVotes is a page of the asker's votes.
type MyVotes struct {
	PerDay    int       `json:"per_day"`
	Remaining int       `json:"remaining_today"`
	Purses    []MyPurse `json:"channels,omitempty" doc:"What is left in each channel in which the asker can vote, where the contest has several"`
	Day       string    `json:"day" doc:"Today in the campaign's zone"`
	Items     []MyVote  `json:"items"`
	Next      string    `json:"next,omitempty"`
}

func (s *Service) mine(ctx context.Context, in *struct {
	Campaign string `path:"campaign"`
	Cursor   string `query:"cursor"`
}) (*web.Body[MyVotes], error) {
	m, err := s.Mine(ctx, in.Campaign, in.Cursor)
	v := MyVotes{m.PerDay, m.Remaining, nil, m.Day, make([]MyVote, len(m.Votes)), m.Next}
	for _, p := range m.Purses {
		if p.Channel != "" {
			v.Purses = append(v.Purses, MyPurse(p))
		}
	}
	for i, o := range m.Votes {
		v.Items[i] = MyVote{o.Receipt, o.Entry, o.Number, o.Title, o.Poster, o.Count, o.Counts, o.Channel, o.Day, o.At, o.State, o.Case, o.Cause}
	}
	return web.Answer(v, err)
}

// Ranked is a work as the public ranking shows it. Rank and votes are absent while they are not shown.
type Ranked struct {
	Entry  string `json:"entry"`
	Rank   int    `json:"rank,omitempty"`
	Votes  *int64 `json:"votes,omitempty"`
	From   *int64 `json:"votes_from,omitempty" doc:"In place of votes where works are banded: a bound that they have reached, of 0, 100, 200, 500, 1000 and so on"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Poster string `json:"poster,omitempty"`
	Aspect string `json:"aspect,omitempty"`
	// Annulled is told with the votes, not with a bound.
	Annulled int64 `json:"annulled,omitempty" doc:"Votes that were annulled and are not among votes"`
}

// Standings is the public ranking.
type Standings struct {
	AsOf  time.Time `json:"as_of"`
	Shown bool      `json:"shown"`
	Says  string    `json:"says,omitempty" doc:"Why nothing is shown"`
	// Late and Banded tell in which way the figures are not the exact ones of now.
	Late   int      `json:"late_minutes,omitempty" doc:"How old the figures are on purpose"`
	Banded bool     `json:"banded,omitempty" doc:"Works of one bound share a rank and stand by number"`
	Items  []Ranked `json:"items"`
}

func (s *Service) publicStandings(ctx context.Context, in *struct {
	Campaign string `path:"campaign"`
}) (*web.Body[Standings], error) {
	b, err := s.Board(ctx, in.Campaign)
	return web.Answer(published(b), err)
}

// published leaves out of a board what the public may not see: without the ranking works stand by number, so that their
// order does not tell it.
func published(b Board) Standings {
	v := Standings{AsOf: b.AsOf, Shown: b.Display.Votes || b.Display.Ranking, Says: b.Display.Says, Late: b.Display.late(), Banded: b.Display.Banded, Items: make([]Ranked, len(b.Rows))}
	for i, r := range b.Rows {
		v.Items[i] = Ranked{Entry: r.Entry, Number: r.Number, Title: r.Title, Author: r.Author, Poster: r.Poster, Aspect: r.Aspect}
		if b.Display.Ranking {
			v.Items[i].Rank = r.Rank
		}
		if v.Items[i].Votes, v.Items[i].From = b.Display.Figure(r.Votes); v.Items[i].Votes != nil {
			v.Items[i].Annulled = r.Annulled
		}
	}
	if !b.Display.Ranking {
		slices.SortFunc(v.Items, func(a, b Ranked) int { return strings.Compare(a.Number, b.Number) })
	}
	return v
}

// View is the vote on the console.
type View struct {
	State       State          `json:"state" enum:"before,open,closed,frozen"`
	Opens       *time.Time     `json:"opens_at,omitempty"`
	Closes      *time.Time     `json:"closes_at,omitempty"`
	ShowVotes   bool           `json:"show_votes"`
	ShowRanking bool           `json:"show_ranking"`
	Late        int            `json:"late_minutes,omitempty" doc:"How old the figures are on purpose that the public sees"`
	Banded      bool           `json:"banded,omitempty" doc:"The public sees bounds only"`
	Votes       int64          `json:"votes"`
	Voters      int64          `json:"voters"`
	Today       int64          `json:"today"`
	Pace        []Pace         `json:"pace" doc:"Votes by the hour"`
	Frozen      *FrozenView    `json:"frozen,omitempty"`
	Channels    []ChannelVotes `json:"channels,omitempty" doc:"What came by each channel, where the notice has several"`
	Standings   []StandingView `json:"standings"`
}

// ChannelVotes is what came by a channel.
type ChannelVotes struct {
	Channel string `json:"channel"`
	Label   string `json:"label"`
	PerDay  int    `json:"per_day"`
	Weight  int    `json:"weight"`
	Given   int64  `json:"given" doc:"Votes that were given there and stand"`
	Votes   int64  `json:"votes" doc:"What they count"`
}

// FrozenView is the sealed result on the console.
type FrozenView struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Votes int64     `json:"votes"`
	Sum   string    `json:"sha256"`
}

// StandingView is a work's standing on the console.
type StandingView struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Author string `json:"author"`
	Poster string `json:"poster,omitempty"`
	Rank   int    `json:"rank"`
	Votes  int64  `json:"votes"`
	Today  int64  `json:"today"`
	// Annulled is not among Votes.
	Annulled int64 `json:"annulled"`
}

func view(o Overview) View {
	v := View{State: o.State, Opens: o.Window.Open, Closes: o.Window.Close, ShowVotes: o.Display.Votes, ShowRanking: o.Display.Ranking, Late: o.Display.late(), Banded: o.Display.Banded,
		Votes: o.Votes, Voters: o.Voters, Today: o.Today, Pace: o.Pace, Channels: o.Channels, Standings: make([]StandingView, len(o.Standings))}
	if f := o.Frozen; f != nil {
		v.Frozen = &FrozenView{f.At, f.By, f.Votes, f.Sum}
	}
	for i, r := range o.Standings {
		v.Standings[i] = StandingView{r.Entry, r.Number, r.Title, r.Author, r.Poster, r.Rank, r.Votes, r.Today, r.Annulled}
	}
	return v
}

// InCampaign names the campaign in an operation's path.
type InCampaign struct {
	Campaign string `path:"campaign"`
}

func (s *Service) overview(ctx context.Context, key string, err error) (*web.Body[View], error) {
	if err != nil {
		return nil, err
	}
	o, err := s.Overview(ctx, key)
	return web.Answer(view(o), err)
}

// Routes registers the room's operations.
func (s *Service) Routes(api huma.API, mux *http.ServeMux) {
	web.Quick(api, mux, "/campaigns/{campaign}/votes", "投票", http.StatusCreated, s.cast, readCast, (*castOutput).answer)
	web.Get(api, "/campaigns/{campaign}/votes/mine", "我投的票和今天剩余的票数", s.mine)
	s.puzzleRoutes(api)
	s.publishRoutes(api, mux)
	s.lookRoutes(api)
	web.Get(api, "/campaigns/{campaign}/standings", "排行", s.publicStandings)
	s.caseRoutes(api)
	web.Get(api, "/console/campaigns/{campaign}/ballot", "投票情况", func(ctx context.Context, in *InCampaign) (*web.Body[View], error) {
		return s.overview(ctx, in.Campaign, nil)
	})
	web.Post(api, "/console/campaigns/{campaign}/ballot/display", "展示或收起票数和排行", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			Votes   bool   `json:"votes"`
			Ranking bool   `json:"ranking"`
			Reason  string `json:"reason"`
		}
	}) (*web.Body[View], error) {
		return s.overview(ctx, in.Campaign, s.SetDisplay(ctx, in.Campaign, in.Body.Votes, in.Body.Ranking, in.Body.Reason))
	})
	web.Post(api, "/console/campaigns/{campaign}/ballot/freeze", "封存票数", func(ctx context.Context, in *struct {
		InCampaign
		Body struct {
			Reason string `json:"reason"`
		}
	}) (*web.Body[View], error) {
		_, err := s.Freeze(ctx, in.Campaign, in.Body.Reason)
		return s.overview(ctx, in.Campaign, err)
	})
}
