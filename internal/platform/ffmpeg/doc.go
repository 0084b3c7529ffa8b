// Package ffmpeg is the only place that runs ffmpeg and ffprobe. It knows video files and nothing of contests.
//
// A file sent in by a stranger is hostile until measured. These verbs take it in turn:
//
//   - [Sniff] reads the container's outline in Go, before any decoder sees a byte;
//   - [Tool.Probe] measures it: one [Facts] value, whose JSON keys are the contract of `saiying inspect`;
//   - [Tool.Watch] decodes it once into facts, pictures to look at, a fingerprint of its sound, poster, sprite and HLS ladder;
//   - [Tool.Copy] writes it for download, not encoded again.
//
// [Tool.Compose] makes a film from nothing but its arguments and the files of one folder.
//
// Every child process runs in a sandbox (bubblewrap where the machine allows it, else prlimit and nice), sees only
// its input and its output folder, has no network, a forced demuxer, a protocol whitelist, limits on pixels, memory,
// streams, CPU and wall-clock time, and dies as a process group when its time or its context ends.
//
// A file that cannot be used answers an [Unreadable] with a [Reason]; every other error means that the machine failed
// and the same file may be tried again.
//
// Units: seconds, pixels as shown (after rotation and pixel shape), Mbit/s of 1,000,000 bits, bytes.
package ffmpeg
