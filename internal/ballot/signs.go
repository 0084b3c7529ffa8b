package ballot

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"strings"
	"time"
)

// network is the part of an address that its neighbours share: /24 of IPv4, /48 of IPv6. It is empty for what is no address.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	a = a.Unmap()
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

// disguise is text as it may be kept: told apart from others by whoever has it, and not to be guessed by who has no key.
func disguise(secret, text string) string {
	if text == "" {
		return ""
	}
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
}

// families are browsers as they name themselves, the more particular first.
var families = []struct{ mark, name string }{
	{"miniProgram", "miniprogram"}, {"MicroMessenger", "wechat"}, {"Android", "android"}, {"iPhone", "iphone"}, {"iPad", "ipad"}, {"Windows", "windows"}, {"Macintosh", "mac"}, {"Linux", "linux"},
}

// family is the kind of browser that a vote came from.
func family(agent string) string {
	for _, f := range families {
		if strings.Contains(agent, f.mark) {
			return f.name
		}
	}
	if agent == "" {
		return ""
	}
	return "other"
}

// longestWatch bounds what a browser says of how long a page was open.
const longestWatch = 24 * time.Hour

// milliseconds is d as it is kept, -1 where it is not known.
func milliseconds(d time.Duration) int64 {
	if d < 0 || d > longestWatch {
		return -1
	}
	return d.Milliseconds()
}
