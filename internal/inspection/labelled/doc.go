// Package labelled makes films whose verdict is known beforehand: for each notice every limit of its media rules, just inside and
// just outside; and, for what a notice forbids on the picture, films that show it and films that only seem to. Tests hold the inspection
// against them, and the bench holds other tools beside it.
package labelled
