package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The shapes of the contract, as far as a first screen shows them.

type phase struct {
	Key, Label, Kind, Precision, Says, State string
	OpensAt                                  time.Time `json:"opens_at"`
	ClosesAt                                 time.Time `json:"closes_at"`
}

type campaign struct {
	Key, Title, Slogan, Brand, Zone string
	ShortTitle                      string `json:"short_title"`
	Hosts                           []string
	Phase                           *phase
	NextPhase                       *phase `json:"next_phase"`
	Phases                          []phase
	Counts                          struct {
		Entries, Shortlisted int
		Results              string
	}
	Highlights []struct{ Figure, Unit, Says string }
	HostGroups []struct {
		Label string
		Names []string
	} `json:"host_groups"`
	Taxonomies []struct {
		Cardinality string
		Options     []option
	}
	Voting *struct {
		Open     bool
		Says     string
		PerDay   int       `json:"per_day"`
		OpensAt  time.Time `json:"opens_at"`
		ClosesAt time.Time `json:"closes_at"`
	}
	EntryOpen bool `json:"entry_open"`
}

type option struct{ Key, Label string }

type film struct {
	ID, Number, Title, Author, Unit, Poster, Thumb string
	Width, Height                                  float64
	DurationS                                      float64 `json:"duration_s"`
	Votes                                          *int
	From                                           *int `json:"votes_from"`
	Awards                                         []option
}

type work struct {
	film
	Synopsis string
	Stream   string
	Topics   []option
	Related  []film
	AILabel  string `json:"ai_label"`
}

type standings struct {
	AsOf   time.Time `json:"as_of"`
	Shown  bool
	Says   string
	Late   int `json:"late_minutes"`
	Banded bool
	Items  []struct {
		Entry, Number, Title, Author, Poster, Thumb string
		Rank                                        int
		Votes                                       *int
		From                                        *int `json:"votes_from"`
	}
}

type publicity struct {
	Title, State, SHA256 string
	From, To             time.Time
	Text, How            []string
	Prizes               []struct {
		Label   string
		Winners []struct{ Entry, Number, Title, Author, Unit string }
	}
}

type certificate struct {
	Code, Number, State, Campaign, Title, Recipient, Unit, Prize string
	CampaignTitle                                                string    `json:"campaign_title"`
	IssuedOn                                                     time.Time `json:"issued_on"`
	Issuers                                                      []string
	Revoked                                                      *struct {
		At     time.Time
		Reason string
	}
}

// view is what a template sees.
type view struct {
	Page
	Lang, Nonce, Path, host string
	Head                    template.HTML
	Heading                 string // the title without the contest's name
	Query                   url.Values
	Assets                  links
	words                   map[string]string
	now                     time.Time
	zone                    *time.Location

	Campaign    campaign
	Contests    []campaign
	Films       []film
	More        bool
	Work        *work
	Standings   *standings
	Publicity   *publicity
	Certificate *certificate
}

// read takes the state apart by the shape of its paths. What cannot be read is left out: the script will ask again.
func (v *view) read() {
	v.Title = v.T(v.Title)
	v.Heading = v.Title
	for path, raw := range v.State {
		switch p, _, _ := strings.Cut(path, "?"); {
		case p == "/campaigns":
			var list struct{ Items []campaign }
			_ = json.Unmarshal(raw, &list)
			v.Contests = list.Items
		case strings.HasPrefix(p, "/certificates/"):
			into(&v.Certificate, raw)
		case strings.HasSuffix(p, "/entries"):
			var list struct {
				Items []film
				Next  string
			}
			_ = json.Unmarshal(raw, &list)
			v.Films, v.More = list.Items, list.Next != ""
		case strings.Contains(p, "/entries/"):
			into(&v.Work, raw)
		case strings.HasSuffix(p, "/standings"):
			into(&v.Standings, raw)
		case strings.HasSuffix(p, "/publicity"):
			into(&v.Publicity, raw)
		default:
			_ = json.Unmarshal(raw, &v.Campaign)
		}
	}
	v.zone, _ = time.LoadLocation(v.Campaign.Zone)
	if v.Campaign.Zone == "" {
		v.zone = nil
	}
	v.entitle()
}

func into[T any](to **T, raw json.RawMessage) {
	var t T
	if json.Unmarshal(raw, &t) == nil {
		*to = &t
	}
}

// entitle gives the page its title, its description and its picture, and the rules of its own.
func (v *view) entitle() {
	c := v.Campaign
	v.Description = v.T("app.describe")
	if c.Key != "" {
		v.Description = c.Title
		v.Image = v.Visual(c.Key, "wide")
	}
	switch v.Kind {
	case "home":
		v.Title, v.Description = c.Title, strings.TrimSpace(c.Slogan+" "+strings.Join(c.Hosts, v.T("app.list")))
		for i, f := range v.Picks() {
			v.Style += fmt.Sprintf(".justified>:nth-child(%d){--g:%.3f}", i+1, f.Width/f.Height)
		}
	case "works":
		v.Title = v.WorksTitle()
		v.Style = wallStyle(v.Films)
	case "work":
		v.entitleWork()
	case "ranking":
		v.Title = v.T("ballot.ranking")
	case "publicity":
		v.Title = v.T("notice.publicity")
	case "contests":
		v.Title = v.T("campaign.contests")
	}
	if v.Kind != "home" && c.ShortTitle != "" {
		v.Title += " · " + c.ShortTitle
	}
}

func (v *view) entitleWork() {
	w := v.Work
	if w == nil {
		return
	}
	v.Title = "《" + w.Title + "》"
	v.Description = w.Synopsis
	v.Image = v.Still(w.film)
	v.Style = fmt.Sprintf(".player{--rn:%.4f}", w.Width/w.Height)
}

// WorksTitle is "入围作品" once there is a shortlist.
func (v *view) WorksTitle() string {
	if v.Campaign.Counts.Shortlisted > 0 {
		return v.T("showcase.shortlist")
	}
	return v.T("showcase.works")
}

// FullTitle ends in the name of the site.
func (v *view) FullTitle() string { return strings.TrimPrefix(v.Title+" · "+v.T("app.name"), " · ") }

// Card is the picture of a shared link, as other sites fetch it. One drawn here is no use to those that show no SVG, WeChat
// among them: the first film that the page shows lends its own.
func (v *view) Card() string {
	if !strings.Contains(v.Image, ".svg") {
		return v.absolute(v.Image)
	}
	for _, f := range v.Films {
		if f.Poster != "" {
			return v.absolute(f.Poster)
		}
	}
	if v.Standings != nil {
		for _, s := range v.Standings.Items {
			if s.Poster != "" {
				return v.absolute(s.Poster)
			}
		}
	}
	return ""
}

// Canonical is the page's own address.
func (v *view) Canonical() string { return v.absolute(v.Path) }

// Base is the path of the campaign one stands in.
func (v *view) Base() string {
	if v.Campaign.Key == "" {
		return ""
	}
	return "/c/" + url.PathEscape(v.Campaign.Key)
}

// Visual is the address of a drawn picture.
func (v *view) Visual(seed, shape string) string {
	return "/visual/" + url.PathEscape(seed) + "/" + shape + ".svg?brand=" + strings.TrimPrefix(v.Campaign.Brand, "#")
}

// VisualOf is a contest's picture on the list of contests.
func (v *view) VisualOf(c campaign) string {
	return "/visual/" + url.PathEscape(c.Key) + "/wide.svg?brand=" + strings.TrimPrefix(c.Brand, "#")
}

// Still is a film's picture, or the one drawn from its id.
func (v *view) Still(f film) string {
	if f.Poster != "" {
		return f.Poster
	}
	shape := "square"
	if r := f.Width / f.Height; r > 1.2 {
		shape = "wide"
	} else if r < .8 {
		shape = "tall"
	}
	return "/visual/" + url.PathEscape(f.ID) + "/" + shape + ".svg"
}

// Thumb is a film's picture in a list.
func (v *view) Thumb(f film) string {
	if f.Thumb != "" {
		return f.Thumb
	}
	return v.Still(f)
}

// WorkPath is the address of a film's page.
func (v *view) WorkPath(number, id string) string {
	if number == "" {
		number = id
	}
	return v.Base() + "/works/" + url.PathEscape(number)
}

// Figure writes a work's votes, or where works are banded the bound that they have reached; empty where neither is shown.
func (v *view) Figure(votes, from *int) string {
	switch {
	case votes != nil:
		return v.Number(*votes)
	case from == nil:
		return ""
	case *from == 0:
		return v.T("ballot.below")
	}
	return v.Number(*from) + "+"
}

// Number writes a count; four figures stay together, as Chinese readers expect.
func (v *view) Number(n int) string {
	s := strconv.Itoa(n)
	if v.zh() && n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Picks are the four films of the home page; see src/rooms/showcase/pick.ts.
func (v *view) Picks() []film {
	var lying, standing []film
	for _, f := range v.Films {
		if f.Width > f.Height {
			lying = append(lying, f)
		} else {
			standing = append(standing, f)
		}
	}
	switch {
	case len(standing) < 2:
		return lying[:min(4, len(lying))]
	case len(lying) == 0:
		return standing[:min(4, len(standing))]
	}
	return append([]film{lying[0], standing[0], standing[1]}, lying[1:min(2, len(lying))]...)
}

// Topics are the subjects one may choose among.
func (v *view) Topics() []option {
	var all []option
	for _, x := range v.Campaign.Taxonomies {
		if x.Cardinality != "fixed" {
			all = append(all, x.Options...)
		}
	}
	return all
}

// Lettering is the short title set in columns; see src/rooms/campaign/campaign.ts.
func (v *view) Lettering() (out struct {
	Columns []string
	Size    string
}) {
	title := v.Campaign.ShortTitle
	columns := strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("·・:：,，—", r) || unicode.IsSpace(r) })
	if runes := []rune(title); len(columns) < 2 {
		columns = []string{title}
		if half := (len(runes) + 1) / 2; len(runes) > 6 {
			columns = []string{string(runes[:half]), string(runes[half:])}
		}
	}
	longest := 0
	for _, c := range columns {
		longest = max(longest, len([]rune(c)))
	}
	out.Columns = columns
	switch {
	case len(columns) > 2 || longest > 9 || !strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Han, r) }):
		out.Columns, out.Size = []string{title}, "flat"
	case longest <= 4:
		out.Size = "4"
	case longest <= 6:
		out.Size = "6"
	default:
		out.Size = "9"
	}
	return out
}

// Told is the phase to tell of: the current one and when it closes, else the next and when it opens.
func (v *view) Told() (out *struct {
	Phase   phase
	Until   time.Time
	Current bool
	Left    *left
}) {
	c := v.Campaign
	if c.Phase == nil && c.NextPhase == nil {
		return nil
	}
	out = new(struct {
		Phase   phase
		Until   time.Time
		Current bool
		Left    *left
	})
	if c.Phase != nil {
		out.Phase, out.Until, out.Current = *c.Phase, c.Phase.ClosesAt, true
	} else {
		out.Phase, out.Until = *c.NextPhase, c.NextPhase.OpensAt
	}
	out.Left = v.left(out.Until)
	return out
}

// call is one of the three ways to take part.
type call struct{ Act, Label, Says, To string }

// Calls puts the phase's own act first; see src/rooms/campaign/Home.vue.
func (v *view) Calls() []call {
	c := v.Campaign
	vote, watch, enter := v.callVote(), v.callWatch(), v.callEnter()
	switch {
	case c.Voting != nil && c.Voting.Open:
		return compact(vote, watch, enter)
	case c.EntryOpen:
		return compact(enter, vote, watch)
	case c.Counts.Results != "":
		return compact(v.callResults(), watch, enter)
	}
	return compact(watch, vote, enter)
}

func (v *view) callResults() call {
	c := call{"results", v.T("notice.publicity"), v.T("campaign.seePublicity"), v.Base() + "/publicity"}
	if v.Campaign.Counts.Results == "confirmed" {
		c.Label, c.Says = v.T("notice.winners"), v.T("campaign.seeWinners")
	}
	return c
}

func compact(calls ...call) (out []call) {
	for _, c := range calls {
		if c.Act != "" {
			out = append(out, c)
		}
	}
	return out
}

func (v *view) callVote() call {
	x := v.Campaign.Voting
	if x == nil {
		return call{}
	}
	c := call{Act: "vote", Label: v.T("ballot.vote"), Says: v.T("campaign.voteLater")}
	switch {
	case x.Open:
		c.Says, c.To = v.T("campaign.voteOpen", "n", x.PerDay), v.Base()+"/works"
	case x.OpensAt.After(v.now):
		c.Says = v.T("campaign.voteFrom", "day", v.day(x.OpensAt))
	case !x.ClosesAt.IsZero() && !x.ClosesAt.After(v.now):
		c.Says, c.To = v.T("campaign.voteOver"), v.Base()+"/ranking"
	}
	return c
}

func (v *view) callWatch() call {
	c := call{"watch", v.T("campaign.watch"), v.T("campaign.soon"), v.Base() + "/works"}
	if n := v.Campaign.Counts; n.Shortlisted > 0 {
		c.Says = v.T("campaign.shortlisted", "n", n.Shortlisted)
	} else if n.Entries > 0 {
		c.Says = v.T("campaign.shown", "n", n.Entries)
	}
	return c
}

func (v *view) callEnter() call {
	var p phase
	for _, x := range v.Campaign.Phases {
		if strings.Contains(x.Kind, "collect") {
			p = x
			break
		}
	}
	c := call{"enter", v.T("entry.enter"), v.T("campaign.enterOver"), "/me"}
	switch rest := v.left(p.ClosesAt); {
	case v.Campaign.EntryOpen && rest != nil:
		c.Says, c.To = v.T("campaign.enterUntil", "at", v.Deadline(p.ClosesAt), "left", rest.words(v)), v.Base()+"/enter"
	case v.Campaign.EntryOpen:
		c.Says, c.To = v.T("campaign.enterOpen"), v.Base()+"/enter"
	case p.OpensAt.After(v.now):
		c.Says, c.To = v.T("campaign.enterFrom", "day", v.day(p.OpensAt)), ""
	}
	return c
}

// filmView is a film together with the page it stands on, for the part that draws it.
type filmView struct {
	View         *view
	Film         film
	Eager, Large bool
}

// Of hands a film to its part.
func (v *view) Of(f film, eager, large bool) filmView { return filmView{v, f, eager, large} }

// Card is the film of a work.
func (w work) Card() film { return w.film }

// Facing is 横屏, 竖屏 or square.
func (v *view) Facing(f film) string {
	switch {
	case f.Width > f.Height:
		return v.T("showcase.landscape")
	case f.Width < f.Height:
		return v.T("showcase.portrait")
	}
	return v.T("showcase.square")
}

// Drawn is the picture of a film that has none yet.
func (v *view) Drawn(id string) string { return "/visual/" + url.PathEscape(id) + "/wide.svg" }

// Total tells how many films there are; of a search, only the script knows.
func (v *view) Total() string {
	n := v.Campaign.Counts.Shortlisted
	if n == 0 {
		n = v.Campaign.Counts.Entries
	}
	if n == 0 || v.Query.Get("q") != "" || v.Query.Get("topic") != "" {
		return ""
	}
	return v.T("showcase.total", "n", n)
}

// OpenLeft tells how long one may still object.
func (v *view) OpenLeft(until time.Time) string {
	if l := v.left(until); l != nil {
		return v.T("notice.openLeft", "left", l.words(v))
	}
	return v.T("notice.open")
}

// Fours is a checksum as it is read aloud.
func (v *view) Fours(hex string, n int) string {
	hex = hex[:min(n, len(hex))]
	return strings.TrimSpace(fours.ReplaceAllString(hex, "$0 "))
}

var fours = regexp.MustCompile(`.{1,4}`)

func parsePages() (map[string]*template.Template, error) {
	base, err := template.New("base.html").Funcs(template.FuncMap{
		"nb":   nb,
		"join": func(sep string, parts ...string) string { return strings.Join(filled(parts), sep) },
		"list": func(parts []string, sep string) string { return strings.Join(parts, sep) },
		"icon": icon,
		"px":   func(f float64) int { return int(math.Round(f)) },
		"pad":  func(n int) string { return fmt.Sprintf("%02d", n) },
	}).ParseFS(pageFiles, "pages/base.html", "pages/parts.html")
	if err != nil {
		return nil, err
	}
	pages := map[string]*template.Template{}
	for _, kind := range []string{"home", "works", "work", "ranking", "publicity", "verify", "contests", "shell", "lost"} {
		t, err := base.Clone()
		if err != nil {
			return nil, err
		}
		if pages[kind], err = t.ParseFS(pageFiles, "pages/"+kind+".html"); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

func filled(parts []string) (out []string) {
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// icons are those of the first screens; all of them are in src/parts/Icon.vue.
var icons = map[string]string{
	"back":   "M15 4l-8 8 8 8",
	"search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
	"home":   "M3 11l9-7 9 7v9H3zM9 20v-6h6v6",
	"works":  "M3 4h8v11H3zM13 4h8v6h-8zM3 17h8v3H3zM13 12h8v8h-8z",
	"rank":   "M4 20V11h4v9M10 20V4h4v16M16 20v-6h4v6",
	"me":     "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 4-7 8-7s7 2 8 7",
	"right":  "M5 12h14M13 6l6 6-6 6",
	"close":  "M5 5l14 14M19 5L5 19",
	"check":  "M4 13l5 5L20 7",
	"share":  "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
	"play":   "M6 4l14 8-14 8z",
	"alert":  "M12 4l9 16H3zM12 10v4M12 17v.5",
}

func icon(name string) template.HTML {
	return template.HTML(`<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="` + icons[name] + `"></path></svg>`)
}
