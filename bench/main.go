// Command bench measures a running Saiying as a whole, from outside, and prints a page of figures. It is started by
// run.sh, speaks only with the address it is given, and sends a bounded number of requests.
package main

import (
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"runtime"
	"strings"
	"time"
)

func main() {
	url := flag.String("url", "http://127.0.0.1:8080", "the server")
	pid := flag.Int("pid", 0, "its process, for its memory")
	filled := flag.Int("filled", 0, "ms of the first start, which fills the demonstration in")
	started := flag.Int("started", 0, "ms of a later start")
	rss := flag.Int("rss", 0, "MB in memory when idle")
	binary := flag.String("binary", "bin/saiying", "the program, for its size")
	contest := flag.String("contest", "hebei-2020", "a contest whose vote is open")
	flag.Parse()
	s := &server{url: *url, contest: *contest, http: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	fmt.Printf("# Figures\n\nOne process, SQLite, loopback, load from the same machine: %d processors, %s, %s.\nWritten by `make bench`.\n\n", runtime.NumCPU(), processor(), runtime.Version())
	fmt.Print("| what | figure |\n|---|---|\n")
	if info, err := os.Stat(*binary); err == nil {
		row("the program, pages inside", "%.1f MB", float64(info.Size())/1e6)
	}
	row("first start of the demonstration, its films drawn before", "%.1f s", float64(*filled)/1000)
	row("a later start, until it answers", "%d ms", *started)
	row("memory, idle", "%d MB", *rss)
	for _, step := range []func() error{s.reads, s.votes, s.upload, s.film} {
		if err := step(); err != nil {
			log.Fatal(err)
		}
	}
	row("memory, after all that", "%d MB", resident(*pid))
}

func row(what, figure string, args ...any) {
	fmt.Printf("| %s | %s |\n", what, fmt.Sprintf(figure, args...))
}

// processor is the model the kernel tells, if it does.
func processor() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// resident is a process's memory in MB; 0 where the kernel does not tell.
func resident(pid int) (mb int) {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			_, _ = fmt.Sscan(rest, &mb)
			return mb / 1024
		}
	}
	return 0
}
