package jury

import (
	"context"
	"fmt"
	"math"
	"time"

	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

// RoundView is a round as organisers see it.
type RoundView struct {
	Key       string             `json:"key"`
	Label     string             `json:"label"`
	Kind      campaign.RoundKind `json:"kind" enum:"shortlist,score,forward,live"`
	State     State              `json:"state" enum:"planned,open,sealed,settled"`
	Size      int                `json:"size,omitempty"`
	Criteria  []Criterion        `json:"criteria"`
	Scale     ScaleView          `json:"scale"`
	PerWork   int                `json:"judges_per_work"`
	Judges    []JudgeRow         `json:"judges"`
	Works     int                `json:"works"`
	Assigned  int                `json:"assigned"`
	Scored    int                `json:"scored"`
	Opens     *time.Time         `json:"opens_at,omitempty"`
	Closes    *time.Time         `json:"closes_at,omitempty"`
	Blockers  []string           `json:"blockers" doc:"What stands in the way of the next step, in words"`
	Cut       *CutView           `json:"cut,omitempty"`
	Method    string             `json:"method,omitempty" doc:"How the scores come about"`
	Agreement *float64           `json:"agreement,omitempty" doc:"Krippendorff's alpha of the judges' totals; a figure about the panel on which no score depends"`
}

// ScaleView is the range of a single mark.
type ScaleView struct {
	Min  float64 `json:"min"`
	Max  float64 `json:"max"`
	Step float64 `json:"step"`
}

// JudgeRow is how far a judge is.
type JudgeRow struct {
	Person   string     `json:"person"`
	Name     string     `json:"name"`
	Unit     string     `json:"unit,omitempty"`
	Assigned int        `json:"assigned"`
	Done     int        `json:"done"`
	Recused  int        `json:"recused"`
	Last     *time.Time `json:"last_at,omitempty"`
	Gone     bool       `json:"gone,omitempty" doc:"Their unfinished works were passed on"`
}

// CutView is the line of a shortlist round.
type CutView struct {
	Size     int           `json:"size"`
	Line     *float64      `json:"line,omitempty" doc:"The score at the line"`
	Tied     []TiedView    `json:"tied" doc:"Works tied across the line"`
	Seats    int           `json:"seats" doc:"Places left for them"`
	Says     string        `json:"says"`
	Decision *DecisionView `json:"decision,omitempty"`
}

// TiedView is a work tied across the line.
type TiedView struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Score  string `json:"score"`
}

// DecisionView is what the committee chose.
type DecisionView struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
	Chosen []string  `json:"chosen"`
}

// Rounds lists the rounds of a campaign.
func (s *Service) Rounds(ctx context.Context, campaignKey string) ([]RoundView, error) {
	if _, err := identity.RequireRole(ctx, campaignKey, identity.Organiser, identity.Auditor); err != nil {
		return nil, err
	}
	views := []RoundView{}
	return views, s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, campaignKey)
		if err != nil {
			return err
		}
		for _, r := range c.Rounds {
			if r.Kind == campaign.ForwardRound {
				continue
			}
			h, err := s.enter(ctx, tx, campaignKey, r.Key)
			if err != nil {
				return err
			}
			v, err := s.show(ctx, tx, h)
			if err != nil {
				return err
			}
			views = append(views, v)
		}
		return nil
	})
}

// show makes the view of a round. A planned round shows the rules as they stand in the campaign, an opened one those it froze.
func (s *Service) show(ctx context.Context, tx *db.Tx, h hall) (RoundView, error) {
	spec := h.round.spec
	if h.round.state == StatePlanned {
		spec, _ = freeze(h.rule) // what is missing stands among the blockers
	}
	v := RoundView{Key: h.rule.Key, Label: spec.Label, Kind: spec.Kind, State: h.round.state, Size: spec.Size, Criteria: append([]Criterion{}, spec.Criteria...),
		Scale: spec.Scale.view(), PerWork: spec.PerWork, Blockers: []string{}}
	if p, ok := h.campaign.Phase(h.rule.Phase); ok {
		v.Opens, v.Closes = p.Window.Open, p.Window.Close
	}
	if h.round.state == StatePlanned {
		return s.showPlanned(ctx, tx, h, v)
	}
	v.Method = spec.Method()
	b, err := s.book(ctx, tx, h)
	if err != nil {
		return v, err
	}
	if h.round.state == StateSettled {
		return s.showSettled(ctx, tx, h, b, v)
	}
	b.progress(&v)
	b.obstruct(ctx, h, &v)
	return v, nil
}

func (s Scale) view() ScaleView { return ScaleView{s.Min.Float(), s.Max.Float(), s.Step.Float()} }

func (s *Service) showPlanned(ctx context.Context, tx *db.Tx, h hall, v RoundView) (RoundView, error) {
	works, err := s.works(ctx, tx, h)
	if err != nil {
		return v, err
	}
	hurdles, err := s.hurdles(ctx, tx, h, works)
	for _, e := range hurdles {
		v.Blockers = append(v.Blockers, says(ctx, e))
	}
	v.Works = len(works)
	v.Judges = rows(h.seats, nil)
	return v, err
}

// says words a refusal in the asker's language.
func says(ctx context.Context, err error) string {
	if f, ok := fault.Of(err); ok {
		return f.Says(web.Language(ctx))
	}
	return err.Error()
}

// showSettled takes the figures from the frozen results: the works have gone on to other states since.
func (s *Service) showSettled(ctx context.Context, tx *db.Tx, h hall, b book, v RoundView) (RoundView, error) {
	results, err := listResults(ctx, tx, h.round.campaign, h.round.key)
	if err != nil {
		return v, err
	}
	all, err := listSheets(ctx, tx, h.round.campaign, h.round.key)
	v.Works = len(results)
	v.Judges = rows(h.seats, all)
	for _, j := range v.Judges {
		v.Assigned, v.Scored = v.Assigned+j.Assigned, v.Scored+j.Done
	}
	b.decision(&v, frozenCut(h.round.spec, results))
	v.agree(results)
	return v, err
}

// frozenCut is the line as the frozen results show it.
func frozenCut(s Spec, results []Result) Cut {
	cut := Cut{Size: s.Size, Short: len(results) < s.Size}
	for _, r := range results {
		if r.In {
			cut.Line = r.Score
		}
	}
	return cut
}

// progress counts how far the judges are.
func (b book) progress(v *RoundView) {
	v.Works = len(b.works)
	v.Judges = rows(b.seats, b.sheets)
	for _, j := range v.Judges {
		v.Assigned, v.Scored = v.Assigned+j.Assigned, v.Scored+j.Done
	}
}

func rows(seats []Seat, sheets []sheet) []JudgeRow {
	list, at := make([]JudgeRow, len(seats)), map[string]int{}
	for i, s := range seats {
		list[i], at[s.Person] = JudgeRow{Person: s.Person, Name: s.Name, Unit: s.Unit, Gone: s.Gone}, i
	}
	for _, sh := range sheets {
		r := &list[at[sh.judge]]
		if sh.state == SheetRecused {
			r.Recused++
			continue
		}
		r.Assigned++
		if sh.state == SheetDone {
			r.Done++
		}
		if t := sh.changed; !t.IsZero() && (r.Last == nil || t.After(*r.Last)) {
			r.Last = &t
		}
	}
	return list
}

// obstruct says what stands in the way of sealing an open round, or of settling a sealed one.
func (b *book) obstruct(ctx context.Context, h hall, v *RoundView) {
	add := func(err error) { v.Blockers = append(v.Blockers, says(ctx, err)) }
	if h.round.state == StateOpen {
		if lacking := b.lacking(); len(lacking) > 0 {
			add(ErrDeal.With("works", some(lacking), "per", b.spec.PerWork))
		}
		if thin, late := b.thin(); len(thin) > 0 {
			add(ErrMissing.With("works", some(thin), "least", b.spec.Least(), "judges", some(late)))
		}
		return
	}
	if left := b.leftOut(); len(left) > 0 {
		add(ErrLeftOut.With("works", some(left), "round", h.rule.Label))
	}
	results, cut := b.decided()
	if cut.Seats > 0 && b.choice == nil {
		add(ErrTied.With("n", len(cut.Tied), "seats", cut.Seats))
	}
	b.decision(v, cut)
	v.agree(results)
}

// decision shows the line and, if there is one, the committee's choice.
func (b book) decision(v *RoundView, cut Cut) {
	if b.spec.Size == 0 {
		return
	}
	line := cut.Line.Float()
	v.Cut = &CutView{Size: cut.Size, Line: &line, Tied: []TiedView{}, Seats: cut.Seats, Says: cut.says()}
	for _, r := range cut.Tied {
		v.Cut.Tied = append(v.Cut.Tied, TiedView{r.Entry, r.Number, r.Title, r.Score.String()})
	}
	if c := b.choice; c != nil {
		v.Cut.Decision = &DecisionView{c.Name, c.At, c.Reason, c.Chosen}
	}
}

func (v *RoundView) agree(results []Result) {
	if a := agreement(results); !math.IsNaN(a) {
		a = math.Round(a*1000) / 1000
		v.Agreement = &a
	}
}

// ResultsView is a round's results, each with the sum that led to it.
type ResultsView struct {
	Items  []ResultRow `json:"items"`
	Method string      `json:"method"`
}

// ResultRow is a work's result.
type ResultRow struct {
	Entry      string      `json:"entry"`
	Number     string      `json:"number"`
	Title      string      `json:"title"`
	Rank       int         `json:"rank"`
	Score      string      `json:"score"`
	Judges     int         `json:"judges"`
	Derivation string      `json:"derivation"`
	Scores     []TotalView `json:"scores"`
	In         *bool       `json:"in,omitempty" doc:"In a shortlist round, whether the work goes on"`
	Tied       bool        `json:"tied,omitempty" doc:"Tied across the line and not chosen yet"`
}

// TotalView is one judge's total.
type TotalView struct {
	Judge   string `json:"judge"`
	Total   string `json:"total"`
	Dropped string `json:"dropped,omitempty" enum:"high,low"`
}

// Results shows the results of a round that is sealed or settled. While judges score there are none to see.
func (s *Service) Results(ctx context.Context, campaignKey, key string) (v ResultsView, err error) {
	if _, err := identity.RequireRole(ctx, campaignKey, identity.Organiser, identity.Auditor); err != nil {
		return v, err
	}
	v.Items = []ResultRow{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		h, err := s.enter(ctx, tx, campaignKey, key)
		if err != nil {
			return err
		}
		results, cut, err := s.look(ctx, tx, h)
		if err != nil || results == nil {
			v.Method = fmt.Sprintf("“%s”的评分结束后，这里列出每部作品的得分和算式。", h.rule.Label)
			return err
		}
		v.Method = h.round.spec.Method()
		if a := agreement(results); !math.IsNaN(a) {
			v.Method += fmt.Sprintf("评委打分的一致程度（Krippendorff α）为%.2f，只供参考，不影响成绩。", a)
		}
		for _, r := range results {
			v.Items = append(v.Items, h.row(r, cut))
		}
		return nil
	})
	return v, err
}

// look returns the results of a sealed or settled round, or nil.
func (s *Service) look(ctx context.Context, tx *db.Tx, h hall) ([]Result, Cut, error) {
	switch h.round.state {
	case StateSettled:
		results, err := listResults(ctx, tx, h.round.campaign, h.round.key)
		return results, Cut{}, err
	case StateSealed:
		b, err := s.book(ctx, tx, h)
		if err != nil {
			return nil, Cut{}, err
		}
		results, cut := b.decided()
		if b.choice != nil {
			cut.Tied = nil
		}
		return results, cut, nil
	}
	return nil, Cut{}, nil
}

func (h hall) row(r Result, cut Cut) ResultRow {
	v := ResultRow{Entry: r.Entry, Number: r.Number, Title: r.Title, Rank: r.Place, Score: r.Score.String(), Judges: r.Judges, Derivation: r.Derivation, Scores: []TotalView{}}
	if h.round.spec.Size > 0 {
		v.In = &r.In
	}
	for _, t := range cut.Tied {
		v.Tied = v.Tied || t.Entry == r.Entry
	}
	for _, t := range r.Totals {
		v.Scores = append(v.Scores, TotalView{book{seats: h.seats}.judge(t.Judge), t.Points.String(), t.Dropped})
	}
	return v
}

// DutyView is a round in which the asker judges.
type DutyView struct {
	Campaign      string     `json:"campaign"`
	CampaignTitle string     `json:"campaign_title"`
	Round         string     `json:"round"`
	Label         string     `json:"label"`
	Due           *time.Time `json:"due_at,omitempty"`
	Assigned      int        `json:"assigned"`
	Done          int        `json:"done"`
	Sealed        bool       `json:"sealed"`
}

// Duties lists the rounds in which the asker holds works.
func (s *Service) Duties(ctx context.Context) ([]DutyView, error) {
	who, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	list := []DutyView{}
	return list, s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := sheetsOf(ctx, tx, who.ID, "", "")
		if err != nil {
			return err
		}
		seen := map[[2]string]bool{}
		for _, sh := range all {
			at := [2]string{sh.campaign, sh.round}
			if seen[at] || !who.Holds(sh.campaign, identity.Judge) {
				continue
			}
			seen[at] = true
			d, err := s.desk(ctx, tx, who.ID, sh.campaign, sh.round)
			if err != nil {
				return err
			}
			list = append(list, d.duty())
		}
		return nil
	})
}

func (d desk) duty() DutyView {
	v := DutyView{Campaign: d.round.campaign, CampaignTitle: d.campaign.Title, Round: d.round.key, Label: d.rule.Label, Due: d.dueAt(), Sealed: d.round.state != StateOpen}
	for _, sh := range d.sheets {
		if sh.state != SheetRecused {
			v.Assigned++
		}
		if sh.state == SheetDone {
			v.Done++
		}
	}
	return v
}

func (h hall) dueAt() *time.Time {
	if t := h.due(); !t.IsZero() {
		return &t
	}
	return nil
}

// DeskView is everything a judge has before them in a round.
type DeskView struct {
	Round DeskRound `json:"round"`
	Tasks []Task    `json:"tasks"`
}

// DeskRound is what a judge must know of a round.
type DeskRound struct {
	Label     string      `json:"label"`
	Criteria  []Criterion `json:"criteria"`
	Scale     ScaleView   `json:"scale"`
	Due       *time.Time  `json:"due_at,omitempty"`
	Sealed    bool        `json:"sealed"`
	ShowVotes bool        `json:"show_votes"`
}

// Task is a work and the judge's sheet for it. The author is not shown.
type Task struct {
	ID       string             `json:"id"`
	Entry    string             `json:"entry"`
	Number   string             `json:"number"`
	Title    string             `json:"title"`
	Author   string             `json:"author,omitempty" doc:"Only if the organiser decided that judges see it"`
	Poster   string             `json:"poster,omitempty"`
	Aspect   string             `json:"aspect"`
	Duration float64            `json:"duration_s"`
	Stream   string             `json:"stream,omitempty"`
	Synopsis string             `json:"synopsis"`
	State    SheetState         `json:"state" enum:"todo,draft,done,recused"`
	Scores   map[string]float64 `json:"scores"`
	Note     string             `json:"note"`
	Version  int                `json:"version"`
	Total    string             `json:"total,omitempty"`
	Votes    *int64             `json:"votes,omitempty"`
	Watched  int                `json:"watched_s"`
}

// Desk returns the works dealt to the asker in a round.
func (s *Service) Desk(ctx context.Context, campaignKey, key string) (v DeskView, err error) {
	who, err := identity.RequireRole(ctx, campaignKey, identity.Judge)
	if err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		d, err := s.desk(ctx, tx, who.ID, campaignKey, key)
		if err != nil {
			return err
		}
		spec := d.round.spec
		v.Round = DeskRound{Label: d.rule.Label, Criteria: append([]Criterion{}, spec.Criteria...), Scale: spec.Scale.view(), Due: d.dueAt(),
			Sealed: d.round.state != StateOpen, ShowVotes: !spec.HideVotes && d.votes != nil}
		v.Tasks = []Task{}
		for _, sh := range d.sheets {
			v.Tasks = append(v.Tasks, d.task(sh))
		}
		return nil
	})
	return v, err
}

// Task returns one sheet of the asker.
func (s *Service) Task(ctx context.Context, sheetID string) (t Task, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		sh, h, err := s.mine(ctx, tx, sheetID)
		if err != nil {
			return err
		}
		work, err := s.entries.Get(ctx, tx, sh.entry)
		if err != nil {
			return err
		}
		d := desk{hall: h, works: map[string]entry.Entry{sh.entry: work}}
		if !h.round.spec.HideVotes && s.votes != nil {
			if d.votes, err = s.votes(ctx, tx, sh.campaign); err != nil {
				return err
			}
		}
		t = d.task(sh)
		return nil
	})
	return t, err
}

func (d desk) task(sh sheet) Task {
	w, spec := d.works[sh.entry], d.round.spec
	t := Task{ID: sh.id, Entry: sh.entry, Number: w.Number, Title: w.Title, Synopsis: w.Fields["synopsis"], State: sh.state, Scores: map[string]float64{},
		Note: sh.note, Version: sh.version, Watched: sh.watched}
	if !spec.HideAuthor {
		t.Author = w.Author
	}
	for key, p := range sh.scores {
		t.Scores[key] = p.Float()
	}
	if total, whole := spec.sum(sh); whole {
		t.Total = total.String()
	}
	if w.File != nil {
		t.Poster, t.Stream = w.File.Poster(), w.File.Stream()
		if f := w.File.Facts; f != nil {
			t.Aspect, t.Duration = f.Aspect, f.DurationS
		}
	}
	if d.votes != nil {
		n := d.votes[sh.entry]
		t.Votes = &n
	}
	return t
}
