package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// heard is a vote with the answer that its voter got.
type heard struct {
	voter           *voter
	key, entry      string
	n               int
	seq             int64
	nonce, receipt  string
	remaining       int
	at              time.Time
	first, replayed bool // the first request had an answer; the answer says that the key had been counted
}

// voter is somebody with a WeChat account, who has signed in.
type voter struct{ account, token string }

// crowd is many voters, each with two devices that tap at the same time. A tap without an answer goes again with the same key, as
// the pages do it, until there is one.
type crowd struct {
	run   string
	works []string
	urls  []string
	code  func(account string) string // with which an account signs in once, as WeChat gives it
	http  *http.Client
	think time.Duration // between two taps of a device, in the mean

	over   atomic.Bool // no new taps; those under way go on until they have an answer
	people sync.WaitGroup

	mu      sync.Mutex
	counted []heard
	refused map[string]string // what was said, by key
	odd     []string          // answers that should not be

	// Taps that were sent again, answered that the server could not, counted although no voter heard it, counted although the server did not
	// hear it from its database and tried again, and asked once more after the answer.
	again, failed, unheard, unsure, asked atomic.Int64
}

// slow is how long a phone waits before it sends a tap again.
const slow = 4 * time.Second

func newCrowd(run string, works, urls []string, code func(string) string, think time.Duration) *crowd {
	return &crowd{run: run, works: works, urls: urls, code: code, think: think, refused: map[string]string{},
		http: &http.Client{Timeout: slow, Transport: &http.Transport{MaxIdleConnsPerHost: 128}}}
}

// begin has so many voters at a time come, one after another in each of the places, until the crowd is over.
func (c *crowd) begin(ctx context.Context, places int, seed uint64) {
	for place := range places {
		c.people.Go(func() {
			for i := 0; !c.over.Load() && ctx.Err() == nil; i++ {
				c.come(ctx, fmt.Sprintf("soak-%s-%d-%d", c.run, place, i), seed+uint64(place)<<32+uint64(i))
			}
		})
	}
}

// come has one voter sign in and spend the day's votes from two devices.
func (c *crowd) come(ctx context.Context, account string, seed uint64) {
	v := &voter{account: account}
	dice := rand.New(rand.NewPCG(seed, 1))
	if !c.signIn(ctx, v, dice) {
		return
	}
	var devices sync.WaitGroup
	for device := range 2 {
		own := rand.New(rand.NewPCG(seed, uint64(device)+2))
		devices.Go(func() { c.spend(ctx, v, device, own) })
	}
	devices.Wait()
}

func (c *crowd) signIn(ctx context.Context, v *voter, dice *rand.Rand) bool {
	for !c.over.Load() && ctx.Err() == nil {
		var in struct{ Token string }
		status, _, err := c.post(ctx, c.anyone(dice), "/api/v1/sessions/wechat", v, "", map[string]string{"code": c.code(v.account)}, &in)
		if err == nil && status == http.StatusCreated {
			v.token = in.Token
			return true
		}
		pause(ctx, 50*time.Millisecond)
	}
	return false
}

// spend taps until the voter has nothing left for one more vote.
func (c *crowd) spend(ctx context.Context, v *voter, device int, dice *rand.Rand) {
	for i := 0; !c.over.Load() && ctx.Err() == nil; i++ {
		h := heard{voter: v, key: fmt.Sprintf("%s-%d-%d-%x", v.account, device, i, dice.Uint32()), entry: c.works[dice.IntN(len(c.works))], n: 1}
		if dice.IntN(3) == 0 {
			h.n = 1 + dice.IntN(3)
		}
		if !c.tap(ctx, h, dice) && h.n == 1 {
			return
		}
		pause(ctx, time.Duration(dice.ExpFloat64()*float64(c.think)))
	}
}

// tap sends one tap until it is answered, and reports whether it was counted.
func (c *crowd) tap(ctx context.Context, h heard, dice *rand.Rand) bool {
	for try := 0; ctx.Err() == nil; try++ {
		if try > 0 {
			c.again.Add(1)
			pause(ctx, time.Duration(20+dice.IntN(80))*time.Millisecond)
		}
		status, code, err := c.send(ctx, c.anyone(dice), &h)
		if status >= 500 {
			c.failed.Add(1)
		}
		switch {
		case err != nil || status >= 500 || status == http.StatusTooManyRequests:
			continue
		case status == http.StatusCreated:
			h.first = try == 0
			c.keep(h)
			if dice.IntN(20) == 0 {
				c.askAgain(ctx, h, dice)
			}
			return true
		case code == "ballot.allowance_spent":
			c.mu.Lock()
			c.refused[h.key] = code
			c.mu.Unlock()
		default:
			c.complain("%s of %s was answered %d %s", h.key, h.voter.account, status, code)
		}
		return false
	}
	return false
}

func (c *crowd) keep(h heard) {
	switch {
	case h.replayed && h.first:
		c.unsure.Add(1)
	case h.replayed:
		c.unheard.Add(1)
	}
	c.mu.Lock()
	c.counted = append(c.counted, h)
	c.mu.Unlock()
}

// askAgain sends a tap once more that was answered: it must be answered the same, by whichever node. Where nobody answers, that is no fault.
func (c *crowd) askAgain(ctx context.Context, was heard, dice *rand.Rand) {
	h := was
	status, code, err := c.send(ctx, c.anyone(dice), &h)
	if err != nil || status >= 500 {
		return
	}
	c.asked.Add(1)
	if status != http.StatusCreated || !h.replayed || h.receipt != was.receipt || h.remaining != was.remaining {
		c.complain("%s was counted as %s with %d left, and asked again answered %d %s %s with %d left", h.key, was.receipt, was.remaining, status, code, h.receipt, h.remaining)
	}
}

// send sends a tap once and reads its answer into it.
func (c *crowd) send(ctx context.Context, url string, h *heard) (status int, code string, err error) {
	var done struct {
		Accepted  int
		Remaining int `json:"remaining_today"`
		Receipt   string
		Code      string
	}
	status, replayed, err := c.post(ctx, url, "/api/v1/campaigns/"+contest+"/votes", h.voter, h.key, map[string]any{"entry": h.entry, "count": h.n}, &done)
	if err != nil || status != http.StatusCreated {
		return status, done.Code, err
	}
	if _, err := fmt.Sscanf(done.Receipt, "%d-%s", &h.seq, &h.nonce); err != nil || done.Accepted != h.n {
		return status, "", fmt.Errorf("a vote was answered %+v", done)
	}
	h.receipt, h.remaining, h.replayed, h.at = done.Receipt, done.Remaining, replayed, time.Now()
	return status, "", nil
}

// post sends JSON once and reads JSON. A broken connection is an error here, not a second request behind our back.
func (c *crowd) post(ctx context.Context, url, path string, v *voter, key string, in, out any) (status int, replayed bool, err error) {
	b, err := json.Marshal(in)
	if err != nil {
		return 0, false, err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, url+path, bytes.NewReader(b))
	if err != nil {
		return 0, false, err
	}
	q.GetBody = nil // Go's transport would repeat what has a key
	q.Header.Set("Content-Type", "application/json")
	if v.token != "" {
		q.Header.Set("Authorization", "Bearer "+v.token)
	}
	if key != "" {
		q.Header.Set("Idempotency-Key", key)
	}
	r, err := c.http.Do(q)
	if err != nil {
		return 0, false, err
	}
	defer func() { _ = r.Body.Close() }()
	answer, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode < 500 {
		err = json.Unmarshal(answer, out)
	}
	return r.StatusCode, r.Header.Get("Idempotent-Replayed") == "true", err
}

// get asks as a voter, or as nobody.
func (c *crowd) get(ctx context.Context, url, path string, v *voter, out any) error {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
	if err != nil {
		return err
	}
	if v != nil {
		q.Header.Set("Authorization", "Bearer "+v.token)
	}
	r, err := c.http.Do(q)
	if err != nil {
		return err
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != http.StatusOK {
		return errors.New(path + " answered " + r.Status)
	}
	return json.NewDecoder(r.Body).Decode(out)
}

func (c *crowd) anyone(dice *rand.Rand) string { return c.urls[dice.IntN(len(c.urls))] }

func (c *crowd) complain(says string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.odd = append(c.odd, fmt.Sprintf(says, args...))
}

// so is what the crowd has been told up to now.
func (c *crowd) so() (counted []heard, refused map[string]string, odd []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	refused = make(map[string]string, len(c.refused))
	for key, says := range c.refused {
		refused[key] = says
	}
	return c.counted[:len(c.counted):len(c.counted)], refused, c.odd
}

func (c *crowd) told() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.counted)
}

// goOn waits until votes are counted again, and reports whether they were within the time.
func (c *crowd) goOn(ctx context.Context, within time.Duration) bool {
	was := c.told()
	for end := time.Now().Add(within); time.Now().Before(end) && ctx.Err() == nil; pause(ctx, 10*time.Millisecond) {
		if c.told() > was {
			return true
		}
	}
	return false
}

// end lets every tap under way have its answer.
func (c *crowd) end() {
	c.over.Store(true)
	c.people.Wait()
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
