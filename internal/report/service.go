package report

import (
	"context"

	"saiying/internal/award"
	"saiying/internal/ballot"
	"saiying/internal/campaign"
	"saiying/internal/entry"
	"saiying/internal/identity"
	"saiying/internal/inspection"
	"saiying/internal/jury"
	"saiying/internal/media"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/job"
)

// Service reports.
type Service struct {
	db        *db.DB
	audit     *audit.Log
	queue     *job.Queue
	clock     clock.Clock
	campaigns *campaign.Service
	films     *media.Service
	entries   *entry.Service
	review    *inspection.Service
	juries    *jury.Service
	ballots   *ballot.Service
	awards    *award.Service
	version   string
	chain     chain
	checkup   checkup
}

// Options are what only the whole program knows.
type Options struct {
	Version string
	Checks  func(ctx context.Context) []Check // how the machine does; nil has none
}

// New makes the service.
func New(d *db.DB, log *audit.Log, q *job.Queue, c clock.Clock, campaigns *campaign.Service, films *media.Service, entries *entry.Service, review *inspection.Service,
	juries *jury.Service, ballots *ballot.Service, awards *award.Service, o Options) *Service {
	return &Service{db: d, audit: log, queue: q, clock: c, campaigns: campaigns, films: films, entries: entries, review: review,
		juries: juries, ballots: ballots, awards: awards, version: o.Version, checkup: checkup{run: o.Checks}}
}

var errJob = fault.Define("report.job_unknown", fault.NotFound,
	"没有这个任务，它可能已经完成并清理了。请刷新页面。", "There is no such job; it may be done and cleared away. Please reload the page.")

// office are the roles that see a campaign as a whole.
var office = []identity.Role{identity.Organiser, identity.Auditor}

// tongue is the language of an answer.
type tongue string

// say words a sentence; zh and en take the same arguments in the same order.
func (t tongue) say(zh, en string, args ...any) string { return word{zh, en}.in(t, args...) }
