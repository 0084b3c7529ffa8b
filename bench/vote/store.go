package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"saiying/campaigns"
	"saiying/internal/app"
	"saiying/internal/platform/db"
	"saiying/web"
)

const (
	contest = "hebei-2020" // ten votes a day
	works   = 150
	perDay  = 10
	voters  = connections * 500 // enough that nobody is asked to vote an eleventh time
)

// prepare makes a store with a vote that is on and everybody signed in. They are written straight into their tables: this is not
// about how they get there.
func prepare(ctx context.Context, data, database string) error {
	a, err := app.Open(ctx, config(data, database, time.Now()))
	if err != nil {
		return err
	}
	if _, err := a.Campaign.Open(ctx, contest); err == nil {
		return a.Close() // it stands there already
	}
	return errors.Join(fill(ctx, a, database), a.Close())
}

func fill(ctx context.Context, a *app.App, database string) error {
	notice, err := campaigns.Files.ReadFile(contest + ".yaml")
	if err != nil {
		return err
	}
	decided, err := campaigns.Files.ReadFile(contest + ".decisions.yaml")
	if err != nil {
		return err
	}
	if _, err := a.Campaign.Apply(ctx, notice, decided); err != nil {
		return err
	}
	d, err := db.Open(ctx, database, since{time.Now()})
	if err != nil {
		return err
	}
	return errors.Join(d.Write(ctx, func(tx *db.Tx) error { return insert(ctx, tx) }), d.Close())
}

func insert(ctx context.Context, tx *db.Tx) error {
	var entries, persons, accounts, sessions [][]any
	now, later := db.Micros(noon), db.Micros(noon.AddDate(0, 0, 30))
	for n := range works {
		entries = append(entries, []any{work(n), contest, "web", "someone", "someone", n + 1, fmt.Sprintf("%04d", n+1), "shortlisted", fmt.Sprintf("第%d部", n+1),
			"林晓岚", "望北县融媒体中心", "{}", "[]", "[]", "[]", now, now, now})
	}
	for n := range voters {
		person := "p" + strconv.Itoa(n)
		persons = append(persons, []any{person, "观众", now, now, "o" + strconv.Itoa(n)})
		accounts = append(accounts, []any{"wechat", "o" + strconv.Itoa(n), person, now})
		sessions = append(sessions, []any{digest(token(n)), person, now, later, now})
	}
	for _, t := range []struct {
		into string
		rows [][]any
	}{
		{`entry_entry (id, campaign, door, owner, made_by, seq, number, state, title, author, unit, fields, topics, declarations, claims, created, submitted, changed)`, entries},
		{`identity_person (id, name, created, seen, wechat)`, persons},
		{`identity_account (provider, subject, person, created)`, accounts},
		{`identity_session (digest, person, created, expires, seen)`, sessions},
	} {
		if _, err := tx.Insert(ctx, t.into, "", nil, t.rows); err != nil {
			return err
		}
	}
	return nil
}

// digest is how the identity room keeps a token.
func digest(token string) string {
	sum := sha256.Sum256([]byte(token + "\x00"))
	return hex.EncodeToString(sum[:])
}

func work(n int) string  { return fmt.Sprintf("w%03d", n) }
func token(n int) string { return "token-of-voter-" + strconv.Itoa(n) }

// voting has a connection's voters vote one after the other, each ten times; the first gone of them have done so.
func voting(gone int) request {
	const body = `{"entry":"w000","count":1}`
	return func(b *bytes.Buffer, connection, n int) {
		voter := connection + connections*(gone+n/perDay)
		b.WriteString("POST /api/v1/campaigns/" + contest + "/votes HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0 miniProgram\r\n" +
			"Accept-Language: zh-CN\r\nContent-Type: application/json\r\nX-Forwarded-For: ")
		fmt.Fprintf(b, "10.%d.%d.%d\r\nAuthorization: Bearer token-of-voter-%d\r\nIdempotency-Key: tap-%d-%d-0123456789abcdef\r\nContent-Length: %d\r\n\r\n",
			voter%199, voter/199%251, voter%251, voter, voter, n, len(body)) // neighbours vote from networks of their own
		fmt.Fprintf(b, `{"entry":"w%03d","count":1}`, (connection+n*7)%works)
	}
}

// getting is a browser's request for a path.
func getting(path string) request {
	return func(b *bytes.Buffer, _, _ int) {
		b.WriteString("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: zh-CN\r\nAccept-Encoding: gzip\r\n\r\n")
	}
}

// answerSize is how many bytes an answer has on the line.
func answerSize(ctx context.Context, address, path string) (int, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+path, nil)
	if err != nil {
		return 0, err
	}
	q.Header.Set("Accept-Encoding", "gzip")
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return 0, err
	}
	b, err := io.ReadAll(r.Body)
	return len(b), errors.Join(err, r.Body.Close())
}

// fileOfSize is the file of our pages whose size on the line is nearest.
func fileOfSize(ctx context.Context, address string, size int) (nearest string, err error) {
	best := 1 << 30
	err = fs.WalkDir(web.Dist, "dist/assets", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".js" {
			return err
		}
		path = strings.TrimPrefix(path, "dist")
		n, err := answerSize(ctx, address, path)
		if off := max(n-size, size-n); off < best {
			nearest, best = path, off
		}
		return err
	})
	return nearest, err
}
