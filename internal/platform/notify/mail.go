package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"
)

// Mailer sends mail through one SMTP server, one connection a message.
type Mailer struct {
	host string
	from string
	opts []mail.Option
}

// NewMailer reads a URL as described in the package comment. It does not connect.
// Its errors name the part that is wrong and never the password.
func NewMailer(raw string) (*Mailer, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, errors.New("notify: SAIYING_SMTP is not a URL; write smtp://user:password@host:587?from=name@host")
	}
	from, err := netmail.ParseAddress(u.Query().Get("from"))
	if err != nil {
		return nil, errors.New("notify: SAIYING_SMTP needs ?from= with a mail address")
	}
	opts, err := smtpOptions(u)
	if err != nil {
		return nil, err
	}
	return &Mailer{host: u.Hostname(), from: from.String(), opts: opts}, nil
}

func smtpOptions(u *url.URL) ([]mail.Option, error) {
	opts := []mail.Option{mail.WithTimeout(15 * time.Second)}
	tls, port := u.Query().Get("tls"), 587
	switch {
	case u.Scheme == "smtps":
		opts, port = append(opts, mail.WithSSL()), 465
	case u.Scheme != "smtp":
		return nil, errors.New("notify: SAIYING_SMTP starts with smtp:// or smtps://")
	case tls == "" || tls == "starttls":
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	case tls == "none":
		opts, port = append(opts, mail.WithTLSPolicy(mail.NoTLS)), 25
	default:
		return nil, fmt.Errorf("notify: SAIYING_SMTP has tls=%s; it is starttls or none", tls)
	}
	if u.Port() != "" {
		port, _ = strconv.Atoi(u.Port()) // url.Parse admits digits only; go-mail checks the range
	}
	login, err := smtpLogin(u, tls == "none" && u.Scheme == "smtp")
	return append(append(opts, mail.WithPort(port)), login...), err
}

func smtpLogin(u *url.URL, plain bool) ([]mail.Option, error) {
	password, has := u.User.Password()
	if !has {
		return nil, nil
	}
	if plain && !loopback(u.Hostname()) {
		return nil, errors.New("notify: SAIYING_SMTP with tls=none would send the password in the clear; use starttls or smtps://")
	}
	return []mail.Option{
		mail.WithUsername(u.User.Username()), mail.WithPassword(password),
		mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin),
	}, nil
}

func loopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Send delivers one mail. A text part is always there; HTML stands beside it.
func (m *Mailer) Send(ctx context.Context, msg Message) error {
	letter, err := m.letter(msg)
	if err != nil {
		return err
	}
	client, err := mail.NewClient(m.host, m.opts...)
	if err != nil {
		return &Error{Channel: Email, Reason: "the SMTP settings are not usable"}
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return mailError(err, "cannot open a session with the mail server")
	}
	// What QUIT answers no longer matters: the server has taken the mail or not.
	defer func() { _ = client.CloseWithSMTPClient(conn) }()
	if err := client.SendWithSMTPClient(conn, letter); err != nil {
		return mailError(err, "the mail server did not take the mail")
	}
	return nil
}

func (m *Mailer) letter(msg Message) (*mail.Msg, error) {
	l := mail.NewMsg()
	if err := errors.Join(l.From(m.from), l.To(msg.To)); err != nil {
		return nil, &Error{Channel: Email, Reason: "the recipient's mail address is not valid"}
	}
	l.Subject(msg.Subject)
	l.SetDate()
	l.SetMessageID()
	l.SetBodyString(mail.TypeTextPlain, msg.Text)
	if msg.HTML != "" {
		l.AddAlternativeString(mail.TypeTextHTML, msg.HTML)
	}
	return l, nil
}

// mailError keeps the server's code and drops its words, which often repeat the address.
func mailError(err error, what string) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() != 0 {
		return &Error{Channel: Email, Reason: fmt.Sprintf("%s (%d)", what, refused.ErrorCode()), Temporary: refused.IsTemp()}
	}
	return &Error{Channel: Email, Reason: what + dialReason(err), Temporary: true}
}

// dialReason names what an operator can mend, in words that hold no secret.
func dialReason(err error) string {
	var netErr *net.OpError
	switch {
	case errors.Is(err, mail.ErrNoSupportedAuthDiscovered) || errors.Is(err, mail.ErrPlainAuthNotSupported):
		return ": it offers no sign-in method that is safe here"
	case errors.As(err, &netErr) && netErr.Timeout():
		return ": no answer in time"
	case errors.As(err, &netErr):
		return ": " + netErr.Err.Error()
	}
	return ": check host, port, TLS, user and password"
}
