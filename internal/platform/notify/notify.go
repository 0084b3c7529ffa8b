package notify

import (
	"context"
	"errors"
	"fmt"
)

// Channel is a way to reach a person.
type Channel string

// The channels.
const (
	Email Channel = "email"
	Phone Channel = "phone"
)

// Message is one message to one person.
type Message struct {
	Channel Channel
	To      string // a mail address, or a mainland mobile number of 11 digits
	Subject string // mail only
	Text    string
	HTML    string // mail only, optional, beside Text
	// Template and Params are for gateways that send only approved templates:
	// an empty Template means the one in the configuration.
	Template string
	Params   map[string]string
}

// Error is a failed delivery.
type Error struct {
	Channel   Channel
	Reason    string
	Temporary bool
}

// Error reads like "notify email: the mail server refused the recipient (550)".
func (e *Error) Error() string { return fmt.Sprintf("notify %s: %s", e.Channel, e.Reason) }

// Temporary reports whether the same message may succeed later.
func Temporary(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Temporary
}

// Sender delivers over the channels that are configured; the zero Sender has none.
type Sender struct {
	mail *Mailer
	sms  *SMS
}

// New reads the two configuration URLs; an empty one leaves its channel out.
func New(smtpURL, smsURL string) (*Sender, error) {
	s := &Sender{}
	var err error
	if smtpURL != "" {
		if s.mail, err = NewMailer(smtpURL); err != nil {
			return nil, err
		}
	}
	if smsURL != "" {
		if s.sms, err = NewSMS(smsURL); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Can reports whether a channel is configured.
func (s *Sender) Can(c Channel) bool {
	return c == Email && s.mail != nil || c == Phone && s.sms != nil
}

// Send delivers the message and returns once the server or gateway has taken it.
func (s *Sender) Send(ctx context.Context, m Message) error {
	switch {
	case !s.Can(m.Channel):
		return &Error{Channel: m.Channel, Reason: "this channel is not configured"}
	case m.Channel == Email:
		return s.mail.Send(ctx, m)
	default:
		return s.sms.Send(ctx, m)
	}
}
