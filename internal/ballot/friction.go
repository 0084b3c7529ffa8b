package ballot

import (
	"hash/maphash"
	"math"
	"net/netip"
	"sync"
	"time"
)

// bearing is how the sender of a tap comes along, as far as this process has seen.
type bearing struct {
	crowd int             // accounts that came from the same network in the last minutes
	young bool            // the account is not known for long
	gaps  []time.Duration // between the account's last taps, once there are enough
}

const (
	crowdMost   = 60               // a class, or two; beyond it new accounts of one network are asked
	crowdWindow = 10 * time.Minute // in which they came
	youngFor    = time.Hour
	rhythmTaps  = 7 // taps that must have come in step
	// evenness is the coefficient of variation of gaps below which a hand would be a machine: people who tap in haste were at 0.2 and above.
	evenness = 0.1
)

// odd reports whether a tap should be asked for a puzzle first. An address alone is never odd: a school shares one, and its old voters pass
// whatever their number.
func (b bearing) odd() bool { return b.young && b.crowd > crowdMost || mechanical(b.gaps) }

// mechanical reports whether taps come in step like those of a machine. Taps that follow at once are none: a browser sends so what waited
// for the line.
func mechanical(gaps []time.Duration) bool {
	if len(gaps) < rhythmTaps-1 {
		return false
	}
	var sum, squares float64
	for _, g := range gaps {
		if g < time.Second {
			return false
		}
		sum += g.Seconds()
		squares += g.Seconds() * g.Seconds()
	}
	mean := sum / float64(len(gaps))
	return math.Sqrt(max(0, squares/float64(len(gaps))-mean*mean)) < evenness*mean
}

// crowded is the network whose newcomers are counted together. Addresses that are nobody's own (of a proxy in front, of the machine) are none.
func crowded(address string) string {
	a, err := netip.ParseAddr(address)
	if a = a.Unmap(); err != nil || !a.IsGlobalUnicast() || a.IsPrivate() {
		return ""
	}
	return network(address)
}

// mostTrails bounds the accounts that are remembered in a window, some 300 bytes each: where more come, the window is shorter.
const mostTrails = 200_000

// trail is what is remembered of an account: its last taps, and how it did with puzzles.
type trail struct {
	taps    [rhythmTaps]step // the first so many, in their order
	seen    int
	wrong   int             // answers
	trusted time.Time       // until then it is asked no puzzle
	drawn   time.Time       // when it last had a puzzle drawn
	burnt   map[string]bool // puzzles that were answered wrongly
}

type step struct {
	key   uint64 // stepKey of the tap's
	at    int64  // nanoseconds since 1970
	asked bool   // for a puzzle
}

var stepSeed = maphash.MakeSeed()

// stepKey is a tap's key in brief, in this process.
func stepKey(key string) uint64 { return maphash.String(stepSeed, key) }

// find returns the tap of that key, or nil.
func (t *trail) find(key uint64) *step {
	for i := range t.taps[:t.seen] {
		if t.taps[i].key == key {
			return &t.taps[i]
		}
	}
	return nil
}

func (t *trail) add(s step) {
	if t.seen == rhythmTaps {
		t.seen = copy(t.taps[:], t.taps[1:])
	}
	t.taps[t.seen] = s
	t.seen++
}

// gaps are the times between the taps, once there are enough.
func (t *trail) gaps() []time.Duration {
	if t.seen < rhythmTaps {
		return nil
	}
	gaps := make([]time.Duration, rhythmTaps-1)
	for i := range gaps {
		gaps[i] = time.Duration(t.taps[i+1].at - t.taps[i].at)
	}
	return gaps
}

// mark notes whether a tap was asked for a puzzle and is not through.
func (t *trail) mark(key string, asked bool) {
	if s := t.find(stepKey(key)); s != nil {
		s.asked = asked
	}
}

// friction remembers, in this process and for some minutes, who came from where and when. Several nodes remember each its own share, and none
// remembers after a restart: it makes what is odd slower and decides nothing.
type friction struct {
	mu       sync.Mutex
	turned   time.Time
	networks [2]map[string]map[string]bool // accounts by network: now, and in the window before
	trails   [2]map[string]*trail          // by account, likewise
}

// turn forgets what is older than two windows. A window ends after its time, or when it is full.
func (f *friction) turn(now time.Time) {
	age := now.Sub(f.turned).Abs()
	if f.trails[0] != nil && age < crowdWindow && len(f.trails[0]) < mostTrails {
		return
	}
	f.turned = now
	f.networks = [2]map[string]map[string]bool{{}, f.networks[0]}
	f.trails = [2]map[string]*trail{{}, f.trails[0]}
	if age >= 2*crowdWindow {
		f.networks[1], f.trails[1] = nil, nil
	}
}

func (f *friction) of(account string) *trail {
	t := f.trails[0][account]
	if t == nil {
		if t = f.trails[1][account]; t == nil {
			t = &trail{}
		}
		f.trails[0][account] = t
	}
	return t
}

// see notes a tap and tells how its sender comes along. A tap that passed before is a repeat, and passes.
func (f *friction) see(account, address, key string, now time.Time) (b bearing, passes bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.turn(now)
	t, tap := f.of(account), step{key: stepKey(key), at: now.UnixNano()}
	if before := t.find(tap.key); before == nil {
		t.add(tap)
	} else if !before.asked {
		return b, true
	}
	b.gaps = t.gaps()
	b.crowd = f.gather(crowded(address), account)
	return b, now.Before(t.trusted)
}

// gather counts the accounts of a network.
func (f *friction) gather(network, account string) int {
	if network == "" {
		return 0
	}
	if !f.networks[1][network][account] {
		if f.networks[0][network] == nil {
			f.networks[0][network] = map[string]bool{}
		}
		f.networks[0][network][account] = true
	}
	return len(f.networks[0][network]) + len(f.networks[1][network])
}

// mark notes whether a tap was asked for a puzzle and is not through.
func (f *friction) mark(account, key string, asked bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of(account).mark(key, asked)
}
