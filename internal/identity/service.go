package identity

import (
	"context"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/notify"
	"saiying/internal/platform/wechat"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// How long things last, and how often they may be asked for. Codes follow OWASP ASVS 5.0 6.6: bound to the address,
// used once, ten minutes at most, few tries.
const (
	sessionLife = 30 * 24 * time.Hour
	linkLife    = 72 * time.Hour
	codeLife    = 10 * time.Minute
	codePause   = time.Minute
	codeTries   = 5
	codesPerDay = 10
	touchEvery  = 5 * time.Minute
)

// Persona is an invented person that anybody may be in a demonstration.
type Persona struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Role string `json:"role" enum:"author,viewer,admin,organiser,screener,judge,auditor"`
	Says string `json:"says" doc:"What this person has come to do"`
}

// Service signs people in and tells who they are and what they may do.
type Service struct {
	db       *db.DB
	audit    *audit.Log
	sender   *notify.Sender
	wechat   *wechat.Client // the mini program, nil where none is configured
	pages    *wechat.Client // the official account, likewise
	untold   atomic.Bool    // whether it last told no unionid
	personas []Persona      // empty where the sandbox is off
	secure   bool           // cookies go over HTTPS only
	url      string
	recent   recent
	sessions *db.Group[*question]
}

// Options is what the operator configured.
type Options struct {
	PublicURL string
	Personas  []Persona      // the sandbox's; none switches it off
	Pages     *wechat.Client // the official account by which pages sign in inside WeChat, or nil
}

// New makes the service. w is the mini program, and may be nil.
func New(d *db.DB, log *audit.Log, sender *notify.Sender, w *wechat.Client, o Options) *Service {
	return &Service{db: d, audit: log, sender: sender, wechat: w, pages: o.Pages, personas: o.Personas, secure: strings.HasPrefix(o.PublicURL, "https://"), url: o.PublicURL,
		sessions: db.NewAskers(d, findSessions)}
}

var (
	errChannel = fault.Define("identity.channel_off", fault.Unavailable,
		"本站还没有开通这种登录方式，请换一种。", "This way of signing in is not set up on this site; please choose another.")
	errCodeSoon = fault.Define("identity.code_too_soon", fault.TooMany,
		"验证码刚刚发过，或今天发得太多了。请稍等一分钟再试；仍收不到时请换一种登录方式。",
		"A code was sent moments ago, or too many today. Please wait a minute, or sign in another way.")
	errCodeUnsent = fault.Define("identity.code_unsent", fault.Unavailable,
		"验证码没有发出去，请检查号码或邮箱，过一会儿再试。", "The code could not be sent. Please check the address and try again in a while.")
	errCodeWrong = fault.Define("identity.code_wrong", fault.Invalid,
		"验证码不对或已失效。请看清最新收到的6位数字，或重新获取。", "The code is wrong or has expired. Please check the latest message or ask for a new code.")
	errSandbox = fault.Define("identity.sandbox_off", fault.NotFound,
		"演示登录没有开放。", "Sandbox sign-in is switched off.")
	errLink = fault.Define("identity.link_used", fault.Gone,
		"这个登录链接已经用过或过期，请向管理员再要一个。", "This sign-in link was used or has expired; please ask the administrator for another.")
	errName = fault.Define("identity.name_invalid", fault.Invalid,
		"姓名请写1到40个字。", "A name has 1 to 40 characters.")
	errRole = fault.Define("identity.role_unknown", fault.Invalid,
		"没有“{role}”这个角色。", "There is no role {role}.")
	errContact = fault.Define("identity.contact_missing", fault.Invalid,
		"请至少填写邮箱或手机号，以便登录。", "Give an e-mail address or a phone number, so that they can sign in.")
	errTaken = fault.Define("identity.contact_taken", fault.Conflict,
		"这个邮箱和手机号分属两个人，请核对。", "The e-mail address and the phone number belong to two different people; please check them.")
	errLastAdmin = fault.Define("identity.last_admin", fault.Conflict,
		"这是最后一位管理员，不能撤销。请先任命另一位。", "This is the last administrator; appoint another one first.")
)

// SignedIn is a new session. The token is shown this once.
type SignedIn struct {
	Person  Person
	Token   string
	Expires time.Time
}

// SendCode sends a one-time code to a mail address or phone.
func (s *Service) SendCode(ctx context.Context, channel Provider, to string) (string, error) {
	to, err := normal(channel, to)
	if err != nil {
		return "", err
	}
	if !s.sender.Can(notify.Channel(channel)) {
		return "", errChannel
	}
	code := id.Digits(6)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		ok, err := putCode(ctx, tx, channel, to, code)
		if err == nil && !ok {
			err = errCodeSoon.RetryAfter(codePause)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	text := fmt.Sprintf("您的登录验证码是%s，10分钟内有效。不是您本人操作时请不要理会，也不要把它告诉别人。\n\nYour sign-in code is %s, valid for 10 minutes.", code, code)
	if err := s.sender.Send(ctx, notify.Message{Channel: notify.Channel(channel), To: to, Subject: "登录验证码 " + code, Text: text, Params: map[string]string{"code": code}}); err != nil {
		return "", errCodeUnsent.Wrap(err)
	}
	return mask(channel, to), nil
}

func mask(channel Provider, to string) string {
	if channel == Phone {
		return notify.MaskPhone(to)
	}
	return notify.MaskEmail(to)
}

// SignInByCode opens a session for the owner of an address who has the code that was sent there.
func (s *Service) SignInByCode(ctx context.Context, channel Provider, to, code string) (in SignedIn, err error) {
	if to, err = normal(channel, to); err != nil {
		return in, err
	}
	right := false
	err = s.db.Write(ctx, func(tx *db.Tx) error { // committed whatever comes of it, so that a wrong try counts
		right, err = tryCode(ctx, tx, channel, to, strings.TrimSpace(code))
		return err
	})
	if err != nil {
		return in, err
	}
	if !right {
		return in, errCodeWrong.Field("code", "验证码不对或已失效。", "Wrong or expired code.")
	}
	return s.signIn(ctx, channel, to, "")
}

// SignInAs opens a session for one of the sandbox's personas. It is refused where there are none.
func (s *Service) SignInAs(ctx context.Context, persona string) (SignedIn, error) {
	i := slices.IndexFunc(s.personas, func(p Persona) bool { return p.Key == persona })
	if i < 0 {
		return SignedIn{}, errSandbox
	}
	p := s.personas[i]
	provider, subject := p.Account()
	if _, err := s.Know(ctx, provider, subject, p.Name, p.Grants()...); err != nil {
		return SignedIn{}, err
	}
	return s.signIn(ctx, provider, subject, p.Name)
}

// SignInByLink opens a session by a link made with Appoint. A link works once.
func (s *Service) SignInByLink(ctx context.Context, token string) (in SignedIn, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		owner, ok, err := useLink(ctx, tx, token)
		if err == nil && !ok {
			err = errLink
		}
		if err != nil {
			return err
		}
		p, _, err := findPerson(ctx, tx, owner)
		if err != nil {
			return err
		}
		in, err = s.open(ctx, tx, p, "link")
		return err
	})
	return in, err
}

func (s *Service) signIn(ctx context.Context, provider Provider, subject, name string) (in SignedIn, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p, err := settle(ctx, tx, provider, subject, name)
		if err != nil {
			return err
		}
		if provider == Phone && !p.PhoneProven {
			p.PhoneProven = true
			tx.After(s.recent.forget)
			if err := prove(ctx, tx, provider, subject); err != nil {
				return err
			}
		}
		in, err = s.open(ctx, tx, p, string(provider))
		return err
	})
	return in, err
}

// open starts a session for p. Sign-ins of staff are recorded; those of a million voters are not acts of anyone's interest.
func (s *Service) open(ctx context.Context, tx *db.Tx, p Person, how string) (SignedIn, error) {
	in := SignedIn{Person: p, Token: id.Token(), Expires: tx.Now().Add(sessionLife)}
	if err := insertSession(ctx, tx, in.Token, p.ID, in.Expires); err != nil {
		return in, err
	}
	if !p.Staff() {
		return in, nil
	}
	actor := audit.Actor{ID: p.ID, Name: p.Name, Role: string(p.Roles[0].Role), From: audit.By(ctx).From}
	return in, s.audit.Add(audit.With(ctx, actor), tx, audit.Record{Act: "identity.sign_in", Object: p.ID, Says: p.Name + "登录", After: map[string]string{"how": how}})
}

// SignOut ends the session of token.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.change(ctx, func(tx *db.Tx) error { return deleteSession(ctx, tx, token) })
}

// Recognise returns the person whose session token is, or false when there is no such session or it is over.
func (s *Service) Recognise(ctx context.Context, token string) (p Person, ok bool, err error) {
	p, ok, turn := s.recent.find(token, s.db.Now())
	if ok {
		return p, true, nil
	}
	q := &question{token: token}
	if err := s.sessions.Do(q); err != nil {
		return Person{}, false, err
	}
	now := s.db.Now()
	if !q.found || now.After(q.session.expires) || s.stray(q.session.person) {
		return Person{}, false, nil
	}
	s.recent.remember(token, q.session.person, q.session.expires, turn)
	if now.Sub(q.session.seen) > touchEvery {
		err = s.db.Write(ctx, func(tx *db.Tx) error { return touchSession(ctx, tx, token, q.session.person.ID) })
	}
	return q.session.person, true, err
}

// change writes what a session may be remembered by.
func (s *Service) change(ctx context.Context, fn func(tx *db.Tx) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.After(s.recent.forget)
		return fn(tx)
	})
}

// Rename changes the name of the person who asks.
func (s *Service) Rename(ctx context.Context, name string) (Person, error) {
	p, err := Require(ctx)
	if err != nil {
		return p, err
	}
	if p.Name, err = properName(name); err != nil {
		return p, err
	}
	return p, s.change(ctx, func(tx *db.Tx) error { return updateName(ctx, tx, p.ID, p.Name) })
}

func properName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if n := len([]rune(name)); n == 0 || n > 40 {
		return "", errName.Field("name", "请写1到40个字。", "1 to 40 characters.")
	}
	return name, nil
}

// Appointment is a person to be given a role.
type Appointment struct {
	Name, Email, Phone string
	Grant              Grant
}

// Appoint gives a role, making the person if need be, and returns a one-time sign-in link for them.
// Only administrators appoint; in a shell (no request) the operator may.
func (s *Service) Appoint(ctx context.Context, a Appointment) (p Person, link string, err error) {
	if err := mayAppoint(ctx, a.Grant); err != nil {
		return p, "", err
	}
	if !slices.Contains(Roles, a.Grant.Role) {
		return p, "", errRole.With("role", a.Grant.Role)
	}
	if a.Name, err = properName(a.Name); err != nil {
		return p, "", err
	}
	accounts, err := a.accounts()
	if err != nil {
		return p, "", err
	}
	token := id.Token()
	err = s.change(ctx, func(tx *db.Tx) error {
		if p, err = appoint(ctx, tx, a, accounts); err != nil {
			return err
		}
		if err := insertLink(ctx, tx, token, p.ID, tx.Now().Add(linkLife)); err != nil {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "identity.appoint", Object: p.ID, Campaign: campaignOf(a.Grant), Says: "任命" + p.Name + "为" + RoleLabel(a.Grant.Role), After: a.Grant})
	})
	return p, s.url + "/sign-in?token=" + token, err
}

// Know returns the owner of an account, making the person if need be, and grants them roles without an act of appointment.
// It is for callers that vouch for the account themselves, such as a demonstration.
func (s *Service) Know(ctx context.Context, provider Provider, subject, name string, roles ...Grant) (p Person, err error) {
	err = s.change(ctx, func(tx *db.Tx) error {
		if provider == WeChat { // the caller is WeChat, which tells a unionid
			p, _, err = settleWeChat(ctx, tx, provider, wechat.Account{OpenID: subject, UnionID: subject}, name)
		} else {
			p, err = settle(ctx, tx, provider, subject, name)
		}
		if err != nil {
			return err
		}
		for _, g := range roles {
			if err := insertRole(ctx, tx, p.ID, g); err != nil {
				return err
			}
		}
		p, _, err = findPerson(ctx, tx, p.ID)
		return err
	})
	return p, err
}

// Account is the account under which the sandbox knows a persona: viewers come by WeChat, so that they can vote.
func (p Persona) Account() (Provider, string) {
	if p.Role == "viewer" {
		return WeChat, "sandbox-" + p.Key
	}
	return Sandbox, p.Key
}

// Grants are the roles that a persona holds: a member of staff theirs, in every campaign.
func (p Persona) Grants() []Grant {
	if !slices.Contains(Roles, Role(p.Role)) {
		return nil
	}
	return []Grant{{Role: Role(p.Role), Campaign: Everywhere}}
}

type account struct {
	provider Provider
	subject  string
}

func (a Appointment) accounts() (all []account, err error) {
	for _, c := range []account{{Email, a.Email}, {Phone, a.Phone}} {
		if c.subject == "" {
			continue
		}
		if c.subject, err = normal(c.provider, c.subject); err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil, errContact
	}
	return all, nil
}

func appoint(ctx context.Context, tx *db.Tx, a Appointment, accounts []account) (Person, error) {
	p, err := settle(ctx, tx, accounts[0].provider, accounts[0].subject, a.Name)
	if err != nil {
		return p, err
	}
	for _, c := range accounts[1:] {
		err := insertAccount(ctx, tx, c.provider, c.subject, p.ID)
		if db.IsUnique(err) {
			return p, errTaken
		}
		if err != nil {
			return p, err
		}
	}
	if err := insertRole(ctx, tx, p.ID, a.Grant); err != nil {
		return p, err
	}
	if err := updateName(ctx, tx, p.ID, a.Name); err != nil {
		return p, err
	}
	p, _, err = findPerson(ctx, tx, p.ID)
	return p, err
}

// mayAppoint lets administrators appoint anybody, and organisers appoint screeners and judges of their own campaign.
func mayAppoint(ctx context.Context, g Grant) error {
	if audit.By(ctx) == audit.Program {
		return nil
	}
	if g.Campaign != Everywhere && (g.Role == Screener || g.Role == Judge) {
		_, err := RequireRole(ctx, g.Campaign, Organiser)
		return err
	}
	_, err := RequireRole(ctx, Everywhere, Admin)
	return err
}

func campaignOf(g Grant) string {
	if g.Campaign == Everywhere {
		return ""
	}
	return g.Campaign
}

// RoleLabel is the Chinese name of a role.
func RoleLabel(r Role) string {
	return map[Role]string{Admin: "管理员", Organiser: "组委会", Screener: "初审员", Judge: "评委", Auditor: "监督员"}[r]
}

// Dismiss takes a role away. The last administrator stays.
func (s *Service) Dismiss(ctx context.Context, personID string, g Grant) error {
	if err := mayAppoint(ctx, g); err != nil {
		return err
	}
	return s.change(ctx, func(tx *db.Tx) error {
		had, err := deleteRole(ctx, tx, personID, g)
		if err != nil || !had {
			return err
		}
		if g.Role == Admin {
			left, err := listStaff(ctx, tx, Everywhere, Admin)
			if err == nil && len(left) == 0 {
				err = errLastAdmin
			}
			if err != nil {
				return err
			}
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "identity.dismiss", Object: personID, Campaign: campaignOf(g), Says: "撤销" + RoleLabel(g.Role) + "身份", Before: g})
	})
}

// Find returns a person by id, inside the caller's transaction.
func (s *Service) Find(ctx context.Context, tx *db.Tx, personID string) (Person, bool, error) {
	return findPerson(ctx, tx, personID)
}

// Holders returns those who hold role in the campaign.
func (s *Service) Holders(ctx context.Context, tx *db.Tx, campaign string, role Role) ([]Person, error) {
	all, err := listStaff(ctx, tx, campaign, role)
	people := make([]Person, len(all))
	for i, m := range all {
		people[i] = m.Person
	}
	return people, err
}

// Sweep removes sessions and links that are over.
func (s *Service) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return deleteExpired(ctx, tx) })
}
