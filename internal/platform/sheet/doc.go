// Package sheet writes and reads Excel workbooks (.xlsx) of one table, the form in
// which units hand lists in and carry them away. It has never heard of a contest.
//
// What is written as text stays text: a cell beginning with = + - or @ is never a
// formula, not even after somebody edits it (OWASP, CSV injection). Times are shown
// on the clock of Asia/Shanghai. Reading is bounded against hostile files.
package sheet
