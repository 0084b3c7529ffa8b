package ballot

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	mathrand "math/rand/v2"
	"time"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

var (
	errPuzzle = fault.Define("ballot.captcha", fault.Forbidden,
		"投票前请先拼好一块拼图，或等一分钟再投。您的票数不受影响。", "Please fit one piece of a puzzle first, or wait a minute. Your allowance is not touched.")
	errPuzzleSoon = fault.Define("ballot.captcha_too_soon", fault.TooMany,
		"拼图刚刚换过，请稍等几秒再换。", "The puzzle was changed moments ago; please wait some seconds.")
)

// Answer is what somebody makes of a puzzle: how many pixels from the left the piece belongs.
type Answer struct {
	Token string `json:"token"`
	X     int    `json:"x"`
}

// Puzzle is a picture with a hole and the piece that belongs there. Both are data URLs.
type Puzzle struct {
	Token   string `json:"token" doc:"Goes back with the answer; good for the tap it was asked for, for five minutes"`
	Picture string `json:"picture"`
	Piece   string `json:"piece"`
	Width   int    `json:"width" doc:"Of the picture, in pixels"`
	Height  int    `json:"height"`
	Side    int    `json:"side" doc:"Of the piece"`
	Top     int    `json:"top" doc:"Where the piece lies, from above"`
	Wait    int    `json:"wait" doc:"Seconds after which the tap passes without an answer"`
}

const (
	puzzleWidth, puzzleHeight, puzzleSide = 280, 140, 44

	puzzleLife   = 5 * time.Minute
	puzzleWait   = time.Minute // for who cannot or will not see it
	puzzlePause  = time.Second // between two
	puzzleNear   = 5           // pixels by which an answer may be off
	puzzleWrongs = 5           // answers; then only waiting helps, until the account is forgotten
	puzzleTrust  = time.Hour   // for which one who was right is not asked again
)

// secretly is what a token holds.
type secretly struct {
	Account, Key string
	X            int
	At           int64 // milliseconds
}

// locked is the cipher by which a campaign's tokens are kept from those who carry them. Every node has the same.
func (s *Service) locked(ctx context.Context, campaign string) (aead cipher.AEAD, err error) {
	var secret string
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := s.voting(ctx, tx, campaign); err != nil {
			return err
		}
		secret, err = keyOf(ctx, tx, campaign, "puzzle")
		return err
	})
	if err != nil {
		return nil, err
	}
	key := sha256.Sum256([]byte(secret))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// Puzzle draws a puzzle for a tap of the person who asks.
func (s *Service) Puzzle(ctx context.Context, campaign, key string) (p Puzzle, err error) {
	who, err := identity.Require(ctx)
	if err != nil {
		return p, err
	}
	if !legible(key) {
		return p, errKey
	}
	account := accountsOf(who).any()
	if !s.friction.mayDraw(account, s.clock.Now()) {
		return p, errPuzzleSoon.RetryAfter(puzzlePause)
	}
	aead, err := s.locked(ctx, campaign)
	if err != nil {
		return p, err
	}
	x := puzzleSide + 12 + mathrand.IntN(puzzleWidth-2*puzzleSide-18)
	top := 6 + mathrand.IntN(puzzleHeight-puzzleSide-12)
	plain, err := json.Marshal(secretly{account, key, x, s.clock.Now().UnixMilli()})
	if err != nil {
		return p, err
	}
	p = Puzzle{Token: base64.RawURLEncoding.EncodeToString(aead.Seal(nil, nil, plain, []byte(campaign))), Width: puzzleWidth, Height: puzzleHeight,
		Side: puzzleSide, Top: top, Wait: int(puzzleWait.Seconds())}
	p.Picture, p.Piece, err = drawPuzzle(x, top)
	return p, err
}

// mayDraw notes that an account has a puzzle drawn, unless it just had.
func (f *friction) mayDraw(account string, now time.Time) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.turn(now)
	t := f.of(account)
	if now.Sub(t.drawn).Abs() < puzzlePause {
		return false
	}
	t.drawn = now
	return true
}

// challenge refuses a tap of somebody who comes along oddly until a puzzle is solved, or a minute waited for.
func (s *Service) challenge(ctx context.Context, campaign string, of accounts, b Ballot) error {
	account := of.any()
	if account == "" || !legible(b.Key) {
		return nil // is refused for another reason
	}
	now := s.clock.Now()
	comes, passes := s.friction.see(account, b.Signs.From, b.Key, now)
	if passes {
		return nil
	}
	if comes.young = true; !comes.odd() { // which hardly any is, so that only here the database is asked
		return nil
	}
	asks := false
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, campaign)
		if err != nil {
			return err
		}
		if _, err := of.place(c.Voting, b.Channel); err != nil {
			return nil //nolint:nilerr // is refused for that
		}
		since, _, err := voterSince(ctx, tx, of)
		comes.young = since.IsZero() || now.Sub(since) < youngFor
		asks = comes.odd() && !c.Voting.NoPuzzle
		return err
	})
	if err != nil || !asks {
		return err
	}
	if b.Answer.Token != "" {
		aead, err := s.locked(ctx, campaign)
		if err != nil {
			return err
		}
		if s.friction.judge(unlock(aead, campaign, b.Answer.Token), account, b, now) {
			return nil
		}
	}
	s.friction.mark(account, b.Key, true)
	return errPuzzle
}

// unlock reads a token. What is no token is an empty one, which fits no tap.
func unlock(aead cipher.AEAD, campaign, token string) (t secretly) {
	sealed, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return t
	}
	plain, err := aead.Open(nil, nil, sealed, []byte(campaign))
	if err != nil || json.Unmarshal(plain, &t) != nil {
		return secretly{}
	}
	return t
}

// judge reports whether an answer lets a tap pass: it is right, or came after the minute. A puzzle is tried once.
func (f *friction) judge(t secretly, account string, b Ballot, now time.Time) bool {
	age := now.Sub(time.UnixMilli(t.At))
	if t.Account != account || t.Key != b.Key || age < 0 || age > puzzleLife {
		return false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	of := f.of(account)
	right := !of.burnt[b.Answer.Token] && of.wrong < puzzleWrongs && max(b.Answer.X-t.X, t.X-b.Answer.X) <= puzzleNear
	switch {
	case right:
		of.trusted = now.Add(puzzleTrust)
	case age < puzzleWait:
		if of.burnt == nil {
			of.burnt = map[string]bool{}
		}
		of.burnt[b.Answer.Token] = true
		of.wrong++
		return false
	}
	of.mark(b.Key, false)
	return true
}

// drawPuzzle draws a picture with a hole at x and top, and the piece from there.
func drawPuzzle(x, top int) (picture, piece string, err error) {
	all := scenery()
	shape := image.NewAlpha(image.Rect(0, 0, puzzleSide, puzzleSide))
	for px := range puzzleSide {
		for py := range puzzleSide {
			if jigsaw(px, py) {
				shape.SetAlpha(px, py, color.Alpha{A: 255})
			}
		}
	}
	cut := image.NewNRGBA(shape.Rect)
	draw.DrawMask(cut, cut.Rect, all, image.Pt(x, top), shape, image.Point{}, draw.Src)
	hole := image.Rect(x, top, x+puzzleSide, top+puzzleSide)
	draw.DrawMask(all, hole, image.NewUniform(color.NRGBA{A: 150}), image.Point{}, shape, image.Point{}, draw.Over)
	var a, b bytes.Buffer
	if err := jpeg.Encode(&a, all, &jpeg.Options{Quality: 75}); err != nil {
		return "", "", err
	}
	if err := png.Encode(&b, cut); err != nil {
		return "", "", err
	}
	return "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(a.Bytes()), "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// jigsaw reports whether a pixel belongs to the piece: a square with a knob to the right and a bay to the left.
func jigsaw(x, y int) bool {
	const body, knob = puzzleSide - 8, 7
	at := func(cx, cy int) bool { return math.Hypot(float64(x-cx), float64(y-cy)) <= knob }
	return (x < body && !at(0, puzzleSide/2)) || at(body, puzzleSide/2)
}

// scenery is a picture of soft hills and discs in colours of its own, so that no two puzzles are alike.
func scenery() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, puzzleWidth, puzzleHeight))
	hue := mathrand.Float64() * 2 * math.Pi
	tint := func(turn, light float64) color.RGBA {
		part := func(k float64) uint8 { return uint8(255 * light * (0.65 + 0.35*math.Cos(hue+turn+k))) }
		return color.RGBA{part(0), part(2.1), part(4.2), 255}
	}
	wave := [3]float64{mathrand.Float64() * 6, mathrand.Float64() * 6, mathrand.Float64() * 6}
	for x := range puzzleWidth {
		for y := range puzzleHeight {
			m.SetRGBA(x, y, tint(0, 0.95-0.3*float64(y)/puzzleHeight))
			for i, at := range wave {
				if float64(y) > 40+30*float64(i)+14*math.Sin(at+float64(x)/(22+9*float64(i))) {
					m.SetRGBA(x, y, tint(0.9*float64(i+1), 0.8-0.17*float64(i)))
				}
			}
		}
	}
	for range 14 {
		cx, cy, r := mathrand.IntN(puzzleWidth), mathrand.IntN(puzzleHeight), 4+mathrand.IntN(13)
		c := tint(mathrand.Float64()*6, 0.55+0.4*mathrand.Float64())
		for x := max(0, cx-r); x < min(puzzleWidth, cx+r); x++ {
			for y := max(0, cy-r); y < min(puzzleHeight, cy+r); y++ {
				if math.Hypot(float64(x-cx), float64(y-cy)) < float64(r) {
					m.SetRGBA(x, y, c)
				}
			}
		}
	}
	return m
}
