// Command pocketbase is a vote of ten a day as somebody would write it who builds on PocketBase: three collections, and a hook that spends
// the day's allowance in the transaction of the vote. It is a module of its own, so that nothing of it comes near the program.
//
//	pocketbase seed N FILE    makes N voters and writes their tokens to FILE, a line each
//	pocketbase serve          serves, as PocketBase does
package main

import (
	"bufio"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
	"github.com/spf13/cobra"
	"golang.org/x/crypto/bcrypt"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

const perDay = 10

func main() {
	// PocketBase's own settings, but for synchronous, which it has at NORMAL: a vote that was acknowledged has to be on the disk.
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: "pb_data", DBConnect: func(path string) (*dbx.DB, error) {
		return dbx.Open("sqlite", path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=journal_size_limit(200000000)"+
			"&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-32000)")
	}})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		if err := collections(e.App); err != nil {
			return err
		}
		return e.Next()
	})
	app.OnRecordCreateRequest("votes").BindFunc(spend)
	app.RootCmd.AddCommand(&cobra.Command{Use: "seed", Args: cobra.ExactArgs(2), RunE: func(_ *cobra.Command, args []string) error {
		n, err := strconv.Atoi(args[0])
		if err != nil {
			return err
		}
		return seed(app, n, args[1])
	}})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// spend takes a vote from the day's allowance, in the transaction that stores it.
func spend(e *core.RecordRequestEvent) error {
	if e.Auth == nil {
		return e.UnauthorizedError("sign in to vote", nil)
	}
	day := time.Now().UTC().Format(time.DateOnly)
	count := e.Record.GetInt("count")
	e.Record.Set("voter", e.Auth.Id)
	e.Record.Set("day", day)
	app := e.App
	return app.RunInTransaction(func(tx core.App) error {
		a, err := tx.FindFirstRecordByFilter("allowances", "voter = {:voter} && day = {:day}", dbx.Params{"voter": e.Auth.Id, "day": day})
		if err != nil {
			c, err := tx.FindCachedCollectionByNameOrId("allowances")
			if err != nil {
				return err
			}
			a = core.NewRecord(c)
			a.Set("voter", e.Auth.Id)
			a.Set("day", day)
		}
		if a.GetInt("used")+count > perDay {
			return e.BadRequestError("all votes of the day are used", nil)
		}
		a.Set("used", a.GetInt("used")+count)
		if err := tx.Save(a); err != nil {
			return err
		}
		e.App = tx
		defer func() { e.App = app }()
		return e.Next()
	})
}

func collections(app core.App) error {
	if _, err := app.FindCollectionByNameOrId("votes"); err == nil {
		return nil
	}
	voters := core.NewAuthCollection("voters")
	voters.AuthToken.Duration = 30 * 24 * 3600
	if err := app.Save(voters); err != nil {
		return err
	}
	allowances := core.NewBaseCollection("allowances")
	allowances.Fields.Add(&core.RelationField{Name: "voter", CollectionId: voters.Id, MaxSelect: 1, Required: true}, &core.TextField{Name: "day", Required: true},
		&core.NumberField{Name: "used", OnlyInt: true, Max: types.Pointer(float64(perDay))})
	allowances.AddIndex("allowances_day", true, "voter, day", "")
	votes := core.NewBaseCollection("votes")
	votes.CreateRule = types.Pointer("@request.auth.id != ''")
	votes.Fields.Add(&core.RelationField{Name: "voter", CollectionId: voters.Id, MaxSelect: 1}, &core.TextField{Name: "day"}, &core.TextField{Name: "entry", Required: true},
		&core.NumberField{Name: "count", OnlyInt: true, Required: true, Min: types.Pointer(1.0)}, &core.TextField{Name: "key", Required: true})
	votes.AddIndex("votes_key", true, "key", "")
	return errors.Join(app.Save(allowances), app.Save(votes))
}

func seed(app core.App, n int, file string) error {
	if err := collections(app); err != nil {
		return err
	}
	c, err := app.FindCollectionByNameOrId("voters")
	if err != nil {
		return err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte("nobody signs in with it"), bcrypt.MinCost)
	if err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	err = app.RunInTransaction(func(tx core.App) error {
		for i := range n {
			r := core.NewRecord(c)
			r.Set("email", fmt.Sprintf("voter%d@example.cn", i))
			r.RefreshTokenKey()
			r.SetRaw("password", &core.PasswordFieldValue{Hash: string(hash)})
			if err := tx.SaveNoValidate(r); err != nil {
				return err
			}
			token, err := r.NewAuthToken()
			if err != nil {
				return err
			}
			fmt.Fprintln(w, token)
		}
		return nil
	})
	return errors.Join(err, w.Flush(), f.Close())
}
