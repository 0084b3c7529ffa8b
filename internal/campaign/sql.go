package campaign

import (
	"context"
	"time"

	"gopkg.in/yaml.v3"

	"saiying/internal/platform/db"
)

// head is what is in force.
type head struct {
	Key                          string
	Version, Revision, Decisions int
}

func scanHead(r db.Row) (h head, err error) {
	err = r.Scan(&h.Key, &h.Version, &h.Revision, &h.Decisions)
	return h, err
}

const headColumns = "SELECT campaign, version, revision, decisions FROM campaign_head "

func findHead(ctx context.Context, tx *db.Tx, key string) (head, bool, error) {
	return db.One(ctx, tx, scanHead, headColumns+"WHERE campaign = $1", key)
}

func headAhead(ctx context.Context, tx *db.Tx, key string, into *[]head) error {
	return db.Ahead(ctx, tx, into, scanHead, headColumns+"WHERE campaign = $1", key)
}

func listHeads(ctx context.Context, tx *db.Tx) ([]head, error) {
	return db.List(ctx, tx, scanHead, headColumns+"ORDER BY created DESC, campaign")
}

func insertHead(ctx context.Context, tx *db.Tx, key string) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO campaign_head (campaign, version, revision, decisions, created) VALUES ($1, 1, 1, 0, $2)
		ON CONFLICT (campaign) DO NOTHING`, key, db.Micros(tx.Now()))
	return n == 1, err
}

// moveHead puts a new text in force if the old one still is; two editors cannot both succeed.
func moveHead(ctx context.Context, tx *db.Tx, from, to head) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE campaign_head SET version = $1, revision = $2 WHERE campaign = $3 AND version = $4 AND revision = $5`,
		to.Version, to.Revision, from.Key, from.Version, from.Revision)
	return n == 1, err
}

// Version is one text that was in force.
type Version struct {
	Version, Revision int
	At                time.Time
	By                string
	Corrects          string
	SHA256            string
	YAML              string
}

func insertVersion(ctx context.Context, tx *db.Tx, key string, v Version) error {
	_, err := tx.Exec(ctx, `INSERT INTO campaign_version (campaign, version, revision, at, author, corrects, sha256, yaml)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, key, v.Version, v.Revision, db.Micros(tx.Now()), v.By, v.Corrects, v.SHA256, v.YAML)
	return err
}

func scanVersion(r db.Row) (v Version, err error) {
	var at int64
	err = r.Scan(&v.Version, &v.Revision, &at, &v.By, &v.Corrects, &v.SHA256, &v.YAML)
	v.At = db.Time(at)
	return v, err
}

const versionColumns = "SELECT version, revision, at, author, corrects, sha256, yaml FROM campaign_version WHERE campaign = $1 "

func findVersion(ctx context.Context, tx *db.Tx, h head) (Version, bool, error) {
	return db.One(ctx, tx, scanVersion, versionColumns+"AND version = $2 AND revision = $3", h.Key, h.Version, h.Revision)
}

func listVersions(ctx context.Context, tx *db.Tx, key string) ([]Version, error) {
	return db.List(ctx, tx, scanVersion, versionColumns+"ORDER BY version DESC, revision DESC", key)
}

// insertDecision adds a decision and counts it in the head, both in one write.
func insertDecision(ctx context.Context, tx *db.Tx, key string, d Decision) error {
	value, err := yaml.Marshal(d.value())
	if err != nil {
		return err
	}
	var n int
	if err := tx.QueryRow(ctx, "UPDATE campaign_head SET decisions = decisions + 1 WHERE campaign = $1 RETURNING decisions", key).Scan(&n); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO campaign_decision (campaign, n, path, value, author, at, reason, recorded)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, key, n, d.Path, string(value), d.By, db.Micros(d.At), d.Reason, db.Micros(tx.Now()))
	return err
}

func scanDecision(r db.Row) (d Decision, err error) {
	var at int64
	var value string
	if err = r.Scan(&d.Path, &value, &d.By, &at, &d.Reason); err != nil {
		return d, err
	}
	d.At = db.Time(at)
	return d, d.setText([]byte(value))
}

func listDecisions(ctx context.Context, tx *db.Tx, key string) ([]Decision, error) {
	return db.List(ctx, tx, scanDecision, "SELECT path, value, author, at, reason FROM campaign_decision WHERE campaign = $1 ORDER BY n", key)
}

func insertLock(ctx context.Context, tx *db.Tx, key, topic string) (bool, error) {
	n, err := tx.Exec(ctx, "INSERT INTO campaign_lock (campaign, topic, at) VALUES ($1, $2, $3) ON CONFLICT (campaign, topic) DO NOTHING",
		key, topic, db.Micros(tx.Now()))
	return n == 1, err
}

func scanLock(r db.Row) (l Locked, err error) {
	var at int64
	err = r.Scan(&l.Topic, &at)
	l.At = db.Time(at)
	return l, err
}

func listLocks(ctx context.Context, tx *db.Tx, key string) ([]Locked, error) {
	return db.List(ctx, tx, scanLock, "SELECT topic, at FROM campaign_lock WHERE campaign = $1 ORDER BY at, topic", key)
}
