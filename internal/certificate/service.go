package certificate

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"saiying/internal/award"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/db"
	"saiying/internal/platform/document"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/id"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Certificate is one award on paper.
type Certificate struct {
	Code       string // random, in the QR code; whoever has it has seen the paper
	Number     string // printed, by the campaign's pattern
	Campaign   string
	Seq        int
	Entry      string
	Prize      string
	PrizeLabel string
	Title      string // the work's
	Recipient  string
	Unit       string
	Issued     time.Time
	Made       bool      // the PDF exists
	Revoked    time.Time // zero while it is valid
	Reason     string    // why it was revoked
}

// The pattern where the organiser decided none.
const defaultNumbering = "{year}{seq:4}-{check}"

// A code of twelve characters holds 59 bits: nobody finds a certificate by trying.
const codeLength = 12

var (
	errNone     = fault.Define("certificate.none", fault.NotFound, "没有这张证书。请核对证书上的查验码，字母和数字容易看混。", "There is no such certificate. Please check the code on the paper.")
	errMaking   = fault.Define("certificate.making", fault.Conflict, "证书正在制作，请稍后再下载。", "The certificate is being made; please try again shortly.")
	errRevoked  = fault.Define("certificate.revoked", fault.Gone, "这张证书已经撤销：{reason}", "This certificate was revoked: {reason}")
	errNotIssue = fault.Define("certificate.not_issued", fault.Conflict,
		"本次活动没有规定颁发电子证书。请先在“活动”里对“是否颁发证书”作出决定。", "This campaign does not issue certificates; decide the open point first.")
)

// Service issues, shows and revokes certificates.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	campaigns *campaign.Service
	entries   *entry.Service
	awards    *award.Service
	blobs     blob.Store
	press     func() (*document.Press, error) // opened at the first PDF: the fonts take 40 MB
	url       string
}

// makePDF is the job that draws one certificate.
type makePDF struct {
	Code string `json:"code"`
}

// Kind names the job.
func (makePDF) Kind() string { return "certificate.make" }

// New makes the service and has it hear of confirmed and revoked awards. publicURL begins the address in the QR code.
func New(d *db.DB, log *audit.Log, q *job.Queue, campaigns *campaign.Service, entries *entry.Service, awards *award.Service,
	blobs blob.Store, press func() (*document.Press, error), publicURL string) *Service {
	s := &Service{db: d, audit: log, queue: q, campaigns: campaigns, entries: entries, awards: awards, blobs: blobs, press: press, url: publicURL}
	job.On(q, "certificate", func(ctx context.Context, e award.Confirmed) error {
		_, err := s.issue(ctx, e.Campaign)
		return err
	})
	job.On(q, "certificate", s.revoke)
	job.Handle(q, s.make)
	return s
}

// Issue gives every confirmed award that has none its certificate, and returns how many were given. Awards that are
// confirmed get theirs without being asked; this is for those confirmed before certificates were decided on.
func (s *Service) Issue(ctx context.Context, key string) (int, error) {
	if _, err := identity.RequireRole(ctx, key, identity.Organiser); err != nil {
		return 0, err
	}
	return s.issue(ctx, key)
}

func (s *Service) issue(ctx context.Context, key string) (issued int, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := s.campaigns.Get(ctx, tx, key)
		if err != nil {
			return err
		}
		if !c.Certificates.Issue {
			return errNotIssue
		}
		winners, err := s.awards.Winners(ctx, tx, key)
		if err != nil {
			return err
		}
		for _, w := range winners {
			given, err := s.give(ctx, tx, c, w)
			if err != nil {
				return err
			}
			if given {
				issued++
			}
		}
		if issued == 0 {
			return nil
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "certificate.issue", Object: key, Campaign: key, Says: fmt.Sprintf("颁发证书%d张", issued), After: map[string]int{"issued": issued}})
	})
	return issued, err
}

// give numbers one winner's certificate and queues its PDF, unless it was given before.
func (s *Service) give(ctx context.Context, tx *db.Tx, c *campaign.Campaign, w award.Winner) (bool, error) {
	if had, err := has(ctx, tx, c.Key, w.Entry, w.Prize); err != nil || had {
		return false, err
	}
	seq, err := nextSeq(ctx, tx, c.Key)
	if err != nil {
		return false, err
	}
	pattern := c.Certificates.Numbering
	if pattern == "" {
		pattern = defaultNumbering
	}
	cert := Certificate{
		Code: id.Code(codeLength), Number: Number(pattern, c.Key, tx.Now().In(c.Zone).Year(), w.Prize, seq), Campaign: c.Key, Seq: seq,
		Entry: w.Entry, Prize: w.Prize, PrizeLabel: w.PrizeLabel, Title: w.Title, Recipient: w.Author, Unit: w.Unit, Issued: tx.Now(),
	}
	if err := insert(ctx, tx, cert); err != nil {
		return false, err
	}
	if err := s.show(ctx, tx, cert); err != nil {
		return false, err
	}
	return true, s.queue.Enqueue(ctx, tx, makePDF{cert.Code}, nil)
}

// show puts the certificate's code beside its prize on the entry, where the author looks for it.
func (s *Service) show(ctx context.Context, tx *db.Tx, cert Certificate) error {
	e, err := s.entries.Get(ctx, tx, cert.Entry)
	if err != nil {
		return err
	}
	prizes := slices.Clone(e.Awards)
	for i := range prizes {
		if prizes[i].Key == cert.Prize {
			prizes[i].Certificate = cert.Code
		}
	}
	return s.entries.Honour(ctx, tx, e.ID, prizes)
}

// make draws the PDF of one certificate. Drawn again it is the same paper.
func (s *Service) make(ctx context.Context, j makePDF) error {
	var cert Certificate
	var c *campaign.Campaign
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		if cert, _, err = find(ctx, tx, j.Code); err != nil {
			return err
		}
		c, err = s.campaigns.Get(ctx, tx, cert.Campaign)
		return err
	})
	if err != nil {
		return err
	}
	press, err := s.press()
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := press.Certificate(&pdf, s.paper(c, cert)); err != nil {
		return err
	}
	if err := s.blobs.Put(ctx, key(cert.Code), &pdf); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return markMade(ctx, tx, cert.Code) })
}

// paper is what a certificate says.
func (s *Service) paper(c *campaign.Campaign, cert Certificate) document.Certificate {
	recipient := cert.Recipient
	if cert.Unit != "" {
		recipient += "（" + cert.Unit + "）"
	}
	body, closing := words(c.Certificates.Wording, c.Title, cert)
	issuers := c.Certificates.Issuers
	if len(issuers) == 0 {
		issuers = c.Notice.Issuers
	}
	return document.Certificate{
		Title: "荣誉证书", Activity: c.Title, Recipient: recipient, Body: body,
		Award: cert.PrizeLabel, Closing: closing, Issuers: issuers, Date: cert.Issued.In(c.Zone),
		Number: cert.Number, Code: cert.Code, VerifyURL: s.url + "/verify/" + cert.Code, Brand: c.Brand,
	}
}

func key(code string) string { return "certificates/" + code + ".pdf" }

// revoke marks the certificate of an award that was taken back.
func (s *Service) revoke(ctx context.Context, e award.Revoked) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		cert, found, err := markRevoked(ctx, tx, e.Campaign, e.Entry, e.Prize, e.Reason, tx.Now())
		if err != nil || !found {
			return err
		}
		return s.audit.Add(ctx, tx, audit.Record{Act: "certificate.revoke", Object: cert.Code, Campaign: e.Campaign, Says: "证书" + cert.Number + "作废", After: map[string]string{"reason": e.Reason}})
	})
}

// Find returns the certificate with this code, however it is typed.
func (s *Service) Find(ctx context.Context, code string) (c Certificate, of *campaign.Campaign, err error) {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var found bool
		if c, found, err = find(ctx, tx, code); err != nil {
			return err
		}
		if !found {
			return errNone
		}
		of, err = s.campaigns.Get(ctx, tx, c.Campaign)
		return err
	})
	return c, of, err
}

// OfEntry returns the certificates of a work, inside the caller's transaction.
func (s *Service) OfEntry(ctx context.Context, tx *db.Tx, entry string) ([]Certificate, error) {
	return ofEntry(ctx, tx, entry)
}

// PDF opens the paper of a certificate that is valid and made.
func (s *Service) PDF(ctx context.Context, code string) (io.ReadSeekCloser, Certificate, error) {
	c, _, err := s.Find(ctx, code)
	if err != nil {
		return nil, c, err
	}
	if !c.Made {
		return nil, c, errMaking
	}
	f, _, err := s.blobs.Open(ctx, key(c.Code))
	return f, c, err
}
