package double

import (
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"sync"
)

// Mail is one message the SMTP double took.
type Mail struct {
	From, To  string // of the envelope
	User      string // who signed in; empty if nobody did
	Encrypted bool
	Raw       string // headers and body as sent
}

// SMTP is a small mail server (RFC 5321: EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT,
// DATA, RSET, NOOP, QUIT). A recipient refused@... gets 550, later@... gets 451.
type SMTP struct {
	Addr string

	listener net.Listener
	tls      *tls.Config
	password string
	mu       sync.Mutex
	mails    []Mail
	open     map[net.Conn]bool
	wg       sync.WaitGroup
}

// StartSMTP listens on a free port of 127.0.0.1. With a TLS configuration it offers
// STARTTLS; with a password it offers AUTH PLAIN, any user name doing.
func StartSMTP(config *tls.Config, password string) (*SMTP, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &SMTP{Addr: l.Addr().String(), listener: l, tls: config, password: password, open: map[net.Conn]bool{}}
	s.wg.Go(s.accept)
	return s, nil
}

// Close ends the server and its sessions.
func (s *SMTP) Close() error {
	err := s.listener.Close()
	s.mu.Lock()
	for conn := range s.open {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return err
}

// Mails returns what was taken so far, oldest first.
func (s *SMTP) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

func (s *SMTP) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[conn] = true
		s.mu.Unlock()
		s.wg.Go(func() { s.serve(conn) })
	}
}

func (s *SMTP) serve(conn net.Conn) {
	defer func() {
		_ = conn.Close()
		s.mu.Lock()
		delete(s.open, conn)
		s.mu.Unlock()
	}()
	sess := &session{server: s, conn: conn, text: textproto.NewConn(conn)}
	sess.say(220, "double ready")
	for {
		line, err := sess.text.ReadLine()
		if err != nil || !sess.handle(line) {
			return
		}
	}
}

type session struct {
	server *SMTP
	conn   net.Conn
	text   *textproto.Conn
	mail   Mail
}

func (c *session) say(code int, text string) { _ = c.text.PrintfLine("%d %s", code, text) }

// handle answers one command and reports whether the session goes on.
func (c *session) handle(line string) bool {
	verb, arg, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		c.greet()
	case "STARTTLS":
		return c.startTLS()
	case "AUTH":
		c.auth(arg)
	case "MAIL":
		c.mail.From, c.mail.To = address(arg), ""
		c.say(250, "ok")
	case "RCPT":
		c.recipient(address(arg))
	case "DATA":
		return c.data()
	case "RSET", "NOOP":
		c.say(250, "ok")
	case "QUIT":
		c.say(221, "bye")
		return false
	default:
		c.say(502, "command not known")
	}
	return true
}

func (c *session) greet() {
	lines := []string{"double", "8BITMIME"}
	if c.server.tls != nil && !c.mail.Encrypted {
		lines = append(lines, "STARTTLS")
	}
	if c.server.password != "" {
		lines = append(lines, "AUTH PLAIN")
	}
	for i, l := range lines {
		sep := "-"
		if i == len(lines)-1 {
			sep = " "
		}
		_ = c.text.PrintfLine("250%s%s", sep, l)
	}
}

func (c *session) startTLS() bool {
	if c.server.tls == nil {
		c.say(454, "no TLS here")
		return true
	}
	c.say(220, "go ahead")
	secure := tls.Server(c.conn, c.server.tls)
	if secure.Handshake() != nil {
		return false
	}
	c.conn, c.text, c.mail = secure, textproto.NewConn(secure), Mail{Encrypted: true}
	return true
}

func (c *session) auth(arg string) {
	kind, blob, _ := strings.Cut(arg, " ")
	raw, err := base64.StdEncoding.DecodeString(blob)
	part := strings.Split(string(raw), "\x00")
	if kind != "PLAIN" || err != nil || len(part) != 3 || part[2] != c.server.password {
		c.say(535, "user or password is wrong")
		return
	}
	c.mail.User = part[1]
	c.say(235, "signed in")
}

func (c *session) recipient(to string) {
	switch {
	case c.server.password != "" && c.mail.User == "":
		c.say(530, "sign in first")
	case strings.HasPrefix(to, "refused@"):
		c.say(550, fmt.Sprintf("mailbox %s does not exist", to))
	case strings.HasPrefix(to, "later@"):
		c.say(451, "try again later")
	default:
		c.mail.To = to
		c.say(250, "ok")
	}
}

func (c *session) data() bool {
	if c.mail.To == "" {
		c.say(503, "no recipient")
		return true
	}
	c.say(354, "end with a dot")
	raw, err := c.text.ReadDotBytes()
	if err != nil {
		return false
	}
	c.mail.Raw = string(raw)
	c.server.mu.Lock()
	c.server.mails = append(c.server.mails, c.mail)
	c.server.mu.Unlock()
	c.say(250, "taken")
	return true
}

// address takes a@b out of "FROM:<a@b> BODY=8BITMIME".
func address(arg string) string {
	_, rest, _ := strings.Cut(arg, "<")
	addr, _, _ := strings.Cut(rest, ">")
	return addr
}
