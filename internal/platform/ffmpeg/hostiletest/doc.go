// Package hostiletest makes small files that attack whoever opens them, and their harmless lookalikes, each with the
// answer that [ffmpeg.Tool.Probe] owes it. Tests and benches share them. Nothing is kept in the repository: the films
// are encoded when they are asked for, and then bent.
package hostiletest
