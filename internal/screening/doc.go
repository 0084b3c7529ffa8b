// Package screening decides, by a person, whether an entry meets the notice (审核): admit it, return it to its author to be
// mended, or reject it. A return or a rejection rests on rules of the notice, named by their keys.
//
// A decision is never changed. Who took the last one may take it back while nothing else has happened to the entry; that is
// a row of its own. An entry can be returned only while its author can still replace the file, that is until the collection
// closes: afterwards the notice leaves only admit and reject. Nobody decides on a work of their own.
//
// Its table is screening_decision. It emits Decided and Undone.
package screening
