// Package award works out who wins what (评奖): it joins the experts' scores and the frozen votes by the published formula,
// deals the prizes out in the published order, and carries the roll from provisional over publicity (公示) to confirmed.
//
// Compute is pure: the same Inputs give the same Outcome, and the inputs' digest stands on the roll, so that anybody can redo
// it. All sums are exact fractions, rounded half up once, at the end; works are ranked by the rounded figure and never by
// hidden digits. Transforms and the chain for ties follow practice published by contests, named at each.
//
// A roll's states are none, provisional, publicised and confirmed (docs/lifecycle/award.md). Ties that no step parts wait for
// the committee, and the roll with them. An award may be revoked at any time; its row stays, with the reason.
//
// Working days follow the State Council's yearly holiday notices in holidays.txt; a campaign file may add its own.
//
// Its tables are award_roll, award_winner, award_choice and award_revoked. The room emits Publicised, Confirmed and Revoked.
package award
