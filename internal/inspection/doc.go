// Package inspection is the technical review (技审): a machine measures a film, and each rule of the notice that speaks of
// what can be measured becomes a finding in the notice's own words.
//
// The rules are the campaign's; the facts are those of platform/ffmpeg, or those a browser read before anything was sent.
// The same judgement serves the server, the precheck and the command inspect. A finding never moves an entry: screening
// decides, and an author who is told in time can replace the film.
//
// Beside the findings stands advice: how to set the tools that people use so that a film keeps the rules it broke.
//
// A film is also looked for among all that were entered, by its print; what it is like, a person decides about. The index that
// answers is each machine's own, made from the prints that media keeps.
//
// Its tables are inspection_report, inspection_opinion and inspection_match. It emits Done.
package inspection
