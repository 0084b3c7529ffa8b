// Package labelled makes films whose verdict is known beforehand: for each notice every limit of its media rules, just inside and
// just outside. Tests hold the inspection against them, and the bench holds other tools beside it.
package labelled
