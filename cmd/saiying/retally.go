package main

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"saiying/internal/ballot/ledger"
)

func retallyCommand() *cobra.Command {
	var key string
	c := &cobra.Command{Use: "retally DIR|ZIP", Short: "count a published vote again, without a server or a network",
		Long: `Recounts the ledger of a vote from its files alone (docs/design/ledger.md): signatures, the chain of checkpoints, numbers, allowances,
days, holds and annulments, sums, and the published result. The files are a folder, or the archive that the site gives out at
/api/v1/campaigns/CONTEST/ledger.zip. --key takes the organiser's key from another place than the ledger itself.
Exit: 0 everything agrees, 1 it does not, 2 the files cannot be read, or asked wrongly.`,
		Example: "  saiying retally hebei-2020.zip\n  saiying retally --key 'vote.example.cn/hebei-2020+1a2b3c4d+AQID...' hebei-2020",
		Args: func(c *cobra.Command, args []string) error {
			if err := cobra.ExactArgs(1)(c, args); err != nil {
				return &exit{2, usage("retally", err)} // 1 would say that a ledger was counted and does not agree
			}
			return nil
		}, RunE: func(c *cobra.Command, args []string) error {
			r, err := recount(args[0], key)
			if err != nil {
				return &exit{2, fmt.Errorf("%s读不出来 (cannot be read): %w", args[0], err)}
			}
			if err := tellRecount(c.OutOrStdout(), r); err != nil {
				return err
			}
			if len(r.Faults) > 0 {
				return &exit{code: 1}
			}
			return nil
		}}
	c.Flags().StringVar(&key, "key", "", "the organiser's verifier key, as printed in the notice")
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &exit{2, usage("retally", err)} })
	return c
}

// recount counts the ledger in a folder, or in an archive that has it in its one folder.
func recount(path, key string) (*ledger.Report, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if st.IsDir() {
		return ledger.Verify(os.DirFS(path), key)
	}
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = archive.Close() }()
	within := "."
	if top, err := fs.ReadDir(archive, "."); err == nil && len(top) == 1 {
		within = top[0].Name()
	}
	dir, err := fs.Sub(archive, within)
	if err != nil {
		return nil, err
	}
	return ledger.Verify(dir, key)
}

// tellRecount prints a recount for people: the works by their votes, then the judgement.
func tellRecount(out io.Writer, r *ledger.Report) error {
	works := slices.Sorted(maps.Keys(r.Totals))
	slices.SortStableFunc(works, func(a, b string) int { return int(r.Totals[b] - r.Totals[a]) })
	for _, w := range works {
		if _, err := fmt.Fprintf(out, "%8d票  %s\n", r.Totals[w], w); err != nil {
			return err
		}
	}
	for _, f := range r.Faults {
		if _, err := fmt.Fprintln(out, f); err != nil {
			return err
		}
	}
	judgement := "与公布的结果一致。"
	if len(r.Faults) > 0 {
		judgement = fmt.Sprintf("与公布的结果不一致，共%d处。", len(r.Faults))
	}
	_, err := fmt.Fprintf(out, "活动%s：账本%d条，检查点%d个，共投%d票。公钥%s。重数%s\n", r.Contest, r.Size, r.Checkpoints, r.Votes, r.Key, judgement)
	return err
}
