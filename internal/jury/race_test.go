//go:build race

package jury

// The race detector slows the program down by about this much.
const slower = 15
