// Package ballot counts the public's votes (网络投票): whoever has a WeChat account, or in a channel of the notice a phone, casts so many votes
// a day on the shortlisted works, while the vote's phase is open.
//
// A vote is counted in one transaction, perhaps with others: it takes the campaign's turn, is given the time and the next
// number, spends the account's allowance of that calendar day in the campaign's zone, and goes into the log. The time is that of counting,
// so a tap at 23:59:59.9 that is counted after midnight belongs to the new day. Counted votes are never changed; a vote that
// must not stand is set off by a later row. One key given by the voter's device (Idempotency-Key) makes a repeated tap the
// same vote.
//
// Votes and notes (rules, holds, annulments, the close) are the log of a campaign, numbered together without gaps. Votes of one campaign take turns, also on several nodes, because their numbers have no gaps. Ballots that arrive while a
// node waits for its turn are counted together in its next transaction, so a rush costs few commits.
//
// Before the experts see votes the organiser freezes them: the totals and a digest over every vote are kept, and the award
// is worked out from those.
//
// Its tables are ballot_box, ballot_voter, ballot_spent, ballot_vote, ballot_note, ballot_key, ballot_signed, ballot_tally, ballot_pace, ballot_channel, ballot_display,
// ballot_look, ballot_finding and ballot_frozen; votes in question are in ballot_case and ballot_case_vote, what was decided about them in
// ballot_ruling, what WeChat says of voters in ballot_risk, and that the time is right in ballot_clock. The account stands only in ballot_voter: everything else knows a voter by a random id. The room emits Sealed and Ruled.
package ballot
