package identity

import (
	"context"
	"net/mail"
	"regexp"
	"strings"

	"saiying/internal/platform/fault"
)

// Role is what a member of staff may do in a campaign. Authors and voters need none.
type Role string

// The roles, from the widest.
const (
	Admin     Role = "admin"     // everything, in every campaign; appoints the others
	Organiser Role = "organiser" // runs a campaign
	Screener  Role = "screener"  // admits, returns and rejects entries
	Judge     Role = "judge"     // scores the works dealt to them
	Auditor   Role = "auditor"   // reads everything, changes nothing
)

// Roles lists the roles that can be granted.
var Roles = []Role{Admin, Organiser, Screener, Judge, Auditor}

// Everywhere stands for all campaigns in a grant.
const Everywhere = "*"

// Grant is a role held in one campaign, or Everywhere.
type Grant struct {
	Role     Role   `json:"role" enum:"admin,organiser,screener,judge,auditor"`
	Campaign string `json:"campaign" doc:"A campaign's key, or * for all"`
}

// Person is somebody who has signed in or was appointed.
type Person struct {
	ID    string
	Name  string
	Email string
	Phone string
	// PhoneProven tells that they have shown a code that was sent to Phone; of staff it may be what an administrator wrote down.
	PhoneProven bool
	WeChat      string // the account by which their votes are counted, in the mini program and on pages; never shown to anybody
	OpenID      string // their openid in the mini program, likewise
	Roles       []Grant
	joined      bool // WeChat has told their unionid
}

// Holds reports whether p has one of roles in the campaign. Admins hold every role but that of judge and auditor, which
// would let one person run a contest and judge or audit it.
func (p Person) Holds(campaign string, roles ...Role) bool {
	for _, g := range p.Roles {
		if g.Campaign != Everywhere && g.Campaign != campaign {
			continue
		}
		for _, r := range roles {
			if g.Role == r || (g.Role == Admin && r != Judge && r != Auditor) {
				return true
			}
		}
	}
	return false
}

// Staff reports whether p holds any role anywhere.
func (p Person) Staff() bool { return len(p.Roles) > 0 }

// The refusals that other rooms need too.
var (
	ErrSignedOut = fault.Define("identity.signed_out", fault.Unauthenticated, "请先登录。", "Please sign in first.")
	ErrForbidden = fault.Define("identity.forbidden", fault.Forbidden,
		"您的身份不能做这件事。需要时请联系活动的管理员。", "Your role does not allow this. Please ask the campaign's administrator if you need it.")
)

type key struct{}

// With returns a context in which p is asking.
func With(ctx context.Context, p Person) context.Context { return context.WithValue(ctx, key{}, p) }

// By returns the person who is asking, if they are signed in.
func By(ctx context.Context) (Person, bool) {
	p, ok := ctx.Value(key{}).(Person)
	return p, ok
}

// Require returns the person who is asking, or ErrSignedOut.
func Require(ctx context.Context) (Person, error) {
	p, ok := By(ctx)
	if !ok {
		return Person{}, ErrSignedOut
	}
	return p, nil
}

// RequireRole returns the person who is asking if they hold one of roles in the campaign, or ErrSignedOut or ErrForbidden.
func RequireRole(ctx context.Context, campaign string, roles ...Role) (Person, error) {
	p, err := Require(ctx)
	if err != nil {
		return Person{}, err
	}
	if !p.Holds(campaign, roles...) {
		return Person{}, ErrForbidden
	}
	return p, nil
}

// Provider is a kind of account.
type Provider string

// The providers. The values email and phone are also the channels by which codes are sent.
const (
	Email      Provider = "email"
	Phone      Provider = "phone"
	WeChat     Provider = "wechat"      // by the openid in the mini program
	WeChatPage Provider = "wechat_page" // by the openid in the official account whose pages they open in WeChat
	Sandbox    Provider = "sandbox"
)

var (
	errEmail = fault.Define("identity.email_invalid", fault.Invalid,
		"这个电子邮箱的写法不对，请检查后再填。", "This is not a valid e-mail address; please check it.")
	errPhone = fault.Define("identity.phone_invalid", fault.Invalid,
		"请填写11位的手机号码。", "Please enter a mainland mobile number of 11 digits.")
	mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)
)

// normal returns the one form under which an address is kept, so that one person cannot be two by spelling.
func normal(provider Provider, subject string) (string, error) {
	s := strings.TrimSpace(subject)
	switch provider {
	case Email:
		a, err := mail.ParseAddress(s)
		if err != nil || a.Name != "" || len(s) > 254 || strings.ContainsAny(s, "<>\r\n") {
			return "", errEmail.Field("to", "电子邮箱的写法不对。", "Not a valid e-mail address.")
		}
		return strings.ToLower(a.Address), nil
	case Phone:
		s = strings.NewReplacer(" ", "", "-", "").Replace(s)
		s = strings.TrimPrefix(s, "+86")
		if !mobile.MatchString(s) {
			return "", errPhone.Field("to", "应当是11位手机号码。", "Not a mobile number.")
		}
	}
	return s, nil
}
