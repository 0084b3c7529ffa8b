package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"saiying/bench/postgres"
)

// vote loads PocketBase as ours is loaded.
func (p *pocketbase) vote(ctx context.Context, most time.Duration) (result, error) {
	r, err := load(ctx, []string{p.Address}, most, func(b *bytes.Buffer, connection, n int) {
		voter := connection + connections*(p.gone+n/perDay)
		body := fmt.Sprintf(`{"entry":"w%03d","count":1,"key":"tap-%d-%d-0123456789abcdef"}`, (connection+n*7)%works, voter, n)
		fmt.Fprintf(b, "POST /api/collections/votes/records HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s",
			p.tokens[voter%len(p.tokens)], len(body), body)
	})
	p.gone += r.most/perDay + 1
	if err == nil && (r.refused > 0 || p.gone*connections > len(p.tokens)) {
		err = fmt.Errorf("PocketBase refused %d votes, such as %s", r.refused, r.says)
	}
	return r, err
}

// allowance is the least that a vote needs of a database: the day's allowance is spent where there is any left, and the vote is
// written, in one transaction. So many voters that they rarely meet.
const allowance = `\set voter random(1, 1000000)
\set entry random(1, 150)
BEGIN;
INSERT INTO spent (day, voter, used) VALUES ('2020-11-28', :voter, 1) ON CONFLICT (day, voter) DO UPDATE SET used = spent.used + 1 WHERE spent.used < 10;
INSERT INTO vote (entry, n, day, voter, at) VALUES (:entry, 1, '2020-11-28', :voter, 1606536000000000);
COMMIT;
`

const allowanceTables = `CREATE TABLE IF NOT EXISTS spent (day TEXT, voter BIGINT, used BIGINT NOT NULL, PRIMARY KEY (day, voter));
CREATE TABLE IF NOT EXISTS vote (seq BIGSERIAL PRIMARY KEY, entry BIGINT NOT NULL, n BIGINT NOT NULL, day TEXT NOT NULL, voter BIGINT NOT NULL, at BIGINT NOT NULL);`

// bestClients finds how many clients pgbench is fastest with.
func (b *bench) bestClients(ctx context.Context, pg *postgres.Server) (best int, err error) {
	d, err := sql.Open("pgx", pg.DSN("pgbench", pg.Address))
	if err != nil {
		return 0, err
	}
	_, err = d.ExecContext(ctx, allowanceTables)
	if err := errors.Join(err, d.Close()); err != nil {
		return 0, err
	}
	if err := os.WriteFile(b.script(), []byte(allowance), 0o644); err != nil { //nolint:gosec // nobody reads it as PostgreSQL's user
		return 0, err
	}
	top := 0.0
	for _, clients := range []int{8, 16, 32, 64, 128} {
		rate, err := b.pgbench(ctx, pg, clients, b.seconds/2)
		if err != nil {
			return 0, err
		}
		if rate > top {
			best, top = clients, rate
		}
	}
	return best, nil
}

func (b *bench) script() string { return filepath.Join(b.dir, "vote.sql") }

var rateOf = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)

// pgbench returns how many transactions a second it did.
func (b *bench) pgbench(ctx context.Context, pg *postgres.Server, clients int, most time.Duration) (float64, error) {
	out, err := pg.Command(ctx, "pgbench", "-n", "-M", "prepared", "-f", b.script(), "-c", strconv.Itoa(clients), "-j", "2",
		"-T", strconv.Itoa(max(1, int(most.Seconds()))), pg.DSN("pgbench", pg.Address)).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	m := rateOf.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("pgbench told no rate: %s", out)
	}
	return strconv.ParseFloat(string(m[1]), 64)
}
