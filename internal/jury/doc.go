// Package jury judges works in rounds (评审): a panel, a deal of works to judges, scoresheets, and what comes of them. A
// shortlist round (初评) ends in a line, above which works go on; a score round (专家评审) ends in points.
//
// A round is planned, then open: its criteria, scale, trim and deal are frozen from the notice and the organiser's
// decisions, and judges score. It is sealed when scoring ends and settled when its results stand for good. Until it is
// settled an organiser may open it again with a reason. docs/lifecycle/jury.md draws this.
//
// Marks are integer hundredths (Points) and sums exact fractions; a figure is rounded once, half up, at its end. A work that
// a judge has not scored is not a work scored nought. Judges never see a work's author, nor its votes unless the organiser
// decided so.
//
// Its tables are jury_round, jury_judge, jury_sheet, jury_choice and jury_result. It emits Opened, Reminded and Settled.
package jury
