//go:build !race

package jury

const slower = 1
