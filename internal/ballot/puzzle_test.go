package ballot_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"saiying/campaigns"
	"saiying/internal/ballot"
	"saiying/internal/identity"
)

const school = "198.51.100.7"

// tap casts one vote from the school.
func (h *hall) tap(account, key string, a ballot.Answer) (ballot.Counted, error) {
	done, _, err := h.ballots.Cast(voter(account), hebei, ballot.Ballot{Entry: work(1), Count: 1, Key: key, Signs: ballot.Signs{From: school}, Answer: a})
	return done, err
}

// rush has so many new accounts of the school vote.
func (h *hall) rush(n int) {
	h.t.Helper()
	for i := range n {
		_, err := h.tap(fmt.Sprint("pupil", i), "k", ballot.Answer{})
		check(h.t, err)
	}
}

func (h *hall) puzzle(account, key string) ballot.Puzzle {
	h.t.Helper()
	h.clock.Advance(time.Second)
	p, err := h.ballots.Puzzle(voter(account), hebei, key)
	check(h.t, err)
	return p
}

func TestANewAccountInACrowdSolvesAPuzzle(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		h.rush(60)
		_, err := h.tap("late", "k", ballot.Answer{})
		refused(t, err, "ballot.captcha")
		if n := h.totals()[work(1)]; n != 60 {
			t.Fatalf("%d votes before the puzzle was solved", n)
		}
		right := h.ballots.Solution(hebei, h.puzzle("late", "k").Token)
		wrong := ballot.Answer{Token: right.Token, X: right.X + 6}
		_, err = h.tap("late", "k", wrong)
		refused(t, err, "ballot.captcha")
		_, err = h.tap("late", "k", right)
		refused(t, err, "ballot.captcha") // a puzzle is tried once
		right = h.ballots.Solution(hebei, h.puzzle("late", "k").Token)
		_, err = h.tap("later", "k", right)
		refused(t, err, "ballot.captcha")
		_, err = h.tap("late", "other", right)
		refused(t, err, "ballot.captcha")
		right.X -= 5
		done, err := h.tap("late", "k", right)
		check(t, err)
		again, err := h.tap("late", "k", ballot.Answer{})
		check(t, err)
		if again != done || h.totals()[work(1)] != 61 {
			t.Errorf("the same tap again is %+v, was %+v; %v", again, done, h.totals())
		}
		_, err = h.tap("late", "next", ballot.Answer{})
		check(t, err) // who solved one is believed
		_, err = h.ballots.Puzzle(voter("late"), hebei, "")
		refused(t, err, "ballot.key_missing")
		h.puzzle("late", "z")
		_, err = h.ballots.Puzzle(voter("late"), hebei, "z")
		refused(t, err, "ballot.captcha_too_soon")
	})
}

// Whoever cannot see or drag waits a minute, for each tap.
func TestWaitingTakesThePuzzlesPlace(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		h.rush(60)
		_, err := h.tap("blind", "k", ballot.Answer{})
		refused(t, err, "ballot.captcha")
		p := h.puzzle("blind", "k")
		h.clock.Advance(59 * time.Second)
		_, err = h.tap("blind", "k", ballot.Answer{Token: p.Token, X: -100})
		refused(t, err, "ballot.captcha")
		h.clock.Advance(time.Second)
		_, err = h.tap("blind", "k", ballot.Answer{Token: p.Token, X: -100})
		check(t, err)
		_, err = h.tap("blind", "k2", ballot.Answer{Token: p.Token, X: -100})
		refused(t, err, "ballot.captcha")
		p = h.puzzle("blind", "k2")
		h.clock.Advance(5*time.Minute + time.Second)
		_, err = h.tap("blind", "k2", ballot.Answer{Token: p.Token, X: -100})
		refused(t, err, "ballot.captcha")
	})
}

// A school shares one address. Its known voters pass whatever their number.
func TestKnownVotersOfASchoolAreAskedNothing(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		h.rush(50)
		h.clock.Set(at(t, "2020-11-27 10:00"))
		for i := range 70 {
			_, err := h.tap(fmt.Sprint("new", i), "k", ballot.Answer{})
			if i < 60 {
				check(t, err)
			} else {
				refused(t, err, "ballot.captcha")
			}
		}
		for i := range 50 {
			_, err := h.tap(fmt.Sprint("pupil", i), "k2", ballot.Answer{})
			check(t, err)
		}
	})
}

func TestTapsInStepAreAskedForAPuzzle(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		for i := range 6 {
			_, err := h.tap("machine", fmt.Sprint(i), ballot.Answer{})
			check(t, err)
			h.clock.Advance(10 * time.Second)
		}
		_, err := h.tap("machine", "6", ballot.Answer{})
		refused(t, err, "ballot.captcha")
		if n := h.totals()[work(1)]; n != 6 {
			t.Errorf("%d votes", n)
		}
	})
}

func TestACampaignMaySwitchPuzzlesOff(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		notice, err := campaigns.Files.ReadFile(hebei + ".yaml")
		check(t, err)
		decided, err := campaigns.Files.ReadFile(hebei + ".decisions.yaml")
		check(t, err)
		text := strings.NewReplacer("version: 1\n", "version: 2\ncorrects: 不用拼图\n", "  per_day: 10\n", "  per_day: 10\n  no_puzzle: true\n").Replace(string(notice))
		_, err = h.campaigns.Apply(context.Background(), []byte(text), decided)
		check(t, err)
		h.rush(70)
	})
}

func TestAPuzzleOverHTTP(t *testing.T) {
	eachHall(t, "2020-11-26 10:00", 1, func(t *testing.T, h *hall) {
		for i := range 6 {
			_, err := h.tap("fan", fmt.Sprint(i), ballot.Answer{})
			check(t, err)
			h.clock.Advance(3 * time.Second)
		}
		fan := &identity.Person{ID: "p", WeChat: "fan"}
		const votes = "/campaigns/" + hebei + "/votes"
		w := h.ask(fan, "POST", votes, `{"entry":"w001","count":1}`, "Idempotency-Key", "k")
		if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), `"code":"ballot.captcha"`) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		w = h.ask(fan, "POST", votes+"/puzzle", `{"key":"k"}`)
		var p ballot.Puzzle
		check(t, json.Unmarshal(w.Body.Bytes(), &p))
		a := h.ballots.Solution(hebei, p.Token)
		fits(t, p, a.X)
		w = h.ask(fan, "POST", votes, fmt.Sprintf(`{"entry":"w001","count":1,"puzzle":{"token":%q,"x":%d}}`, p.Token, a.X), "Idempotency-Key", "k")
		if w.Code != http.StatusCreated {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w := h.ask(nil, "POST", votes+"/puzzle", `{"key":"k"}`); w.Code != http.StatusUnauthorized {
			t.Errorf("a stranger: %d %s", w.Code, w.Body)
		}
	})
}

// fits fails unless the hole is where the answer says, and in the picture.
func fits(t *testing.T, p ballot.Puzzle, x int) {
	t.Helper()
	picture, piece := drawn(t, p.Picture), drawn(t, p.Piece)
	if picture.Bounds() != image.Rect(0, 0, p.Width, p.Height) || piece.Bounds() != image.Rect(0, 0, p.Side, p.Side) {
		t.Fatalf("%v and %v, %+v", picture.Bounds(), piece.Bounds(), p)
	}
	if !image.Rect(x, p.Top, x+p.Side, p.Top+p.Side).In(picture.Bounds()) || x <= p.Side {
		t.Errorf("the hole is at %d, %d", x, p.Top)
	}
	hole, whole := 0, 0 // the hole is darker than the piece that was taken out of it
	for px := 10; px < 30; px++ {
		for py := 10; py < 30; py++ {
			hole += bright(picture, x+px, p.Top+py)
			whole += bright(piece, px, py)
		}
	}
	if hole*10 > whole*6 {
		t.Errorf("the hole has brightness %d, the piece %d", hole, whole)
	}
}

func bright(m image.Image, x, y int) int {
	r, g, b, _ := m.At(x, y).RGBA()
	return int(r>>8 + g>>8 + b>>8)
}

func drawn(t *testing.T, url string) image.Image {
	t.Helper()
	_, data, _ := strings.Cut(url, ";base64,")
	raw, err := base64.StdEncoding.DecodeString(data)
	check(t, err)
	m, _, err := image.Decode(bytes.NewReader(raw))
	check(t, err)
	return m
}
