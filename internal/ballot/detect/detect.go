// Package detect looks through counted votes for those that were bought. It is fed the votes of one campaign and answers with
// findings, each with its figures and one sentence; it reads no database, knows no clock, and annuls nothing: a person does.
//
// Five things are looked for. Lockstep: accounts that spend their votes alike, on the same works on the same days. Dense blocks:
// many accounts that all but fill the same works and days, also behind votes scattered to hide it. Bursts: more votes in ten
// minutes than the work's own course explains. Rhythm: votes that arrive as evenly as a clock. Unwatched: votes by people who did
// not stay to see the work.
//
// Only accounts that move together, for three days or more, over works of several units can be severe. A school that tells
// everybody to vote makes a burst of new accounts with ten votes each that nobody watched for; so bursts and unwatched votes are
// notes and no more. So is a group that votes for the works of one unit, since a unit may ask its people to vote for all it has
// entered, and one that likes two works, or keeps step for a day or two, and shows no sign of being in one hand. A rhythm asks to be
// looked at.
//
// What cannot be seen: rented accounts of real people that vote once, which have nothing in common but the work; a farm with one
// customer, which looks like faithful supporters; and why people who follow one list of works do so.
package detect

import (
	"cmp"
	"slices"
	"time"
)

// Vote is a counted vote as the detectors need it.
type Vote struct {
	Seq   int64
	Entry string
	Voter string
	Day   string // the campaign's calendar day, 2020-11-26
	At    time.Time
	N     int
	// Prefix stands for the network it came from, Agent for the kind of client; empty if unknown.
	Prefix, Agent string
	// Since is when the voter was first seen; zero if unknown.
	Since time.Time
	// Watched is the milliseconds from opening the work's page to the vote, -1 if unknown.
	Watched int
}

// Baseline is what is known of the works apart from votes. A work that is not in Units is a unit of its own.
type Baseline struct {
	Units map[string]string // entry to the unit that entered it
}

// Kind is what was looked for.
type Kind string

// The kinds of findings.
const (
	Lockstep  Kind = "lockstep"
	Dense     Kind = "dense"
	Burst     Kind = "burst"
	Rhythm    Kind = "rhythm"
	Unwatched Kind = "unwatched"
)

// Severity says how much a finding weighs. Severe ones alone are worth opening a case for by themselves.
type Severity string

// The severities, the heaviest first. A note is no case: it is shown beside a work, and nobody need look at it.
const (
	Severe Severity = "severe"
	Look   Severity = "look"
	Note   Severity = "note"
)

var weight = map[Severity]int{Severe: 2, Look: 1, Note: 0}

// Feature is one figure of the evidence. Usual is what the rest of the campaign shows, where that can be compared.
type Feature struct {
	Name  string   `json:"name"`
	Value float64  `json:"value"`
	Usual *float64 `json:"usual,omitempty"`
}

// Finding is something seen in the votes. Score orders findings of equal severity, the heavier first; it grows with the votes
// concerned and is no probability.
type Finding struct {
	Kind     Kind      `json:"kind"`
	Severity Severity  `json:"severity"`
	Score    float64   `json:"score"`
	Entries  []string  `json:"entries"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to"`
	Seqs     []int64   `json:"seqs"`
	Voters   []string  `json:"-"`
	Evidence []Feature `json:"evidence"`
	ZH       string    `json:"zh"`
	EN       string    `json:"en"`
}

// Version names the rules and thresholds below, and changes when they do.
const Version = "1"

// Find looks through the votes of one campaign, in any order. The heaviest finding comes first, and the same votes give the same
// findings.
func Find(votes []Vote, known Baseline) []Finding {
	if len(votes) == 0 {
		return nil
	}
	t := index(votes, known)
	found, named := lockstep(t)
	found = append(found, dense(t, named)...)
	found = append(found, bursts(t)...)
	found = append(found, rhythms(t)...)
	found = append(found, unwatched(t)...)
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(weight[b.Severity], weight[a.Severity]), cmp.Compare(b.Score, a.Score))
	})
	return found
}
