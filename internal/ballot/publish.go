package ballot

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"time"

	signing "golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"saiying/internal/ballot/ledger"
	"saiying/internal/campaign"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/db"
)

// ErrRewritten says that a log is not what was signed before: the database was restored from a backup, or changed by hand.
var ErrRewritten = errors.New("the votes in the database are not those that the last published checkpoint covers; " +
	"was a backup restored? nothing is signed until the database that has them is back")

// PublishIn has the service publish the logs of votes as ledgers in a store that all machines share. Whoever reads public can name
// the server by its host, under which ledgers are signed.
func (s *Service) PublishIn(store blob.Store, public string) {
	s.store, s.host = store, "localhost"
	if u, err := url.Parse(public); err == nil && u.Host != "" {
		s.host = u.Host
	}
}

func (s *Service) bookOf(key string) ledger.Book {
	return ledger.Book{Store: s.store, Dir: "ledger/" + key}
}

// PublishDue writes the close of every vote that is over into its log, and publishes the ledger of every campaign that has entries of a
// day that is over, or of a vote that is over, beyond its last checkpoint. What is settled and published whole loses its secrets. It may be called
// at any time, also by several machines.
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
		err := s.publish(ctx, c, false)
		if err == nil {
			err = s.forgetDue(ctx, c)
		}
		if err != nil {
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
	if err == nil {
		err = s.publish(ctx, c, true)
	}
	if err != nil {
		return tlog.Tree{}, err
	}
	return s.bookOf(key).Last(ctx)
}

// publish signs what is due, or what there is, and then brings what is published to what is signed. The first is decided in the database,
// by one machine; the second may be done twice, or be finished by another machine, for what is written is the same.
func (s *Service) publish(ctx context.Context, c *campaign.Campaign, early bool) error {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	if err := s.shutDue(ctx, c); err != nil {
		return err
	}
	book := s.bookOf(c.Key)
	shown, err := book.Last(ctx) // read before what is signed, which is therefore not older in the same database
	if err != nil {
		return err
	}
	last, due, err := s.due(ctx, c, shown.N, early)
	if err != nil || !due && last.size <= shown.N {
		return err
	}
	p, err := s.pressOf(ctx, c.Key)
	if err != nil {
		return err
	}
	if due {
		if last, err = s.sign(ctx, p, shown, last); err != nil {
			return err
		}
	}
	to, err := ledger.ReadCheckpoint([]byte(last.checkpoint), p.public)
	if err != nil {
		return err
	}
	if err := s.db.Read(ctx, func(tx *db.Tx) error { return book.Extend(ctx, shown, to, p.leaves(ctx, tx)) }); err != nil {
		return err
	}
	return s.show(ctx, book, p.key, ledger.Edition{Key: p.public, Checkpoint: []byte(last.checkpoint), Ranking: []byte(last.ranking)})
}

// longestShow bounds how long two small files may take to be written: on SQLite no vote is counted meanwhile.
const longestShow = 5 * time.Second

// show makes an edition the newest, unless a newer was signed, whose signer then shows that. Nobody signs while it is shown, so the newest
// is never put under an older one.
func (s *Service) show(ctx context.Context, book ledger.Book, key string, ed ledger.Edition) error {
	if err := book.Seal(ctx, ed); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, longestShow)
	defer cancel()
	return s.db.Write(ctx, func(tx *db.Tx) error {
		newest, err := holdSigned(ctx, tx, key, string(ed.Checkpoint))
		if err != nil || !newest {
			return err
		}
		return book.Show(ctx, ed)
	})
}

// due returns what was signed last and reports whether there is something to sign after it and after what is published: of a day that is over,
// unless early.
func (s *Service) due(ctx context.Context, c *campaign.Campaign, shown int64, early bool) (last signed, due bool, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if last, err = findSigned(ctx, tx, c.Key); err != nil {
			return err
		}
		b, err := findBox(ctx, tx, c.Key)
		covered := max(last.size, shown)
		if err == nil && b.seq < covered {
			err = ErrRewritten
		}
		if err != nil || b.seq == covered {
			return err
		}
		day, _, err := db.One(ctx, tx, db.Value[string], `SELECT day FROM ballot_vote WHERE campaign = $1 AND seq = $2
			UNION ALL SELECT day FROM ballot_note WHERE campaign = $1 AND seq = $2`, c.Key, covered+1)
		due = early || day < dayOf(c, tx.Now()) || state(c, false, tx.Now()) == Closed
		return err
	})
	return last, due, err
}

// signerDay is where the key that signs a campaign's ledger stands among its secrets: the secret, and the public one in the next line.
const signerDay = "signer"

// press is what it takes to sign and to write a campaign's ledger.
type press struct {
	key    string
	signer signing.Signer
	public string            // the key that verifies
	days   map[string]string // the secrets of the days on which there are votes
	whole  string            // the secret of the whole vote, where rules ask for one
}

// wholeDay is where the secret stands by which voters have one pseudonym in the whole vote. Networks have another, in the row without a day.
const wholeDay = "whole"

// pressOf returns a campaign's press; its keys, which all machines share, are made where there are none.
func (s *Service) pressOf(ctx context.Context, key string) (p press, err error) {
	secret, public, err := signing.GenerateKey(rand.Reader, s.host+"/"+key)
	if err != nil {
		return p, err
	}
	pair := ""
	p = press{key: key, days: map[string]string{}}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if pair, err = settleKey(ctx, tx, key, signerDay, secret+"\n"+public); err != nil {
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
		for _, day := range list {
			if p.days[day], err = keyOf(ctx, tx, key, day); err != nil {
				return err
			}
		}
		if stated, err := wholes(ctx, tx, key, b.seq); err != nil || !slices.Contains(stated, true) {
			return err
		}
		p.whole, err = keyOf(ctx, tx, key, wholeDay)
		return err
	})
	if err != nil {
		return p, err
	}
	secret, p.public, _ = strings.Cut(pair, "\n")
	p.signer, err = signing.NewSigner(secret)
	return p, err
}

// sign proves that the log still is what was published or, where that is more, signed last, and signs all of it. Of machines that do
// so at once one wins, and its signature is the answer.
func (s *Service) sign(ctx context.Context, p press, shown tlog.Tree, last signed) (next signed, err error) {
	known := shown
	if last.size > shown.N {
		if known, err = ledger.ReadCheckpoint([]byte(last.checkpoint), p.public); err != nil {
			return next, err
		}
	}
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) { next, err = p.print(ctx, tx, known); return err }); err != nil {
		return next, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		won, err := putSigned(ctx, tx, p.key, last.size, next)
		if err == nil && !won {
			next, err = findSigned(ctx, tx, p.key)
		}
		return err
	})
	return next, err
}

// print signs the log as tx has it, after the proof that it begins as known says.
func (p press) print(ctx context.Context, tx *db.Tx, known tlog.Tree) (next signed, err error) {
	then, all, err := ledger.Trees(p.leaves(ctx, tx), known.N)
	if err != nil || then != known {
		return next, errors.Join(ErrRewritten, err)
	}
	checkpoint, err := ledger.Sign(p.signer, all)
	if err != nil {
		return next, err
	}
	totals, err := tally(ctx, tx, p.key, "", "")
	if err != nil {
		return next, err
	}
	ranking, err := ledger.Ranking{Contest: p.key, Size: all.N, Totals: totals}.Encode()
	return signed{all.N, string(checkpoint), string(ranking)}, err
}

// leaves reads the campaign's log as it is published.
func (p press) leaves(ctx context.Context, tx *db.Tx) ledger.Source {
	return func(after int64) iter.Seq2[ledger.Leaf, error] {
		return func(yield func(ledger.Leaf, error) bool) {
			enough := errors.New("enough")
			stated, err := wholes(ctx, tx, p.key, after)
			if err != nil {
				yield(ledger.Leaf{}, err)
				return
			}
			whole := len(stated) > 0 && stated[len(stated)-1]
			err = eachLogged(ctx, tx, p.key, after+1, func(l logged) error {
				leaf, err := p.leafOf(l, whole)
				if leaf.Kind == ledger.Open && err == nil {
					whole = leaf.Rules.Voters == ledger.Whole
				}
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
}

// leafOf is an entry of the log as it is published, its voter under the pseudonym of the day, or of the whole vote.
func (p press) leafOf(l logged, whole bool) (ledger.Leaf, error) {
	leaf, err := bareLeaf(p.key, l)
	if v := l.vote; l.note == nil {
		secret := p.days[v.day]
		if whole {
			secret = p.whole
		}
		if secret == "" {
			return leaf, fmt.Errorf("ballot: the secret of %s is gone, without which its votes cannot be published", v.day)
		}
		leaf.Voter, leaf.Commitment = ledger.Pseudonym([]byte(secret), v.voter), ledger.Commitment(p.key, v.seq, v.at, v.nonce)
	}
	return leaf, err
}

// wholes tells of each statement of the rules up to a number of the log, in order, whether voters have one pseudonym in the whole vote by it.
func wholes(ctx context.Context, tx *db.Tx, campaign string, seq int64) ([]bool, error) {
	return db.List(ctx, tx, func(r db.Row) (bool, error) {
		var body string
		var stated struct{ Rules ledger.Rules }
		err := r.Scan(&body)
		if err == nil {
			err = json.Unmarshal([]byte(body), &stated)
		}
		return stated.Rules.Voters == ledger.Whole, err
	}, "SELECT body FROM ballot_note WHERE campaign = $1 AND kind = $2 AND seq <= $3 ORDER BY seq", campaign, ledger.Open, seq)
}

// bareLeaf is an entry of the log with the voter's own id in place of the pseudonym, and without the commitment.
func bareLeaf(key string, l logged) (ledger.Leaf, error) {
	if v := l.vote; l.note == nil {
		return ledger.Leaf{Kind: ledger.Vote, Seq: v.seq, Contest: key, Day: v.day, Entry: v.entry, N: v.n, Channel: v.channel, Voter: v.voter}, nil
	}
	n := l.note
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

// signed is the newest checkpoint of a campaign's log with the result that stood then; zero before the first.
type signed struct {
	size                int64
	checkpoint, ranking string
}

func findSigned(ctx context.Context, tx *db.Tx, campaign string) (signed, error) {
	last, _, err := db.One(ctx, tx, func(r db.Row) (x signed, err error) { return x, r.Scan(&x.size, &x.checkpoint, &x.ranking) },
		"SELECT size, checkpoint, ranking FROM ballot_signed WHERE campaign = $1", campaign)
	return last, err
}

// holdSigned keeps others from signing until tx ends, and reports whether checkpoint is still the newest.
func holdSigned(ctx context.Context, tx *db.Tx, campaign, checkpoint string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE ballot_signed SET size = size WHERE campaign = $1 AND checkpoint = $2", campaign, checkpoint)
	return n == 1, err
}

// putSigned keeps a checkpoint unless another than that of the size before was signed meanwhile.
func putSigned(ctx context.Context, tx *db.Tx, campaign string, before int64, next signed) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO ballot_signed (campaign, size, checkpoint, ranking) VALUES ($1, $2, $3, $4)
		ON CONFLICT (campaign) DO UPDATE SET size = excluded.size, checkpoint = excluded.checkpoint, ranking = excluded.ranking
		WHERE ballot_signed.size = $5`, campaign, next.size, next.checkpoint, next.ranking, before)
	return n == 1, err
}
