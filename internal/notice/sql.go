package notice

import (
	"context"

	"saiying/internal/platform/db"
)

func insertAnnouncement(ctx context.Context, tx *db.Tx, a Announcement) error {
	_, err := tx.Exec(ctx, "INSERT INTO notice_announcement (id, campaign, title, text, at) VALUES ($1, $2, $3, $4, $5)", a.ID, a.Campaign, a.Title, a.Text, db.Micros(a.At))
	return err
}

func listAnnouncements(ctx context.Context, tx *db.Tx, campaign, before string, limit int) ([]Announcement, error) {
	return db.List(ctx, tx, func(r db.Row) (a Announcement, err error) {
		var at int64
		err = r.Scan(&a.ID, &a.Campaign, &a.Title, &a.Text, &at)
		a.At = db.Time(at)
		return a, err
	}, "SELECT id, campaign, title, text, at FROM notice_announcement WHERE campaign = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3", campaign, before, limit)
}

// insertMessage reports false when the person was told already.
func insertMessage(ctx context.Context, tx *db.Tx, m Message) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO notice_message (id, person, about, campaign, title, text, link, at, seen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)
		ON CONFLICT (person, about) DO NOTHING`, m.ID, m.Person, m.About, m.Campaign, m.Title, m.Text, m.Link, db.Micros(m.At))
	return n > 0, err
}

func listMessages(ctx context.Context, tx *db.Tx, person, before string, limit int) ([]Message, error) {
	return db.List(ctx, tx, func(r db.Row) (m Message, err error) {
		var at int64
		err = r.Scan(&m.ID, &m.Person, &m.About, &m.Campaign, &m.Title, &m.Text, &m.Link, &at, &m.Seen)
		m.At = db.Time(at)
		return m, err
	}, `SELECT id, person, about, campaign, title, text, link, at, seen FROM notice_message
		WHERE person = $1 AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, person, before, limit)
}

func markSeen(ctx context.Context, tx *db.Tx, person, message string) (bool, error) {
	n, err := tx.Exec(ctx, "UPDATE notice_message SET seen = TRUE WHERE person = $1 AND id = $2", person, message)
	return n > 0, err
}
