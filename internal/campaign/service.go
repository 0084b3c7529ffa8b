package campaign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"sync"

	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

// Schema holds the room's migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service keeps campaigns: every text in force at some time, the decisions, the locks.
type Service struct {
	db    *db.DB
	audit *audit.Log
	clock clock.Clock
	cache sync.Map // key → cached: the newest campaign built
	held  sync.Map // key and topic of locks known to be set

	// Counts fills the figures of a campaign's card; rooms to the right know them. Nil shows none.
	Counts func(ctx context.Context, tx *db.Tx, key string) (Counts, error)
}

// Counts are the figures on a campaign's card, and whether its results are out. Votes is nil while they are not shown.
type Counts struct {
	Entries     int    `json:"entries"`
	Shortlisted int    `json:"shortlisted"`
	Votes       *int   `json:"votes,omitempty"`
	Results     string `json:"results,omitempty" enum:"publicised,confirmed" doc:"absent while the public sees no list of awards"`
}

type cached struct {
	head     head
	campaign *Campaign
}

// New makes the service.
func New(d *db.DB, log *audit.Log, c clock.Clock) *Service {
	return &Service{db: d, audit: log, clock: c}
}

var (
	// ErrUnknown answers for a campaign nobody made.
	ErrUnknown = fault.Define("campaign.unknown", fault.NotFound, "没有叫“{key}”的活动。", "There is no campaign “{key}”.")
	// ErrTaken refuses to make a campaign a second time.
	ErrTaken = fault.Define("campaign.taken", fault.Conflict,
		"活动“{key}”已经有了；要改请打开它修改。", "Campaign “{key}” exists already; open it to make changes.")
	// ErrFaulty refuses a file with faults; each is a field FILE:LINE.
	ErrFaulty = fault.Define("campaign.file_faulty", fault.Invalid,
		"活动文件有{n}处要改：{first}", "The campaign file has {n} faults: {first}")
	// ErrVersion refuses a changed rule under the same version.
	ErrVersion = fault.Define("campaign.version_unchanged", fault.Conflict,
		"改了通知已写明的“{labels}”：请把version写成{next}，并在corrects写明更正了什么。",
		"This changes what the notice states (“{labels}”): set version to {next} and say in corrects what is corrected.")
	// ErrVersionSkipped refuses a version that does not follow the one in force.
	ErrVersionSkipped = fault.Define("campaign.version_skipped", fault.Conflict,
		"现在是第{now}版，新的一版要写{next}。", "Version {now} is in force; the next one is {next}.")
	// ErrStale refuses an edit of a text that somebody else has just replaced.
	ErrStale = fault.Define("campaign.stale", fault.Conflict,
		"别人刚刚改过这份通知，请刷新后再改。", "Somebody has just changed this notice; please reload and try again.")
	// ErrReason refuses a decision without a reason.
	ErrReason = fault.Define("campaign.reason_missing", fault.Invalid, "每项决定都要写明理由。", "Every decision needs a reason.")
)

// Get is the campaign as it stands: the newest text with every decision merged in. The result is shared
// and must not be changed.
func (s *Service) Get(ctx context.Context, tx *db.Tx, key string) (*Campaign, error) {
	get, err := s.Ahead(ctx, tx, key)
	if err == nil {
		err = tx.Await(ctx)
	}
	if err != nil {
		return nil, err
	}
	return get()
}

// Ahead is Get for whoever asks other things as well, as db.Ahead: get is to be called once these are awaited.
func (s *Service) Ahead(ctx context.Context, tx *db.Tx, key string) (get func() (*Campaign, error), err error) {
	var heads []head
	err = headAhead(ctx, tx, key, &heads)
	return func() (*Campaign, error) {
		if len(heads) == 0 {
			return nil, ErrUnknown.With("key", key)
		}
		return s.stand(ctx, tx, heads[0])
	}, err
}

// stand returns the campaign that stands under a head.
func (s *Service) stand(ctx context.Context, tx *db.Tx, h head) (*Campaign, error) {
	if c, ok := s.cache.Load(h.Key); ok && c.(cached).head == h {
		return c.(cached).campaign, nil
	}
	c, err := load(ctx, tx, h)
	if err == nil {
		tx.After(func() { s.cache.Store(h.Key, cached{h, c}) })
	}
	return c, err
}

func load(ctx context.Context, tx *db.Tx, h head) (*Campaign, error) {
	v, _, err := findVersion(ctx, tx, h)
	if err != nil {
		return nil, err
	}
	list, err := listDecisions(ctx, tx, h.Key)
	if err != nil {
		return nil, err
	}
	c, faults := Load(bytes.NewReader([]byte(v.YAML)), h.Key+".yaml")
	if c != nil {
		c, faults = c.Apply(list)
	}
	if c == nil {
		return nil, fmt.Errorf("campaign %s as stored is faulty: %w", h.Key, faults[0])
	}
	return c, nil
}

// List is every campaign, the newest first.
func (s *Service) List(ctx context.Context, tx *db.Tx) ([]*Campaign, error) {
	heads, err := listHeads(ctx, tx)
	if err != nil {
		return nil, err
	}
	all := make([]*Campaign, 0, len(heads))
	for _, h := range heads {
		c, err := s.Get(ctx, tx, h.Key)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	return all, nil
}

// Apply puts a notice in force, with a decisions file if there is one: it makes the campaign, or a new
// revision where only our presentation changed, or a new version where what the notice states changed.
// Decisions already made stay; those of the file are added where they differ.
func (s *Service) Apply(ctx context.Context, notice, decisions []byte) (*Campaign, error) {
	c, list, err := readNamed(notice, decisions)
	if err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		h, exists, err := findHead(ctx, tx, c.Key)
		if err != nil {
			return err
		}
		if !exists {
			err = s.create(ctx, tx, c, notice)
		} else {
			err = s.update(ctx, tx, h, c, notice)
		}
		if err != nil {
			return err
		}
		return s.decideAll(ctx, tx, c.Key, list)
	})
	if err != nil {
		return nil, err
	}
	return s.read(ctx, c.Key)
}

// Create makes a campaign that must not exist yet.
func (s *Service) Create(ctx context.Context, notice, decisions []byte) (*Campaign, error) {
	c, _, err := readNamed(notice, decisions)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		_, exists, err := findHead(ctx, tx, c.Key)
		if exists {
			return ErrTaken.With("key", c.Key)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.Apply(ctx, notice, decisions)
}

func (s *Service) read(ctx context.Context, key string) (c *Campaign, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = s.Get(ctx, tx, key)
		return err
	})
	return c, err
}

// readNamed loads both texts; faults come back as one refusal that lists them.
func readNamed(notice, decisions []byte) (*Campaign, []Decision, error) {
	c, faults := Load(bytes.NewReader(notice), "notice.yaml")
	if c == nil {
		return nil, nil, faulty(faults)
	}
	if len(decisions) == 0 {
		return c, nil, nil
	}
	key, list, faults := LoadDecisions(bytes.NewReader(decisions), c.Key+".decisions.yaml")
	if faults == nil && key != c.Key {
		faults = []Fault{{File: c.Key + ".decisions.yaml", Line: 1, Message: fmt.Sprintf("这些决定属于“%s”，不属于“%s”", key, c.Key)}}
	}
	if faults == nil {
		_, faults = c.Apply(list)
	}
	if faults != nil {
		return nil, nil, faulty(faults)
	}
	return c, list, nil
}

func faulty(faults []Fault) error {
	f := ErrFaulty.With("n", len(faults), "first", faults[0].Message)
	for _, x := range faults {
		f = f.Field(fmt.Sprintf("%s:%d", x.File, x.Line), x.Message, x.Message)
	}
	return f
}

func (s *Service) create(ctx context.Context, tx *db.Tx, c *Campaign, text []byte) error {
	if fresh, err := insertHead(ctx, tx, c.Key); err != nil || !fresh {
		if err == nil {
			err = ErrTaken.With("key", c.Key)
		}
		return err
	}
	to := head{Key: c.Key, Version: c.Version, Revision: 1}
	if _, err := moveHead(ctx, tx, head{Key: c.Key, Version: 1, Revision: 1}, to); err != nil {
		return err
	}
	if err := insertVersion(ctx, tx, c.Key, version(ctx, to, c, text)); err != nil {
		return err
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "campaign.create", Object: c.Key, Campaign: c.Key, Says: "建立活动：" + c.Title, After: digest(text)})
}

func version(ctx context.Context, h head, c *Campaign, text []byte) Version {
	return Version{Version: h.Version, Revision: h.Revision, By: audit.By(ctx).Name, Corrects: c.Corrects, SHA256: digest(text), YAML: string(text)}
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// update puts a changed text in force; the same bytes again change nothing.
func (s *Service) update(ctx context.Context, tx *db.Tx, h head, c *Campaign, text []byte) error {
	old, _, err := findVersion(ctx, tx, h)
	if err != nil || old.SHA256 == digest(text) {
		return err
	}
	was, faults := Load(bytes.NewReader([]byte(old.YAML)), h.Key)
	if was == nil {
		return faults[0]
	}
	changes := Diff(was, c, tx.Now())
	to, err := s.mayChange(ctx, tx, h, c, changes)
	if err != nil {
		return err
	}
	if moved, err := moveHead(ctx, tx, h, to); err != nil || !moved {
		if err == nil {
			err = ErrStale
		}
		return err
	}
	if err := insertVersion(ctx, tx, h.Key, version(ctx, to, c, text)); err != nil {
		return err
	}
	if err := s.stillSound(ctx, tx, h.Key, c); err != nil {
		return err
	}
	return s.audit.Add(ctx, tx, audit.Record{Act: "campaign.change", Object: h.Key, Campaign: h.Key, Says: saysChange(to, c, changes),
		Before: old.SHA256, After: changes})
}

// stillSound makes sure the decisions made so far fit the new text.
func (s *Service) stillSound(ctx context.Context, tx *db.Tx, key string, c *Campaign) error {
	list, err := listDecisions(ctx, tx, key)
	if err != nil {
		return err
	}
	if _, faults := c.Apply(list); faults != nil {
		return faulty(faults)
	}
	return nil
}

func saysChange(to head, c *Campaign, changes []Change) string {
	if to.Revision > 1 {
		return fmt.Sprintf("修改第%d版的展示，共%d处", to.Version, len(changes))
	}
	return fmt.Sprintf("发布第%d版：%s", to.Version, c.Corrects)
}

// mayChange settles which version and revision the new text is, or refuses it.
func (s *Service) mayChange(ctx context.Context, tx *db.Tx, h head, c *Campaign, changes []Change) (head, error) {
	var stated []string
	for _, x := range changes {
		if x.Stated {
			stated = append(stated, x.Label)
		}
	}
	if c.Version == h.Version && len(stated) > 0 {
		return head{}, ErrVersion.With("labels", list(stated), "next", h.Version+1)
	}
	if c.Version != h.Version && c.Version != h.Version+1 {
		return head{}, ErrVersionSkipped.With("now", h.Version, "next", h.Version+1)
	}
	locks, err := listLocks(ctx, tx, h.Key)
	if err != nil {
		return head{}, err
	}
	for _, x := range changes {
		if x.Stated {
			if err := c.refuseLocked(locks, x.Path); err != nil {
				return head{}, err
			}
		}
	}
	to := head{Key: h.Key, Version: c.Version, Revision: 1}
	if c.Version == h.Version {
		to.Revision = h.Revision + 1
	}
	return to, nil
}

// list joins the first few names.
func list(names []string) string {
	const most = 5
	out := ""
	for i, n := range names {
		if i == most {
			return fmt.Sprintf("%s等%d处", out, len(names))
		}
		if i > 0 {
			out += "、"
		}
		out += n
	}
	return out
}

// Lock closes a topic for change, for ever. jury calls it with the first score, ballot with the first
// vote, in that transaction; calling it again is cheap and does nothing.
func (s *Service) Lock(ctx context.Context, tx *db.Tx, key, topic string) error {
	name := key + "\x00" + topic
	if _, known := s.held.Load(name); known {
		return nil
	}
	fresh, err := insertLock(ctx, tx, key, topic)
	if err != nil {
		return err
	}
	tx.After(func() { s.held.Store(name, true) })
	if !fresh {
		return nil
	}
	why, _ := lockWhy(topic)
	return s.audit.Add(ctx, tx, audit.Record{Act: "campaign.lock", Object: key, Campaign: key, Says: why + "，有关规定不再改变", After: topic})
}

// Dossier is everything kept about a campaign.
type Dossier struct {
	Campaign *Campaign
	Versions []Version
	Locks    []Locked
}

// Open gathers a campaign's dossier for the console.
func (s *Service) Open(ctx context.Context, key string) (d Dossier, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if d.Campaign, err = s.Get(ctx, tx, key); err != nil {
			return err
		}
		if d.Versions, err = listVersions(ctx, tx, key); err != nil {
			return err
		}
		d.Locks, err = listLocks(ctx, tx, key)
		return err
	})
	return d, err
}

// Export gives back the file in force, byte for byte, and the decisions that hold.
func (s *Service) Export(ctx context.Context, key string) (notice, decisions []byte, err error) {
	c, err := s.read(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	return c.Text(), DecisionsText(key, c.holding(), c.Zone), nil
}

// holding lists the decisions that hold, each path once, in the order of the open points.
func (c *Campaign) holding() []Decision {
	var out []Decision
	for _, o := range c.Open {
		if d, ok := c.decision(o.Path); ok {
			out = append(out, d)
		}
	}
	return out
}

// Preview tells what a changed text would do, saving nothing.
func (s *Service) Preview(ctx context.Context, key string, text []byte) ([]Fault, []Change, error) {
	now, err := s.read(ctx, key)
	if err != nil {
		return nil, nil, err
	}
	next, faults := Load(bytes.NewReader(text), key+".yaml")
	if next == nil {
		return faults, nil, nil
	}
	if next.Key != key {
		return []Fault{{File: key + ".yaml", Line: 1, Path: "campaign", Message: "活动键不能改：原来是" + key}}, nil, nil
	}
	_, faults = next.Apply(now.Decisions)
	return faults, Diff(now, next, s.clock.Now()), nil
}

// Check lists the faults of a notice and its decisions, saving nothing.
func Check(notice, decisions []byte, name string) []Fault {
	c, faults := Load(bytes.NewReader(notice), name+".yaml")
	if len(decisions) == 0 {
		return faults
	}
	key, list, more := LoadDecisions(bytes.NewReader(decisions), name+".decisions.yaml")
	faults = append(faults, more...)
	if c == nil || more != nil {
		return faults
	}
	if key != c.Key {
		return append(faults, Fault{File: name + ".decisions.yaml", Line: 1, Message: fmt.Sprintf("这些决定属于“%s”，不属于“%s”", key, c.Key)})
	}
	_, more = c.Apply(list)
	return append(faults, more...)
}
