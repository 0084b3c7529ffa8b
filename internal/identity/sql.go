package identity

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/id"
	"saiying/internal/platform/wechat"
)

// digest is what is kept of a secret. Tokens have 256 random bits, so a plain hash is enough.
func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

func findPerson(ctx context.Context, tx *db.Tx, personID string) (Person, bool, error) {
	p, found, err := db.One(ctx, tx, func(r db.Row) (p Person, err error) { return p, r.Scan(&p.ID, &p.Name, &p.WeChat, &p.joined) },
		"SELECT id, name, wechat, joined FROM identity_person WHERE id = $1", personID)
	if err != nil || !found {
		return Person{}, false, err
	}
	if err := fill(ctx, tx, &p); err != nil {
		return Person{}, false, err
	}
	return p, true, nil
}

// fill reads a person's accounts and roles.
func fill(ctx context.Context, tx *db.Tx, p *Person) error {
	type account struct {
		provider, subject string
		proven            bool
	}
	accounts, err := db.List(ctx, tx, func(r db.Row) (a account, err error) { return a, r.Scan(&a.provider, &a.subject, &a.proven) },
		"SELECT provider, subject, proven FROM identity_account WHERE person = $1", p.ID)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		p.add(Provider(a.provider), a.subject, a.proven)
	}
	p.Roles, err = db.List(ctx, tx, func(r db.Row) (g Grant, err error) { return g, r.Scan(&g.Role, &g.Campaign) },
		"SELECT role, campaign FROM identity_role WHERE person = $1 ORDER BY campaign, role", p.ID)
	return err
}

func (p *Person) add(provider Provider, subject string, proven bool) {
	switch provider {
	case Email:
		p.Email = subject
	case Phone:
		p.Phone, p.PhoneProven = subject, proven
	case WeChat:
		p.OpenID = subject
	}
}

// settle returns the person to whom an account belongs, making both when the account is new.
func settle(ctx context.Context, tx *db.Tx, provider Provider, subject, name string) (Person, error) {
	owner, found, err := db.One(ctx, tx, db.Value[string], "SELECT person FROM identity_account WHERE provider = $1 AND subject = $2", provider, subject)
	if err != nil {
		return Person{}, err
	}
	if !found {
		owner = id.New()
		if err := insertPerson(ctx, tx, owner, name); err != nil {
			return Person{}, err
		}
		// Two requests may bring the same new account at once: the first owner stays, the other person is dropped again.
		first, _, err := db.One(ctx, tx, db.Value[string], `INSERT INTO identity_account (provider, subject, person, created) VALUES ($1, $2, $3, $4)
			ON CONFLICT (provider, subject) DO UPDATE SET subject = excluded.subject RETURNING person`, provider, subject, owner, db.Micros(tx.Now()))
		if err != nil {
			return Person{}, err
		}
		if first != owner {
			if _, err := tx.Exec(ctx, "DELETE FROM identity_person WHERE id = $1", owner); err != nil {
				return Person{}, err
			}
			owner = first
		}
	}
	p, _, err := findPerson(ctx, tx, owner)
	return p, err
}

// settleWeChat is settle for an account of WeChat's: by its unionid a person is known again in another app, and all their votes are counted
// by one account. Whoever became two persons, having been seen in both apps before WeChat told the unionid, stays so and votes as one:
// moved tells that the votes of a person whom we knew are from now on counted by another account.
func settleWeChat(ctx context.Context, tx *db.Tx, provider Provider, a wechat.Account, name string) (p Person, moved bool, err error) {
	if err := lendAccount(ctx, tx, provider, a); err != nil {
		return p, false, err
	}
	if p, err = settle(ctx, tx, provider, a.OpenID, name); err != nil {
		return p, false, err
	}
	before := p.WeChat
	if before == "" {
		p.WeChat = a.OpenID
		if provider != WeChat {
			p.WeChat = string(provider) + ":" + a.OpenID // an app's openids say nothing of another's
		}
	}
	if a.UnionID != "" { // two apps may bring the same new person at once: the first account stays
		p.joined = true
		p.WeChat, _, err = db.One(ctx, tx, db.Value[string], `INSERT INTO identity_union (unionid, account, person) VALUES ($1, $2, $3)
			ON CONFLICT (unionid) DO UPDATE SET unionid = excluded.unionid RETURNING account`, a.UnionID, p.WeChat, p.ID)
		if err != nil {
			return p, false, err
		}
	}
	_, err = tx.Exec(ctx, "UPDATE identity_person SET wechat = $2, joined = $3, seen = $4 WHERE id = $1", p.ID, p.WeChat, p.joined, db.Micros(tx.Now()))
	return p, before != "" && before != p.WeChat, err
}

// lendAccount gives the person of a unionid the account by which they now come, unless it is somebody's already.
func lendAccount(ctx context.Context, tx *db.Tx, provider Provider, a wechat.Account) error {
	if a.UnionID == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO identity_account (provider, subject, person, created) SELECT $1, $2, person, $3 FROM identity_union WHERE unionid = $4
		ON CONFLICT DO NOTHING`, provider, a.OpenID, db.Micros(tx.Now()), a.UnionID)
	return err
}

func knownUnion(ctx context.Context, tx *db.Tx, unionID string) (bool, error) {
	_, found, err := db.One(ctx, tx, db.Value[string], "SELECT account FROM identity_union WHERE unionid = $1", unionID)
	return found, err
}

// findApart tells whether anybody was seen in the mini program with a unionid, and how many were seen there lately without.
func findApart(ctx context.Context, tx *db.Tx) (told bool, apart int64, err error) {
	apart, _, err = db.One(ctx, tx, db.Value[int64], `SELECT COUNT(*) FROM identity_person p JOIN identity_account a ON a.person = p.id AND a.provider = 'wechat'
		WHERE p.wechat <> '' AND NOT p.joined AND p.seen > $1`, db.Micros(tx.Now().Add(-apartFor)))
	if err != nil {
		return false, 0, err
	}
	_, told, err = db.One(ctx, tx, db.Value[string], "SELECT p.id FROM identity_account a JOIN identity_person p ON p.id = a.person WHERE a.provider = 'wechat' AND p.joined LIMIT 1")
	return told, apart, err
}

func insertPerson(ctx context.Context, tx *db.Tx, personID, name string) error {
	_, err := tx.Exec(ctx, "INSERT INTO identity_person (id, name, created, seen) VALUES ($1, $2, $3, $3)", personID, name, db.Micros(tx.Now()))
	return err
}

// prove notes that whoever asks has the account.
func prove(ctx context.Context, tx *db.Tx, provider Provider, subject string) error {
	_, err := tx.Exec(ctx, "UPDATE identity_account SET proven = TRUE WHERE provider = $1 AND subject = $2 AND NOT proven", provider, subject)
	return err
}

func insertAccount(ctx context.Context, tx *db.Tx, provider Provider, subject, personID string) error {
	_, err := tx.Exec(ctx, "INSERT INTO identity_account (provider, subject, person, created) VALUES ($1, $2, $3, $4)", provider, subject, personID, db.Micros(tx.Now()))
	return err
}

func insertRole(ctx context.Context, tx *db.Tx, personID string, g Grant) error {
	_, err := tx.Exec(ctx, "INSERT INTO identity_role (person, role, campaign, granted) VALUES ($1, $2, $3, $4) ON CONFLICT (person, role, campaign) DO NOTHING",
		personID, g.Role, g.Campaign, db.Micros(tx.Now()))
	return err
}

func deleteRole(ctx context.Context, tx *db.Tx, personID string, g Grant) (bool, error) {
	n, err := tx.Exec(ctx, "DELETE FROM identity_role WHERE person = $1 AND role = $2 AND campaign = $3", personID, g.Role, g.Campaign)
	return n > 0, err
}

func updateName(ctx context.Context, tx *db.Tx, personID, name string) error {
	_, err := tx.Exec(ctx, "UPDATE identity_person SET name = $2 WHERE id = $1", personID, name)
	return err
}

func insertSession(ctx context.Context, tx *db.Tx, token, personID string, expires time.Time) error {
	now := db.Micros(tx.Now())
	_, err := tx.Exec(ctx, "INSERT INTO identity_session (digest, person, created, expires, seen) VALUES ($1, $2, $3, $4, $3)", digest(token), personID, now, db.Micros(expires))
	return err
}

type session struct {
	person  Person
	expires time.Time
	seen    time.Time
}

// question is a token, and what is known of its session.
type question struct {
	token   string
	session session
	found   bool
}

// findSessions answers questions with all that is known of the persons: it is asked for each page, and in a rush for many at once.
func findSessions(ctx context.Context, tx *db.Tx, questions []*question) error {
	asked := make(map[string][]*question, len(questions))
	digests := make([]string, 0, len(questions))
	for _, q := range questions {
		d := digest(q.token)
		q.session, q.found = session{person: Person{Roles: []Grant{}}}, false
		if asked[d] = append(asked[d], q); len(asked[d]) == 1 {
			digests = append(digests, d)
		}
	}
	rows, err := tx.Query(ctx, `SELECT s.digest, s.expires, s.seen, p.id, p.name, p.wechat, p.joined, COALESCE(a.provider, ''), COALESCE(a.subject, ''), COALESCE(a.proven, FALSE), COALESCE(r.role, ''), COALESCE(r.campaign, '')
		FROM identity_session s JOIN identity_person p ON p.id = s.person
		LEFT JOIN identity_account a ON a.person = p.id LEFT JOIN identity_role r ON r.person = p.id
		WHERE s.digest `+tx.Among("$1"), tx.Texts(digests))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var d, subject string
		var of Person
		var expires, seen int64
		var provider Provider
		var proven bool
		var g Grant
		if err := rows.Scan(&d, &expires, &seen, &of.ID, &of.Name, &of.WeChat, &of.joined, &provider, &subject, &proven, &g.Role, &g.Campaign); err != nil {
			return err
		}
		for _, q := range asked[d] {
			q.found, q.session.expires, q.session.seen = true, db.Time(expires), db.Time(seen)
			p := &q.session.person
			p.ID, p.Name, p.WeChat, p.joined = of.ID, of.Name, of.WeChat, of.joined
			p.add(provider, subject, proven)
			if g.Role != "" && !slices.Contains(p.Roles, g) { // each role comes with each account
				p.Roles = append(p.Roles, g)
			}
		}
	}
	for _, q := range questions { // few have more than one role, and nobody else should pay for sorting
		slices.SortFunc(q.session.person.Roles, func(a, b Grant) int {
			return cmp.Or(strings.Compare(a.Campaign, b.Campaign), strings.Compare(string(a.Role), string(b.Role)))
		})
	}
	return rows.Err()
}

func touchSession(ctx context.Context, tx *db.Tx, token, personID string) error {
	now := db.Micros(tx.Now())
	if _, err := tx.Exec(ctx, "UPDATE identity_session SET seen = $2 WHERE digest = $1", digest(token), now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE identity_person SET seen = $2 WHERE id = $1", personID, now)
	return err
}

func deleteSession(ctx context.Context, tx *db.Tx, token string) error {
	_, err := tx.Exec(ctx, "DELETE FROM identity_session WHERE digest = $1", digest(token))
	return err
}

func deleteExpired(ctx context.Context, tx *db.Tx) error {
	now := db.Micros(tx.Now())
	for _, q := range []string{"DELETE FROM identity_session WHERE expires < $1", "DELETE FROM identity_link WHERE expires < $1"} {
		if _, err := tx.Exec(ctx, q, now); err != nil {
			return err
		}
	}
	return nil
}

// putCode keeps a new code for an address and reports false when the address was sent one within the pause, or has had
// its share of the day. All of it is decided in the write, so that parallel requests cannot both pass.
func putCode(ctx context.Context, tx *db.Tx, provider Provider, subject, code string) (bool, error) {
	now := tx.Now()
	_, ok, err := db.One(ctx, tx, db.Value[int], `INSERT INTO identity_code (provider, subject, digest, expires, tries, sent_at, day, sent) VALUES ($1, $2, $3, $4, 0, $5, $6, 1)
		ON CONFLICT (provider, subject) DO UPDATE SET digest = excluded.digest, expires = excluded.expires, tries = 0, sent_at = excluded.sent_at,
			sent = CASE WHEN identity_code.day = excluded.day THEN identity_code.sent + 1 ELSE 1 END, day = excluded.day
		WHERE identity_code.sent_at <= $7 AND (identity_code.day <> excluded.day OR identity_code.sent < $8) RETURNING sent`,
		provider, subject, digest(string(provider), subject, code), db.Micros(now.Add(codeLife)), db.Micros(now), now.Unix()/86400, db.Micros(now.Add(-codePause)), codesPerDay)
	return ok, err
}

// tryCode counts one try and reports whether it was the right code, in time, and among the allowed tries.
func tryCode(ctx context.Context, tx *db.Tx, provider Provider, subject, code string) (bool, error) {
	want, ok, err := db.One(ctx, tx, db.Value[string], `UPDATE identity_code SET tries = tries + 1
		WHERE provider = $1 AND subject = $2 AND expires >= $3 AND tries < $4 RETURNING digest`, provider, subject, db.Micros(tx.Now()), codeTries)
	if err != nil || !ok || want != digest(string(provider), subject, code) {
		return false, err
	}
	_, err = tx.Exec(ctx, "UPDATE identity_code SET expires = 0 WHERE provider = $1 AND subject = $2", provider, subject) // a code works once
	return true, err
}

func insertLink(ctx context.Context, tx *db.Tx, token, personID string, expires time.Time) error {
	_, err := tx.Exec(ctx, "INSERT INTO identity_link (digest, person, expires, used) VALUES ($1, $2, $3, FALSE)", digest(token), personID, db.Micros(expires))
	return err
}

func useLink(ctx context.Context, tx *db.Tx, token string) (string, bool, error) {
	return db.One(ctx, tx, db.Value[string], "UPDATE identity_link SET used = TRUE WHERE digest = $1 AND used = FALSE AND expires >= $2 RETURNING person",
		digest(token), db.Micros(tx.Now()))
}

type member struct {
	Person
	seen time.Time
}

func listStaff(ctx context.Context, tx *db.Tx, campaign string, role Role) ([]member, error) {
	all, err := db.List(ctx, tx, func(r db.Row) (m member, err error) {
		var seen int64
		err = r.Scan(&m.ID, &m.Name, &seen)
		m.seen = db.Time(seen)
		return m, err
	}, `SELECT id, name, seen FROM identity_person WHERE id IN (SELECT person FROM identity_role
		WHERE ($1 = '' OR campaign = $1 OR campaign = '*') AND ($2 = '' OR role = $2)) ORDER BY name, id`, campaign, role)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := fill(ctx, tx, &all[i].Person); err != nil {
			return nil, err
		}
	}
	return all, nil
}
