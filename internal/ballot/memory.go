package ballot

// memory is what a desk still knows from its last transaction: voters tap several times within a minute. It holds for as long as the
// log's last number is the one that it was left at: whatever is spent is spent with a number, by whichever process. Only the desk's
// one transaction at a time uses it, and loses it unless it is committed.
type memory struct {
	seq    int64
	day    string
	rules  string            // of the notice
	secret string            // by which networks are disguised
	voters map[string]string // ids by account
	purses map[string]*purse // by voter
}

// mostRemembered bounds the voters of whom a desk knows what they have spent, some 2 kB each.
const mostRemembered = 10_000

// take returns what is known for the turn after seq, on day and under rules, and leaves nothing behind.
func (m *memory) take(seq int64, day, rules string) memory {
	taken := *m
	*m = memory{}
	if taken.seq != seq || taken.day != day || taken.rules != rules || len(taken.purses) > mostRemembered {
		return memory{voters: map[string]string{}, purses: map[string]*purse{}}
	}
	return taken
}

// keep is called once all that known holds is written, up to number seq.
func (m *memory) keep(known memory, seq int64, day, rules string) {
	known.seq, known.day, known.rules = seq, day, rules
	*m = known
}
