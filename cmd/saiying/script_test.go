package main

import (
	"context"
	"crypto/rand"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/sumdb/note"

	"saiying/internal/ballot/ledger"
	"saiying/internal/platform/blob"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"saiying": main}) }

// Each script in testdata/script is a session in an operator's shell. Beside the usual commands there is "ledger DIR", which publishes
// the vote of an invented contest there.
func TestScripts(t *testing.T) {
	campaigns, err := filepath.Abs("../../campaigns")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("CAMPAIGNS", campaigns)
		e.Setenv("PATH", os.Getenv("PATH"))
		e.Setenv("HOME", e.WorkDir)
		return nil
	}, Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"ledger": func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(publish(ts.MkAbs(args[0]))) },
	}})
}

// publish makes a ledger of four leaves in dir, signed as wangbei-2020.
func publish(dir string) error {
	const contest, day, code = "wangbei-2020", "2020-11-26", "0123456789abcdefghijkl"
	leaves := []ledger.Leaf{
		{Kind: ledger.Open, Rules: &ledger.Rules{Zone: "Asia/Shanghai", PerDay: 10}},
		{Kind: ledger.Vote, Entry: "w1", N: 7, Voter: code, Commitment: code},
		{Kind: ledger.Vote, Entry: "w2", N: 3, Voter: code, Commitment: code},
		{Kind: ledger.Close, Totals: map[string]int64{"w1": 7, "w2": 3}},
	}
	source := func(after int64) iter.Seq2[ledger.Leaf, error] {
		return func(yield func(ledger.Leaf, error) bool) {
			for i, l := range leaves[after:] {
				l.Seq, l.Contest, l.Day = after+int64(i)+1, contest, day
				if !yield(l, nil) {
					return
				}
			}
		}
	}
	secret, key, err := note.GenerateKey(rand.Reader, "vote.example.cn/"+contest)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	none, tree, err := ledger.Trees(source, 0)
	if err != nil {
		return err
	}
	checkpoint, err := ledger.Sign(signer, tree)
	if err != nil {
		return err
	}
	ranking, err := ledger.Ranking{Contest: contest, Size: tree.N, Totals: leaves[3].Totals}.Encode()
	if err != nil {
		return err
	}
	store, err := blob.OpenFolder(filepath.Dir(dir))
	if err != nil {
		return err
	}
	book, ctx := ledger.Book{Store: store, Dir: filepath.Base(dir)}, context.Background()
	if err := book.Extend(ctx, none, tree, source); err != nil {
		return err
	}
	edition := ledger.Edition{Key: key, Checkpoint: checkpoint, Ranking: ranking}
	return errors.Join(book.Seal(ctx, edition), book.Show(ctx, edition))
}
