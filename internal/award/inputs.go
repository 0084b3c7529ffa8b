package award

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"saiying/internal/campaign"
	"saiying/internal/jury"
)

// votes is the source of a component that is not a round but the public vote.
const votes = "votes"

// Inputs are everything that a roll follows from. They are kept with it.
type Inputs struct {
	Campaign string               `json:"campaign"`
	Version  int                  `json:"version"` // of the notice
	Final    campaign.Final       `json:"final"`
	Policy   campaign.AwardPolicy `json:"policy"`
	Prizes   []campaign.Prize     `json:"prizes"`
	Rounds   []campaign.Round     `json:"rounds"`       // those that give scores
	Frozen   string               `json:"votes_sha256"` // the digest of the frozen vote, empty where votes count for nothing
	Works    []Work               `json:"works"`
	Choices  []Choice             `json:"choices"`
	Revoked  []Revocation         `json:"revoked"`
}

// Work is a shortlisted work with what judging and the vote gave it.
type Work struct {
	Entry  string                 `json:"entry"`
	Number string                 `json:"number"`
	Title  string                 `json:"title"`
	Author string                 `json:"author"`
	Unit   string                 `json:"unit"`
	Scores map[string]jury.Result `json:"scores"` // by round
	Votes  int64                  `json:"votes"`
}

// Choice is the committee's decision on those tied for the last places of a prize. It holds as long as the same works are
// tied for as many places. Fewer chosen than places leaves the rest vacant.
type Choice struct {
	Prize  string   `json:"prize"`
	Tied   []string `json:"tied"` // entries, sorted
	Seats  int      `json:"seats"`
	Chosen []string `json:"chosen"`
	Reason string   `json:"reason"`
	By     string   `json:"by"` // a name
}

// Revocation is an award taken back. The work does not get that prize again. Late tells that it was taken back after the
// publicity began, when the policy may leave the place vacant.
type Revocation struct {
	Prize  string `json:"prize"`
	Entry  string `json:"entry"`
	Reason string `json:"reason"`
	Late   bool   `json:"late"`
}

// Sum is the SHA-256 of the inputs as JSON, in hexadecimal.
func (in Inputs) Sum() string {
	b, err := json.Marshal(in)
	if err != nil {
		panic(err) // plain data always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (in Inputs) round(key string) (campaign.Round, bool) {
	i := slices.IndexFunc(in.Rounds, func(r campaign.Round) bool { return r.Key == key })
	if i < 0 {
		return campaign.Round{}, false
	}
	return in.Rounds[i], true
}

// expert is the round whose scores decide prizes by jury, and ties: the first that counts for the final score.
func (in Inputs) expert() campaign.Round {
	for _, c := range in.Final.Components {
		if r, ok := in.round(c.Source); ok {
			return r
		}
	}
	if len(in.Rounds) > 0 {
		return in.Rounds[len(in.Rounds)-1]
	}
	return campaign.Round{}
}

// judging is the round that marks a criterion.
func (in Inputs) judging(criterion string) (campaign.Round, campaign.Criterion, bool) {
	for _, r := range in.Rounds {
		for _, c := range r.Criteria {
			if c.Key == criterion {
				return r, c, true
			}
		}
	}
	return campaign.Round{}, campaign.Criterion{}, false
}

// heaviest is the criterion of the greatest weight, the first of equals.
func heaviest(r campaign.Round) campaign.Criterion {
	var best campaign.Criterion
	for _, c := range r.Criteria {
		if c.Weight != nil && (best.Weight == nil || *c.Weight > *best.Weight) {
			best = c
		}
	}
	return best
}

func (in Inputs) digits() int {
	if in.Final.Digits != nil {
		return *in.Final.Digits
	}
	return 2
}

func (in Inputs) revoked(prize, entry string) bool {
	return slices.ContainsFunc(in.Revoked, func(r Revocation) bool { return r.Prize == prize && r.Entry == entry })
}

// vacated counts the places of a prize that stay empty because their awards were taken back too late for others to move up.
func (in Inputs) vacated(prize string) (n int) {
	for _, r := range in.Revoked {
		if r.Prize == prize && r.Late && in.Policy.OnRevocation != campaign.MoveUp {
			n++
		}
	}
	return n
}
