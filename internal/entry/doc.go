// Package entry is a work in a contest: who entered it by which door, what they told and declared, which file it is, its
// number, its receipts, and where it stands between draft and award.
//
// The state machine is in status.go and drawn in docs/lifecycle/entry.md; nothing changes a state but Service.Move and the
// author's own verbs, which all go through it. Rooms to the right decide (screening admits, jury shortlists, award awards)
// and call Move in their own transaction.
//
// A number is given once, when the work is first handed in, dense within its campaign. Each handing-in and each replaced
// file has a receipt that is never changed. Personal fields leave the room only by Reveal, which is recorded.
//
// A film keeps the name it was sent under, and may be called as the notice asks instead: name.go makes that name, for rules, lists
// and downloads alike.
//
// Its tables are entry_entry, entry_number, entry_door, entry_receipt and entry_event. It emits one event for each verb:
// Attached, Renamed, Submitted, Replaced, Withdrawn, Admitted, Returned, Rejected, Reopened, Shortlisted, NotShortlisted, Proposed, Awarded,
// Disqualified, Declared.
package entry
