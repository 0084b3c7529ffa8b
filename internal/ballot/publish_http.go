package ballot

import (
	"archive/zip"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/web"
)

var (
	errReceipt = fault.Define("ballot.receipt_unknown", fault.NotFound,
		"没有这张投票回执，请照原样输入：数字、短横线和16个字母或数字。", "There is no such vote receipt; please enter it as it was given: a number, a hyphen and 16 characters.")
	errUnpublished = fault.Define("ballot.ledger_unpublished", fault.NotFound,
		"账本里还没有这个文件。账本在投票首日过后的零点起每日公布。", "The ledger has no such file yet. It is published every midnight from the first day of the vote on.")
	errWithheld = fault.Define("ballot.ledger_withheld", fault.Conflict,
		"投票期间不公布每部作品的准确票数，账本里的票要到投票截止后才公布。检查点每日照常公布，凭投票回执随时可以查到自己的票。", "The exact votes of works are not shown during the vote, so the votes in the ledger are published after its close. Checkpoints appear daily as usual, and a vote receipt shows its own vote at any time.")
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
	Whole    bool      `json:"whole" doc:"The ledger's votes may be read by anybody; while the vote runs, only where the exact figures are shown"`
}

// Prove shows the vote that a receipt names to whoever has the receipt.
func (s *Service) Prove(ctx context.Context, key, receipt string) (p Proven, err error) {
	number, nonce, _ := strings.Cut(receipt, "-")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || len(nonce) == 0 {
		return p, errReceipt
	}
	var voted vote
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		d, err := findDecree(ctx, tx, key)
		if err != nil {
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
		p = Proven{Receipt: receipt, Seq: seq, Entry: v.entry, Number: e.Number, Title: e.Title, Count: v.n, Day: v.day, At: v.at,
			Whole: recountable(c, d, tx.Now())}
		fates, err := fatesOf(ctx, tx, key, []int64{seq})
		if err != nil {
			return err
		}
		own := Own{seq: seq}
		own.befall(fates)
		p.State = own.State
		voted = v
		return nil
	})
	if err != nil {
		return p, err
	}
	return p, s.include(ctx, key, voted, &p)
}

// include adds the proof that a published checkpoint covers the vote, if one does. The line is that of the ledger itself: the secret of
// its day, from which it was made, may be gone.
func (s *Service) include(ctx context.Context, key string, v vote, p *Proven) error {
	book := s.bookOf(key)
	tree, err := book.Last(ctx)
	if err != nil || tree.N < v.seq {
		return err
	}
	line, proof, err := book.Prove(ctx, tree, v.seq)
	if err != nil {
		return err
	}
	leaf, err := ledger.Parse(line)
	if err != nil {
		return err
	}
	own := ledger.Leaf{Kind: ledger.Vote, Seq: v.seq, Contest: key, Day: v.day, Entry: v.entry, N: v.n, Channel: v.channel, Voter: leaf.Voter,
		Commitment: ledger.Commitment(key, v.seq, v.at, v.nonce)}
	if again, err := own.Encode(); err != nil || string(again) != string(line) {
		return errors.Join(ErrRewritten, err)
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
	mux.HandleFunc("GET /api/v1/campaigns/{campaign}/ledger.zip", s.serveBook)
}

// serveLedger sends a file of a published ledger. What is named by its size never changes; the rest is asked for each time.
func (s *Service) serveLedger(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	if strings.HasPrefix(name, "leaves/") || name == "ranking.json" {
		if err := s.mayRecount(r.Context(), r.PathValue("campaign")); err != nil {
			web.Fail(w, r, err)
			return
		}
	}
	file, info, err := s.store.Open(r.Context(), s.bookOf(r.PathValue("campaign")).Key(name))
	if err != nil {
		web.Fail(w, r, unpublished(err))
		return
	}
	defer func() { _ = file.Close() }()
	kind, keep := "text/plain; charset=utf-8", "no-cache"
	switch {
	case strings.HasPrefix(name, "tile/"):
		kind, keep = "application/octet-stream", "public, max-age=31536000, immutable"
	case strings.HasPrefix(name, "leaves/"), strings.HasPrefix(name, "checkpoints/"):
		keep = "public, max-age=31536000, immutable"
	case name == "ranking.json":
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", keep)
	http.ServeContent(w, r, "", info.Modified, file)
}

// mayRecount refuses the votes of a ledger while they are not to be read. Checkpoints and hashes tell how many votes there are in all, and
// nothing of a work.
func (s *Service) mayRecount(ctx context.Context, key string) error {
	return s.db.Read(ctx, func(tx *db.Tx) error {
		c, err := s.voting(ctx, tx, key)
		if err != nil {
			return err
		}
		d, err := findDecree(ctx, tx, key)
		if err == nil && !recountable(c, d, tx.Now()) {
			err = errWithheld
		}
		return err
	})
}

// unpublished is what a reader is told who asks for a file that is not there, or that is no file's name.
func unpublished(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, blob.ErrKey) {
		return errUnpublished.Wrap(err)
	}
	return err
}

// serveBook sends a published ledger whole, as an archive that a recount reads.
func (s *Service) serveBook(w http.ResponseWriter, r *http.Request) {
	key := r.PathValue("campaign")
	if err := s.mayRecount(r.Context(), key); err != nil {
		web.Fail(w, r, err)
		return
	}
	files, err := s.store.List(r.Context(), s.bookOf(key).Dir)
	if err == nil && len(files) == 0 {
		err = fs.ErrNotExist
	}
	if err != nil {
		web.Fail(w, r, unpublished(err))
		return
	}
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="`+key+`.zip"`)
	w.Header().Set("Cache-Control", "no-cache")
	archive := zip.NewWriter(w)
	for _, f := range files {
		if err := s.pack(r.Context(), archive, f); err != nil {
			panic(http.ErrAbortHandler) // what was begun must not look complete
		}
	}
	if err := archive.Close(); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// pack adds a file of a ledger to an archive, uncompressed: half of it are digests, and the server has other work.
func (s *Service) pack(ctx context.Context, archive *zip.Writer, f blob.Info) error {
	from, _, err := s.store.Open(ctx, f.Key)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	to, err := archive.CreateHeader(&zip.FileHeader{Name: strings.TrimPrefix(f.Key, "ledger/"), Method: zip.Store, Modified: f.Modified})
	if err == nil {
		_, err = io.Copy(to, from)
	}
	return err
}
