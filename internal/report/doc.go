// Package report tells staff how things stand: what waits for each of them (the inbox), what was done by whom (the record of
// acts), a contest in figures, and how the machine does.
//
// It is the one room that reads across rooms. It asks their services where one answers, and otherwise reads their tables in
// its own sql.go; it writes none and has none. Its only acts are an administrator's on the work queue.
package report
