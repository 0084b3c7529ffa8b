package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// connections vote at once.
const connections = 256

// request writes the nth request of a connection into b.
type request func(b *bytes.Buffer, connection, n int)

// result is what a load brought.
type result struct {
	acknowledged int64 // answers of 200 and 201
	refused      int64 // answers of any other kind
	says         string
	most         int // requests that a single connection sent
	took         time.Duration
	p99          time.Duration
}

func (r result) rate() float64 { return float64(r.acknowledged) / r.took.Seconds() }

// load has every connection send one request after the other for a while, each after the answer to the one before; they are spread over the
// addresses. It speaks HTTP/1.1 with as little as an answer needs to be understood, for it shares the processors with what it measures.
func load(ctx context.Context, addresses []string, most time.Duration, next request) (result, error) {
	var r result
	var mu sync.Mutex
	var all []time.Duration
	var stopped atomic.Bool
	errs := make([]error, connections)
	conns := make([]net.Conn, connections)
	for i := range conns {
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addresses[i%len(addresses)])
		if err != nil {
			return r, err
		}
		defer func() { _ = c.Close() }()
		conns[i] = c
	}
	began := time.Now()
	timer := time.AfterFunc(most, func() { stopped.Store(true) })
	defer timer.Stop()
	var wg sync.WaitGroup
	for i, c := range conns {
		wg.Go(func() {
			in := bufio.NewReaderSize(c, 4096)
			var out bytes.Buffer
			took := make([]time.Duration, 0, 4096)
			var ok, refused int64
			for n := 0; !stopped.Load() && ctx.Err() == nil; n++ {
				out.Reset()
				next(&out, i, n)
				at := time.Now()
				if _, errs[i] = c.Write(out.Bytes()); errs[i] != nil {
					break
				}
				status, body, err := readAnswer(in)
				if err != nil {
					errs[i] = err
					break
				}
				took = append(took, time.Since(at))
				if status == 200 || status == 201 {
					ok++
					continue
				}
				refused++
				mu.Lock()
				r.says = fmt.Sprintf("%d %s", status, body)
				mu.Unlock()
			}
			mu.Lock()
			defer mu.Unlock()
			r.acknowledged, r.refused, r.most, all = r.acknowledged+ok, r.refused+refused, max(r.most, len(took)), append(all, took...)
		})
	}
	wg.Wait()
	r.took = time.Since(began)
	if len(all) == 0 {
		return r, errors.Join(append(errs, errors.New("nothing was answered"))...)
	}
	slices.Sort(all)
	r.p99 = all[len(all)*99/100]
	return r, errors.Join(errs...)
}

// readAnswer reads one answer, whose length must be told, and returns its body where it is not 200.
func readAnswer(in *bufio.Reader) (status int, body []byte, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return 0, nil, err
	}
	if len(line) < 12 {
		return 0, nil, fmt.Errorf("no answer of HTTP: %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, nil, err
	}
	length := -1
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return 0, nil, err
		}
		if len(line) <= 2 {
			break
		}
		const name = "content-length:"
		if len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(name):]))); err != nil {
				return 0, nil, err
			}
		}
	}
	if length < 0 && status != 304 {
		return 0, nil, errors.New("an answer without its length")
	}
	if status < 400 {
		_, err = in.Discard(max(length, 0))
		return status, nil, err
	}
	body = make([]byte, length)
	_, err = io.ReadFull(in, body)
	return status, body, err
}
