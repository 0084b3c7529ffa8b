package media

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
)

// A pass lets whoever has it see one film that is not public, until it expires: it is a part of the address, so that the names in
// a playlist carry it on, and a player that sends no cookie (in a mini program, on a hall's screen) gets every segment.
// It reads EXPIRY-MAC, the expiry in seconds since 1970 to the base 36. A pass for the copy for download is another one.

// A pass is good for passLife at most and passLife - passStep at least; all that are made within a step are the same, so that what a
// browser has kept stays good.
const (
	passLife = 12 * time.Hour
	passStep = 6 * time.Hour
)

var (
	errPassOver = fault.Define("media.pass_over", fault.Gone,
		"这个播放地址已经过期，请刷新页面再看。", "This address of the film has expired; please reload the page.")
	errPassWrong = fault.Define("media.pass_wrong", fault.Forbidden,
		"这个播放地址不完整，请回到页面重新打开影片。", "This address of the film is not valid; please open the film from its page again.")
)

// passes makes and checks passes. The secret is the same on all machines.
type passes struct{ secret []byte }

// openPasses reads the secret, which the first machine to ask makes.
func openPasses(ctx context.Context, d *db.DB) (p passes, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		s, err := secret(ctx, tx, "pass", id.Token())
		p.secret = []byte(s)
		return err
	})
	return p, err
}

func (p passes) make(what string, now time.Time) string {
	expiry := strconv.FormatInt(now.Truncate(passStep).Add(passLife).Unix(), 36)
	return expiry + "-" + p.mac(what, expiry)
}

// check refuses a pass that is not for what is asked for, or no longer.
func (p passes) check(what, pass string, now time.Time) error {
	expiry, mac, _ := strings.Cut(pass, "-")
	if !hmac.Equal([]byte(mac), []byte(p.mac(what, expiry))) {
		return errPassWrong
	}
	end, err := strconv.ParseInt(expiry, 36, 64)
	if err != nil {
		return errPassWrong
	}
	if now.Unix() >= end {
		return errPassOver
	}
	return nil
}

// mac is the first half of the HMAC-SHA256: 128 bits are beyond guessing, and every line of a log holds them.
func (p passes) mac(what, expiry string) string {
	h := hmac.New(sha256.New, p.secret)
	h.Write([]byte(what + "|" + expiry))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}
