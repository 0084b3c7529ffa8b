package award

// Outcome is a roll as computed: who wins what, what waits for the committee, and every step that led there.
type Outcome struct {
	Method  string  `json:"method"`
	Prizes  []Given `json:"prizes"`
	Log     []Step  `json:"log"`
	Results []Row   `json:"results"`
}

// Given is one prize dealt out.
type Given struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Quota   int      `json:"quota"`
	Winners []Winner `json:"winners"`
	Pending *Pending `json:"pending,omitempty"`
}

// Winner is a work with a prize. Rank is its place by what the prize is given for.
type Winner struct {
	Prize      string `json:"prize"`
	PrizeLabel string `json:"prize_label"`
	Entry      string `json:"entry"`
	Number     string `json:"number"`
	Title      string `json:"title"`
	Author     string `json:"author"`
	Unit       string `json:"unit"`
	Score      string `json:"score"`
	Rank       int    `json:"rank"`
	Why        string `json:"why"`
}

// Pending are works tied for the last Seats of a prize, or none while an earlier prize waits.
type Pending struct {
	Tied  []Tied `json:"tied"`
	Seats int    `json:"seats"`
	Says  string `json:"says"`
}

// Tied is one of those tied.
type Tied struct {
	Entry  string `json:"entry"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Score  string `json:"score"`
}

// Step is one line of the account of how the prizes were dealt out.
type Step struct {
	Step int    `json:"step"`
	Says string `json:"says"`
}

// Given finds a prize of the outcome.
func (o Outcome) Given(prize string) (Given, bool) {
	for _, g := range o.Prizes {
		if g.Key == prize {
			return g, true
		}
	}
	return Given{}, false
}

// Winners lists the winners of all prizes in order.
func (o Outcome) Winners() []Winner {
	all := []Winner{}
	for _, g := range o.Prizes {
		all = append(all, g.Winners...)
	}
	return all
}

// waiting lists the labels of the prizes that wait for the committee.
func (o Outcome) waiting() []string {
	var labels []string
	for _, g := range o.Prizes {
		if g.Pending != nil {
			labels = append(labels, g.Label)
		}
	}
	return labels
}
