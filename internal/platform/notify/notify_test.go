package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/wneessen/go-mail"
	"saiying/internal/platform/notify/double"
)

const from = "?from=" + "%E8%B5%9B%E6%98%A0%20%3Csaiying@example.cn%3E"

// certificate returns a certificate for 127.0.0.1 and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	defer srv.Close()
	pool := x509.NewCertPool()
	pool.AddCert(srv.Certificate())
	return &tls.Config{Certificates: srv.TLS.Certificates, MinVersion: tls.VersionTLS12}, pool
}

func startSMTP(t *testing.T, config *tls.Config, password string) *double.SMTP {
	t.Helper()
	s, err := double.StartSMTP(config, password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func letter(to string) Message {
	return Message{Channel: Email, To: to, Subject: "作品已入围", Text: "您的作品《望北的早晨》已入围。", HTML: "<p>已入围</p>"}
}

func TestMailWithoutTLS(t *testing.T) {
	srv := startSMTP(t, nil, "")
	s, err := New("smtp://"+srv.Addr+from+"&tls=none", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), letter("lin@example.cn")); err != nil {
		t.Fatal(err)
	}
	mails := srv.Mails()
	if len(mails) != 1 || mails[0].To != "lin@example.cn" || mails[0].From != "saiying@example.cn" {
		t.Fatalf("mails = %+v", mails)
	}
	for _, want := range []string{"multipart/alternative", "text/plain; charset=UTF-8", "text/html", "Message-ID:", "Date:", "=?UTF-8?"} {
		if !strings.Contains(mails[0].Raw, want) {
			t.Errorf("the mail has no %q:\n%s", want, mails[0].Raw)
		}
	}
}

func TestMailWithStartTLSAndPassword(t *testing.T) {
	config, pool := certificate(t)
	srv := startSMTP(t, config, "p@ss/word")
	m, err := NewMailer("smtp://lin:" + url.QueryEscape("p@ss/word") + "@" + srv.Addr + from)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(context.Background(), letter("lin@example.cn")); err == nil {
		t.Error("a certificate nobody vouches for was accepted")
	}
	m.opts = append(m.opts, mail.WithTLSConfig(&tls.Config{RootCAs: pool, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}))
	if err := m.Send(context.Background(), letter("lin@example.cn")); err != nil {
		t.Fatal(err)
	}
	if got := srv.Mails(); len(got) != 1 || !got[0].Encrypted || got[0].User != "lin" {
		t.Errorf("mails = %+v", got)
	}
}

func TestMailIsNotSentInTheClearUnasked(t *testing.T) {
	srv := startSMTP(t, nil, "")
	m, err := NewMailer("smtp://" + srv.Addr + from)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Send(context.Background(), letter("lin@example.cn")); err == nil || len(srv.Mails()) != 0 {
		t.Errorf("without STARTTLS: %v, %d mails", err, len(srv.Mails()))
	}
}

func TestMailRefusals(t *testing.T) {
	srv := startSMTP(t, nil, "right")
	for _, c := range []struct {
		name, user, to string
		temporary      bool
	}{
		{"no such mailbox", "lin:right@", "refused@example.cn", false},
		{"mailbox busy", "lin:right@", "later@example.cn", true},
		{"not an address", "lin:right@", "lin at example", false},
		{"second header", "lin:right@", "lin@example.cn\r\nBcc: wei@example.cn", false},
		{"wrong password", "lin:wrong@", "lin@example.cn", true},
	} {
		s, err := New("smtp://"+c.user+srv.Addr+from+"&tls=none", "")
		if err != nil {
			t.Fatal(err)
		}
		err = s.Send(context.Background(), letter(c.to))
		var e *Error
		if !errors.As(err, &e) || Temporary(err) != c.temporary {
			t.Errorf("%s: %v, temporary %v", c.name, err, Temporary(err))
			continue
		}
		for _, hidden := range []string{"example.cn", "right", "wrong", "望北"} {
			if strings.Contains(err.Error(), hidden) {
				t.Errorf("%s: the error shows %q: %v", c.name, hidden, err)
			}
		}
	}
	if n := len(srv.Mails()); n != 0 {
		t.Errorf("%d mails were taken", n)
	}
}

func TestMailServerGone(t *testing.T) {
	srv := startSMTP(t, nil, "")
	_ = srv.Close()
	s, err := New("smtp://"+srv.Addr+from+"&tls=none", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(context.Background(), letter("lin@example.cn")); !Temporary(err) {
		t.Errorf("a server that is away: %v", err)
	}
}

func TestSMS(t *testing.T) {
	g := double.StartGateway()
	defer g.Close()
	s, err := New("", g.URL)
	if err != nil {
		t.Fatal(err)
	}
	m := Message{Channel: Phone, To: "13800000000", Text: "验证码123456，5分钟内有效。", Params: map[string]string{"code": "123456"}}
	if err := s.Send(context.Background(), m); err != nil {
		t.Fatal(err)
	}
	got := g.Taken()
	if len(got) != 1 || got[0].To != m.To || got[0].Sign != "赛映" || got[0].Template != "SMS_1" || got[0].Params["code"] != "123456" || got[0].Text != m.Text {
		t.Fatalf("taken = %+v", got)
	}
	for status, temporary := range map[int]bool{400: false, 401: false, 302: false, 429: true, 503: true} {
		g.Fail(status)
		if err := s.Send(context.Background(), m); err == nil || Temporary(err) != temporary {
			t.Errorf("HTTP %d: %v, temporary %v", status, err, Temporary(err))
		}
	}
	for _, number := range []string{"", "12800000000", "1380000000", "+8613800000000", "13800000000\n"} {
		m.To = number
		if err := s.Send(context.Background(), m); err == nil || Temporary(err) {
			t.Errorf("number %q: %v", number, err)
		}
	}
	if len(g.Taken()) != 1 {
		t.Errorf("taken = %+v", g.Taken())
	}
}

func TestCan(t *testing.T) {
	var none Sender
	if none.Can(Email) || none.Can(Phone) {
		t.Error("the zero Sender can send")
	}
	if err := none.Send(context.Background(), letter("lin@example.cn")); err == nil || Temporary(err) {
		t.Errorf("the zero Sender: %v", err)
	}
	s, err := New("smtps://mail.example.cn"+from, "")
	if err != nil || !s.Can(Email) || s.Can(Phone) {
		t.Errorf("%v, email %v, phone %v", err, s.Can(Email), s.Can(Phone))
	}
}

func TestConfigurationFaults(t *testing.T) {
	for _, c := range []struct{ smtp, sms, want string }{
		{"http://mail.example.cn" + from, "", "smtp://"},
		{"smtp://mail.example.cn", "", "from"},
		{"smtp://mail.example.cn" + from + "&tls=maybe", "", "tls=maybe"},
		{"smtp://lin:s3cret@mail.example.cn" + from + "&tls=none", "", "in the clear"},
		{"smtp://lin:s3cret@mail.example.cn:x" + from, "", "not a URL"},
		{"", "http://gateway.example.cn/send?key=s3cret", "https"},
		{"", "https://gateway.example.cn/send", "key"},
		{"", "gateway", "not a URL"},
	} {
		_, err := New(c.smtp, c.sms)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("New(%q, %q) = %v, want a sentence with %q", c.smtp, c.sms, err, c.want)
		}
	}
}

func TestMasks(t *testing.T) {
	for in, want := range map[string]string{"13812341234": "138****1234", "0311-1234567": "0***", "": "", "电话": "电***"} {
		if got := MaskPhone(in); got != want {
			t.Errorf("MaskPhone(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"lin@example.cn": "l***@example.cn", "l@example.cn": "l***@example.cn", "@example.cn": "@***", "": ""} {
		if got := MaskEmail(in); got != want {
			t.Errorf("MaskEmail(%q) = %q, want %q", in, got, want)
		}
	}
}
