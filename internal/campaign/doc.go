// Package campaign holds a contest's notice (通知) as data: who holds it, when each phase opens and
// closes, what a work must be, how it is judged, voted on and rewarded.
//
// A campaign is two texts. KEY.yaml says what the notice says and nothing more. KEY.decisions.yaml
// says what the organiser decided where the notice is silent (weights, ties, 若干); every decision has
// an author, a time and a reason, and may set only a path the notice lists as open. A stated rule
// changes only by a new version of the notice (更正).
//
// The pure part (Load, Apply, Judge, Require, Edit, ShiftTo) reads no clock and no database. Service
// keeps every version of the text, byte for byte, in campaign_version, decisions in campaign_decision
// and closed topics in campaign_lock.
//
// Units: instants are time.Time, windows half open [Open, Close) in the campaign's zone, a day closes
// at 24:00; durations in seconds, sizes in bytes, bit rates in Mbit/s.
package campaign
