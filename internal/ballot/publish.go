package ballot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	signing "golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"saiying/internal/ballot/ledger"
	"saiying/internal/campaign"
	"saiying/internal/platform/db"
)

// ErrRewritten says that a log is not what was signed before: the database was restored from a backup, or changed by hand.
var ErrRewritten = errors.New("the votes in the database are not those that the last published checkpoint covers; " +
	"was a backup restored? nothing is signed until the database that has them is back")

// PublishIn has the service publish the logs of votes as ledgers, each in a folder of dir. Whoever reads public can name the server
// by its host, under which ledgers are signed.
func (s *Service) PublishIn(dir, public string) {
	s.ledgers, s.host = dir, "localhost"
	if u, err := url.Parse(public); err == nil && u.Host != "" {
		s.host = u.Host
	}
}

func (s *Service) ledgerOf(key string) string { return filepath.Join(s.ledgers, key) }

// PublishDue writes the close of every vote that is over into its log, and publishes the ledger of every campaign that has entries of a
// day that is over, or of a vote that is over, beyond its last checkpoint. It may be called at any time, also by several machines.
func (s *Service) PublishDue(ctx context.Context) error {
	var all []*campaign.Campaign
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = s.campaigns.List(ctx, tx)
		return err
	})
	faults := []error{err}
	for _, c := range all {
		if c.Voting == nil {
			continue
		}
		if _, err := s.publish(ctx, c, false); err != nil {
			faults = append(faults, fmt.Errorf("the ledger of %s was not published: %w", c.Key, err))
		}
	}
	return errors.Join(faults...)
}

// Publish publishes a campaign's ledger as it stands, without waiting for the day to be over, and tells what is published then. It is for
// an operator's shell.
func (s *Service) Publish(ctx context.Context, key string) (tlog.Tree, error) {
	var c *campaign.Campaign
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		c, err = s.voting(ctx, tx, key)
		return err
	})
	if err != nil {
		return tlog.Tree{}, err
	}
	return s.publish(ctx, c, true)
}

// publish publishes what is due, or what there is. Processes take turns, lest the slower one put its older checkpoint over a newer.
func (s *Service) publish(ctx context.Context, c *campaign.Campaign, early bool) (_ tlog.Tree, err error) {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	if err := os.MkdirAll(s.ledgers, 0o750); err != nil {
		return tlog.Tree{}, err
	}
	letGo, err := hold(s.ledgerOf(c.Key) + ".lock")
	if err != nil {
		return tlog.Tree{}, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	if err := s.shutDue(ctx, c); err != nil {
		return tlog.Tree{}, err
	}
	last, err := ledger.Last(s.ledgerOf(c.Key))
	if err != nil {
		return last, err
	}
	due, err := s.due(ctx, c, last.N, early)
	if err != nil || !due {
		return last, err
	}
	signer, keys, err := s.publishers(ctx, c.Key)
	if err != nil {
		return last, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error { return s.press(ctx, tx, c.Key, last, signer, keys) })
	if err != nil {
		return last, err
	}
	return ledger.Last(s.ledgerOf(c.Key))
}

// due reports whether there is something to publish after the first so many entries: of a day that is over, unless early.
func (s *Service) due(ctx context.Context, c *campaign.Campaign, published int64, early bool) (due bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		b, err := findBox(ctx, tx, c.Key)
		if err != nil || b.seq <= published {
			return err
		}
		day, _, err := db.One(ctx, tx, db.Value[string], `SELECT day FROM ballot_vote WHERE campaign = $1 AND seq = $2
			UNION ALL SELECT day FROM ballot_note WHERE campaign = $1 AND seq = $2`, c.Key, published+1)
		due = early || day < dayOf(c, tx.Now()) || state(c, false, tx.Now()) == Closed
		return err
	})
	return due, err
}

// signerDay is where the key that signs a campaign's ledger stands among its secrets: the secret, and the public one in the next line.
const signerDay = "signer"

// publishers returns the key that signs a campaign's ledger and the secrets of its days, made where there are none.
func (s *Service) publishers(ctx context.Context, key string) (signer string, days map[string]string, err error) {
	secret, public, err := signing.GenerateKey(rand.Reader, s.host+"/"+key)
	if err != nil {
		return "", nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if signer, err = settleKey(ctx, tx, key, signerDay, secret+"\n"+public); err != nil {
			return err
		}
		b, err := findBox(ctx, tx, key)
		if err != nil {
			return err
		}
		list, err := daysOf(ctx, tx, key, b.summed)
		if err != nil {
			return err
		}
		days = make(map[string]string, len(list))
		for _, day := range list {
			if days[day], err = keyOf(ctx, tx, key, day); err != nil {
				return err
			}
		}
		return nil
	})
	return signer, days, err
}

// press proves that the log in tx still is what was signed, brings the ledger up to it, and signs that.
func (s *Service) press(ctx context.Context, tx *db.Tx, key string, last tlog.Tree, pair string, keys map[string]string) error {
	secret, public, _ := strings.Cut(pair, "\n")
	signer, err := signing.NewSigner(secret)
	if err != nil {
		return err
	}
	leaves := func(after int64) iter.Seq2[ledger.Leaf, error] { return leavesOf(ctx, tx, key, keys, after) }
	if last.N > 0 {
		if root, err := ledger.Root(leaves, last.N); err != nil || root != last.Hash {
			return errors.Join(ErrRewritten, err)
		}
	}
	dir := s.ledgerOf(key)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	tree, err := ledger.Extend(dir, leaves)
	if err != nil {
		return err
	}
	checkpoint, err := ledger.Sign(signer, tree)
	if err != nil {
		return err
	}
	totals, err := tally(ctx, tx, key, "", "")
	if err != nil {
		return err
	}
	return ledger.Seal(dir, public, checkpoint, ledger.Ranking{Contest: key, Size: tree.N, Totals: totals})
}

// leavesOf reads a campaign's log after a number as it is published.
func leavesOf(ctx context.Context, tx *db.Tx, key string, keys map[string]string, after int64) iter.Seq2[ledger.Leaf, error] {
	return func(yield func(ledger.Leaf, error) bool) {
		enough := errors.New("enough")
		err := eachLogged(ctx, tx, key, after+1, func(l logged) error {
			leaf, err := leafOf(key, keys, l)
			if err == nil && !yield(leaf, nil) {
				err = enough
			}
			return err
		})
		if err != nil && !errors.Is(err, enough) {
			yield(ledger.Leaf{}, err)
		}
	}
}

func leafOf(key string, keys map[string]string, l logged) (ledger.Leaf, error) {
	if n := l.note; n != nil {
		leaf := ledger.Leaf{Kind: n.Kind, Seq: n.Seq, Contest: key, Day: n.Day}
		var body struct {
			Rules  *ledger.Rules    `json:"rules"`
			Refs   []int64          `json:"refs"`
			Case   string           `json:"case"`
			Reason string           `json:"reason"`
			Totals map[string]int64 `json:"totals"`
		}
		err := json.Unmarshal([]byte(n.Body), &body)
		leaf.Rules, leaf.Refs, leaf.Case, leaf.Reason, leaf.Totals = body.Rules, body.Refs, body.Case, body.Reason, body.Totals
		return leaf, err
	}
	v := l.vote
	secret := keys[v.day]
	if secret == "" {
		return ledger.Leaf{}, fmt.Errorf("ballot: the secret of %s is gone, without which its votes cannot be published", v.day)
	}
	return ledger.Leaf{Kind: ledger.Vote, Seq: v.seq, Contest: key, Day: v.day, Entry: v.entry, N: v.n,
		Voter: ledger.Pseudonym([]byte(secret), v.voter), Commitment: ledger.Commitment(key, v.seq, v.at, v.nonce)}, nil
}
