package ballot

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

func TestWhatIsOdd(t *testing.T) {
	every := func(n int, gaps ...time.Duration) (all []time.Duration) {
		for i := range n {
			all = append(all, gaps[i%len(gaps)])
		}
		return all
	}
	for name, c := range map[string]struct {
		b    bearing
		want bool
	}{
		"a voter":                              {bearing{crowd: 1, young: true}, false},
		"two classes in one room":              {bearing{crowd: crowdMost, young: true}, false},
		"more than that, and new":              {bearing{crowd: crowdMost + 1, young: true}, true},
		"more than that, and known":            {bearing{crowd: 100 * crowdMost}, false},
		"every ten seconds, to the second":     {bearing{gaps: every(6, 10*time.Second)}, true},
		"every ten seconds, with some shaking": {bearing{gaps: every(6, 9500*time.Millisecond, 10500*time.Millisecond)}, true},
		"five times in step":                   {bearing{gaps: every(5, 10*time.Second)}, false},
		"a hand in haste":                      {bearing{gaps: every(6, 1600*time.Millisecond, 2500*time.Millisecond)}, false},
		"what waited for the line":             {bearing{gaps: every(6, 40*time.Millisecond)}, false},
		"one long pause":                       {bearing{gaps: append(every(5, 2*time.Second), time.Minute)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.b.odd(); got != c.want {
				t.Errorf("odd is %v, want %v", got, c.want)
			}
		})
	}
}

func TestACrowdIsOfOneNetworkAndAnHour(t *testing.T) {
	now := time.Date(2020, 11, 26, 10, 0, 0, 0, time.UTC)
	var f friction
	crowd := func(account, address string) int {
		b, _ := f.see(account, address, account, now)
		return b.crowd
	}
	for i := range 30 {
		crowd(fmt.Sprint("a", i), fmt.Sprintf("198.51.100.%d", i))
		crowd("a0", "198.51.100.200") // one account many times
	}
	if n := crowd("b", "198.51.100.9"); n != 31 {
		t.Errorf("%d accounts of one /24, want 31", n)
	}
	if n := crowd("c", "198.51.101.9"); n != 1 {
		t.Errorf("%d accounts of another /24, want 1", n)
	}
	for _, address := range []string{"127.0.0.1", "10.1.2.3", "::ffff:192.168.1.1", "fe80::1", "", "nonsense"} {
		if n := crowd("d", address); n != 0 {
			t.Errorf("%d accounts behind %q, which is no network of voters", n, address)
		}
	}
	now = now.Add(crowdWindow)
	if n := crowd("e", "198.51.100.9"); n != 32 {
		t.Errorf("%d accounts ten minutes later, want 32", n)
	}
	now = now.Add(crowdWindow)
	crowd("f", "198.51.100.9")
	now = now.Add(crowdWindow)
	if n := crowd("g", "198.51.100.9"); n != 2 {
		t.Errorf("%d accounts after half an hour, want 2", n)
	}
	if len(f.trails[0])+len(f.trails[1]) > 3 {
		t.Error("accounts are remembered for ever")
	}
}

// Where more come than are remembered, the oldest are forgotten before their time.
func TestOfARushOnlySoManyAreRemembered(t *testing.T) {
	now := time.Date(2020, 11, 26, 10, 0, 0, 0, time.UTC)
	var f friction
	for i := range 3 * mostTrails {
		f.see(strconv.Itoa(i), "", "key", now)
		if n := len(f.trails[0]) + len(f.trails[1]); n > 2*mostTrails {
			t.Fatalf("%d are remembered", n)
		}
	}
	if _, passes := f.see(strconv.Itoa(3*mostTrails-1), "", "key", now); !passes {
		t.Error("who came last is forgotten")
	}
	if _, passes := f.see("0", "", "key", now); passes {
		t.Error("who came first is remembered")
	}
}
