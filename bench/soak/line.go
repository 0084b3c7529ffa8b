package main

import (
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// proxy is the line between Saiying and its database, on which things go wrong.
type proxy struct {
	l      net.Listener
	to     string
	delay  atomic.Int64 // nanoseconds for each piece, both ways
	small  atomic.Bool  // pieces are small
	deaf   atomic.Bool  // what the database answers is lost
	closed atomic.Bool  // nobody gets through
	mu     sync.Mutex
	open   map[*net.TCPConn]bool
	done   sync.WaitGroup
}

func newProxy(to string) (*proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &proxy{l: l, to: to, open: map[*net.TCPConn]bool{}}
	p.done.Go(p.accept)
	return p, nil
}

func (p *proxy) address() string { return p.l.Addr().String() }

func (p *proxy) accept() {
	for {
		from, err := p.l.Accept()
		if err != nil {
			return
		}
		if p.closed.Load() {
			_ = from.Close()
			continue
		}
		to, err := net.Dial("tcp", p.to)
		if err != nil {
			_ = from.Close()
			continue
		}
		a, b := from.(*net.TCPConn), to.(*net.TCPConn)
		p.mu.Lock()
		p.open[a], p.open[b] = true, true
		p.mu.Unlock()
		p.done.Go(func() { p.pump(b, a, false) })
		p.done.Go(func() { p.pump(a, b, true) })
	}
}

// pump carries what comes from one end to the other until either is gone.
func (p *proxy) pump(to, from *net.TCPConn, answers bool) {
	defer p.drop(to, from)
	all := make([]byte, 32<<10)
	for {
		piece := all
		if p.small.Load() {
			piece = all[:64]
		}
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		time.Sleep(time.Duration(p.delay.Load()))
		if answers && p.deaf.Load() {
			continue
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}

func (p *proxy) drop(ends ...*net.TCPConn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, end := range ends {
		_ = end.Close()
		delete(p.open, end)
	}
}

// reset tears all connections, at both ends, without a goodbye.
func (p *proxy) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for end := range p.open {
		_ = end.SetLinger(0)
		_ = end.Close()
	}
}

func (p *proxy) stop() {
	_ = p.l.Close()
	p.reset()
	p.done.Wait()
}
