package ballot

import (
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

var (
	errReceipt = fault.Define("ballot.receipt_unknown", fault.NotFound,
		"没有这张投票回执，请照原样输入：数字、短横线和16个字母或数字。", "There is no such vote receipt; please enter it as it was given: a number, a hyphen and 16 characters.")
	errUnpublished = fault.Define("ballot.ledger_unpublished", fault.NotFound,
		"账本里还没有这个文件。账本在投票首日过后的零点起每日公布。", "The ledger has no such file yet. It is published every midnight from the first day of the vote on.")
)

// Proven is a vote as its receipt shows it.
type Proven struct {
	Receipt  string    `json:"receipt"`
	Seq      int64     `json:"seq"`
	Entry    string    `json:"entry"`
	Number   string    `json:"number"`
	Title    string    `json:"title"`
	Count    int       `json:"count"`
	Day      string    `json:"day"`
	At       time.Time `json:"at"`
	State    VoteState `json:"state" enum:"counted,held,annulled"`
	Leaf     string    `json:"leaf,omitempty" doc:"The vote's line in the published ledger; empty until it is published"`
	Size     int64     `json:"size,omitempty" doc:"Of the checkpoint that covers it"`
	Root     string    `json:"root,omitempty"`
	Proof    []string  `json:"proof,omitempty" doc:"The hashes beside the leaf's way to the root, from below, in base64"`
	Included bool      `json:"included" doc:"A signed checkpoint covers the vote, and the server has checked the proof"`
}

// Prove shows the vote that a receipt names to whoever has the receipt.
func (s *Service) Prove(ctx context.Context, key, receipt string) (p Proven, err error) {
	number, nonce, _ := strings.Cut(receipt, "-")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || len(nonce) == 0 {
		return p, errReceipt
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.voting(ctx, tx, key); err != nil {
			return err
		}
		v, found, err := findVote(ctx, tx, key, seq)
		if err == nil && (!found || v.nonce != nonce) {
			err = errReceipt
		}
		if err != nil {
			return err
		}
		e, err := s.entries.Get(ctx, tx, v.entry)
		if err != nil {
			return err
		}
		p = Proven{Receipt: receipt, Seq: seq, Entry: v.entry, Number: e.Number, Title: e.Title, Count: v.n, Day: v.day, At: v.at}
		fates, err := fatesOf(ctx, tx, key, []int64{seq})
		if err != nil {
			return err
		}
		own := Own{seq: seq}
		own.befall(fates)
		p.State = own.State
		return s.include(ctx, tx, key, v, &p)
	})
	return p, err
}

// include adds the proof that a published checkpoint covers the vote, if one does.
func (s *Service) include(ctx context.Context, tx *db.Tx, key string, v vote, p *Proven) error {
	tree, err := ledger.Last(s.ledgerOf(key))
	if err != nil || tree.N < v.seq {
		return err
	}
	secret, found, err := db.One(ctx, tx, db.Value[string], "SELECT secret FROM ballot_key WHERE campaign = $1 AND day = $2", key, v.day)
	if err != nil || !found {
		return err
	}
	leaf, err := leafOf(key, map[string]string{v.day: secret}, logged{vote: v})
	if err != nil {
		return err
	}
	line, err := leaf.Encode()
	if err != nil {
		return err
	}
	proof, err := ledger.Proof(s.ledgerOf(key), tree, v.seq)
	if err != nil {
		return err
	}
	if err := ledger.Check(proof, tree, v.seq, line); err != nil {
		return err
	}
	p.Leaf, p.Size, p.Root, p.Included = string(line), tree.N, base64.StdEncoding.EncodeToString(tree.Hash[:]), true
	for _, h := range proof {
		p.Proof = append(p.Proof, base64.StdEncoding.EncodeToString(h[:]))
	}
	return nil
}

func (s *Service) publishRoutes(api huma.API, mux *http.ServeMux) {
	web.Get(api, "/campaigns/{campaign}/votes/{receipt}", "凭回执查一票", func(ctx context.Context, in *struct {
		InCampaign
		Receipt string `path:"receipt"`
	}) (*web.Body[Proven], error) {
		return web.Answer(s.Prove(ctx, in.Campaign, in.Receipt))
	})
	mux.HandleFunc("GET /api/v1/campaigns/{campaign}/ledger/{file...}", s.serveLedger)
}

// serveLedger sends a file of a published ledger. What is named by its size never changes; the rest is asked for each time.
func (s *Service) serveLedger(w http.ResponseWriter, r *http.Request) {
	file, err := s.openLedger(r.PathValue("campaign"), r.PathValue("file"))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		err = errUnpublished.Wrap(err)
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }()
	st, err := file.Stat()
	if err == nil && st.IsDir() {
		err = errUnpublished
	}
	if err != nil {
		web.Fail(w, r, err)
		return
	}
	kind, keep := "text/plain; charset=utf-8", "no-cache"
	switch name := r.PathValue("file"); {
	case strings.HasPrefix(name, "tile/"):
		kind, keep = "application/octet-stream", "public, max-age=31536000, immutable"
	case strings.HasPrefix(name, "leaves/"), strings.HasPrefix(name, "checkpoints/"):
		keep = "public, max-age=31536000, immutable"
	case name == "ranking.json":
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", keep)
	http.ServeContent(w, r, "", st.ModTime(), file)
}

// openLedger opens a file of a campaign's ledger and nothing outside of it.
func (s *Service) openLedger(key, name string) (*os.File, error) {
	if !fs.ValidPath(name) || !fs.ValidPath(key) {
		return nil, fs.ErrInvalid
	}
	all, err := os.OpenRoot(s.ledgers)
	if err != nil {
		return nil, err
	}
	defer func() { _ = all.Close() }()
	one, err := all.OpenRoot(key)
	if err != nil {
		return nil, err
	}
	defer func() { _ = one.Close() }()
	return one.Open(name)
}
