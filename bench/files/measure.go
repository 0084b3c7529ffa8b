package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"saiying/bench/process"
)

const (
	rounds     = 7        // each side is measured so often, in turns
	large      = 1 << 30  // bytes of the large upload
	pieceBytes = 8 << 20  // what our page sends at once
	many       = 200      // uploads at once
	manyBytes  = 16 << 20 // of each of them
	wrkFor     = "2s"     // a round
)

// streams compares the rates and the processor times at which segments are sent.
func streams(ctx context.Context, ours *peer, dir string) error {
	id, err := os.ReadFile(filepath.Join(ours.data, "shown"))
	if err != nil {
		return err
	}
	nginx, err := startNginx(ctx, filepath.Join(ours.data, "blobs"), dir)
	if err != nil {
		return err
	}
	defer nginx.Stop()
	for _, s := range segments {
		var rate [2][]float64
		var cost [2]time.Duration
		var n [2]int
		for range rounds {
			for i, p := range []*process.Process{ours.Process, nginx} {
				before := p.Spent()
				r, count, err := wrk(ctx, "http://"+p.Address+"/media/"+string(id)+"/"+s.file)
				if err != nil {
					return err
				}
				rate[i] = append(rate[i], r)
				cost[i] += p.Spent() - before
				n[i] += count
			}
		}
		each := func(i int) float64 { return float64(cost[i].Microseconds()) / float64(n[i]) }
		here, there := median(rate[0]), median(rate[1])
		name, _, _ := strings.Cut(s.file, "_")
		fmt.Printf("| HLS segment of %s, %.1f MB, requests a second, beside nginx | %.0f | %.0f | %.2f |\n", name, float64(s.bytes)/1e6, here, there, here/there)
		fmt.Printf("| the same, processor µs a request | %.0f | %.0f | %.2f |\n", each(0), each(1), each(0)/each(1))
	}
	return nil
}

var said = regexp.MustCompile(`(?s)(\d+) requests in.*Requests/sec: +([\d.]+)`)

func wrk(ctx context.Context, url string) (rate float64, n int, err error) {
	// One thread of wrk is at its limit before our server is: the kernel charges it with what the loopback interface hands over.
	out, err := exec.CommandContext(ctx, "wrk", "-t2", "-c16", "-d"+wrkFor, url).CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	m := said.FindSubmatch(out)
	if m == nil || bytes.Contains(out, []byte("Non-2xx")) {
		return 0, 0, fmt.Errorf("wrk says: %s", out)
	}
	if n, err = strconv.Atoi(string(m[1])); err != nil {
		return 0, 0, err
	}
	rate, err = strconv.ParseFloat(string(m[2]), 64)
	return rate, n, err
}

// largeUpload compares one upload of 1 GiB in pieces. Each begins on a disk that has written all it was given, and with memory at hand: on a
// virtual machine the first touch of memory costs more than all else.
func largeUpload(ctx context.Context, ours *peer, others ...*peer) error {
	all := append([]*peer{ours}, others...)
	took, cost, top := make([][]float64, len(all)), make([][]float64, len(all)), make([]int, len(all))
	for range rounds {
		for i, p := range all {
			if err := rest(filepath.Dir(p.data)); err != nil {
				return err
			}
			before, began, most := p.Spent(), time.Now(), p.Watch()
			file, err := send(ctx, p, "person", large)
			top[i] = max(top[i], most())
			if err != nil {
				return err
			}
			took[i] = append(took[i], time.Since(began).Seconds())
			cost[i] = append(cost[i], (p.Spent() - before).Seconds())
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	for i, p := range all[1:] {
		row := func(what string, ours, other float64) {
			fmt.Printf("| %s | %.2f | %.2f | %.2f |\n", what, ours, other, ours/other)
		}
		row("upload of 1 GiB, seconds, beside "+p.what.title(), median(took[0]), median(took[i+1]))
		row("the same, processor seconds", median(cost[0]), median(cost[i+1]))
		fmt.Printf("| the same, most MiB of memory | %d | %d | |\n", top[0], top[i+1])
	}
	return nil
}

// rest waits for the disk, and has the kernel hold as much memory as a large upload passes through.
func rest(dir string) error {
	syscall.Sync()
	f, err := os.CreateTemp(dir, "rest-")
	if err != nil {
		return err
	}
	block := make([]byte, 1<<20)
	for n := 0; n < large*5/4 && err == nil; n += len(block) {
		_, err = f.Write(block)
	}
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// manyUploads looks at memory while many upload at once.
func manyUploads(ctx context.Context, ours, plain *peer) error {
	var top [2]int
	for i, p := range []*peer{ours, plain} {
		most := p.Watch()
		faults := make(chan error, many)
		var all sync.WaitGroup
		for n := range many {
			all.Go(func() {
				_, err := send(ctx, p, fmt.Sprint("person", n), manyBytes)
				faults <- err
			})
		}
		all.Wait()
		close(faults)
		top[i] = most()
		for err := range faults {
			if err != nil {
				return err
			}
		}
	}
	fmt.Printf("| 200 uploads of 16 MiB at once, most MiB of memory | %d | %d | |\n", top[0], top[1])
	return nil
}

// client may hold as many connections as there are uploads.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: many}}

// send uploads size bytes as our page does, and tells the file that they are in.
func send(ctx context.Context, p *peer, person string, size int64) (file string, err error) {
	text := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	at, err := ask(ctx, p, person, http.MethodPost, uploadsAt, nil, 0, map[string]string{"Upload-Length": strconv.FormatInt(size, 10),
		"Upload-Metadata": "campaign " + text(contest) + ",filename " + text("film.mp4")})
	if err != nil {
		return "", err
	}
	for offset := int64(0); offset < size; offset += pieceBytes {
		n := min(pieceBytes, size-offset)
		_, err := ask(ctx, p, person, http.MethodPatch, at, io.LimitReader(zeros{}, n), n,
			map[string]string{"Upload-Offset": strconv.FormatInt(offset, 10), "Content-Type": "application/offset+octet-stream"})
		if err != nil {
			return "", err
		}
	}
	return p.file(filepath.Base(at)), nil
}

// ask does one request of tus and answers the path of what it made.
func ask(ctx context.Context, p *peer, person, method, path string, body io.Reader, length int64, header map[string]string) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://"+p.Address+path, body)
	if err != nil {
		return "", err
	}
	r.ContentLength = length
	r.Header.Set("Tus-Resumable", "1.0.0")
	r.Header.Set("X-Person", person)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	got, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = got.Body.Close() }()
	said, err := io.ReadAll(got.Body)
	if err == nil && got.StatusCode/100 != 2 {
		err = fmt.Errorf("%s %s: %s %s", method, path, got.Status, said)
	}
	return uploadsAt + filepath.Base(got.Header.Get("Location")), err
}

// zeros are the bytes of a film that costs nothing to make.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
