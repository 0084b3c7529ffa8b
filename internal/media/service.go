package media

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/singleflight"

	"saiying/internal/campaign"
	"saiying/internal/identity"
	"saiying/internal/platform/audit"
	"saiying/internal/platform/blob"
	"saiying/internal/platform/clock"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
	"saiying/internal/platform/ffmpeg"
	"saiying/internal/platform/job"
)

// Schema holds the migrations.
//
//go:embed schema/*.sql
var Schema embed.FS

// Service takes in films and makes them playable.
type Service struct {
	db        *db.DB
	queue     *job.Queue
	clock     clock.Clock
	campaigns *campaign.Service
	blobs     blob.Store
	tool      *ffmpeg.Tool
	work      string // the folder where renditions are made
	landing   landing
	locks     *leases
	memory    memory
	passes    passes
	glances   glances
	tus       http.Handler
	finishing singleflight.Group
	digesting singleflight.Group
	copying   singleflight.Group
	copies    chan struct{} // one for each copy that is being made
	copyWait  time.Duration // how long somebody who asks for a copy waits
	audit     audit.Log
	free      func() (int64, error) // bytes of disk that are left for films
	pause     time.Duration         // how long work waits for room on the disk before it looks again
}

// New makes the service. Its own folders, data/uploads and data/work, should lie on the disk of blobs where these are a folder:
// files are then moved, not copied. It registers its jobs on q.
func New(d *db.DB, q *job.Queue, c clock.Clock, campaigns *campaign.Service, blobs blob.Store, tool *ffmpeg.Tool, data string) (*Service, error) {
	s := &Service{db: d, queue: q, clock: c, campaigns: campaigns, blobs: blobs, tool: tool, pause: pause,
		work: filepath.Join(data, "work"), locks: newLeases(d), copies: make(chan struct{}, copies), copyWait: copyWait,
		memory: memory{of: map[string]known{}}}
	s.free = s.room
	uploads := filepath.Join(data, "uploads")
	for _, dir := range []string{uploads, s.work} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return nil, fmt.Errorf("the folder for uploads cannot be made: %w", err)
		}
	}
	s.landing = land(uploads, blobs)
	job.Handle(q, s.probe)
	job.Handle(q, s.render)
	job.Handle(q, s.reprint)
	job.Handle(q, s.labelMade)
	var err error
	if s.passes, err = openPasses(context.Background(), d); err != nil {
		return nil, err
	}
	s.tus, err = s.uploadHandler()
	return s, err
}

// The refusals of this room.
var (
	ErrUnknown = fault.Define("media.unknown", fault.NotFound,
		"没有这个文件，或者您不能看它。", "There is no such file, or it is not yours to see.")
	ErrTooLarge = fault.Define("media.too_large", fault.TooLarge,
		"这个文件有{size}，超过单个文件{max}的上限。请导出小一些的版本再传。",
		"This file is {size}; the limit is {max}. Please export a smaller version.")
	ErrEmpty = fault.Define("media.empty", fault.Invalid,
		"这个文件是空的，请重新选择。", "This file is empty; please choose another.")
	ErrWrongType = fault.Define("media.wrong_type", fault.Unsupported,
		"“{name}”看起来不是影片文件。请选择MP4、MOV等格式的影片。", "“{name}” does not look like a film. Please choose an MP4, MOV or similar file.")
	ErrNoRoom = fault.Define("media.no_room", fault.NoRoom,
		"服务器的存储空间暂时不够，没有接收这个文件。请稍后再试，并告诉承办单位。",
		"The server is short of disk space and did not take the file. Please try again later and tell the organiser.")
	ErrGone = fault.Define("media.upload_gone", fault.Gone,
		"这次上传已经取消或过期，请重新上传。", "This upload was cancelled or has expired; please start again.")
	ErrIncomplete = fault.Define("media.incomplete", fault.Conflict,
		"文件还没有传完，请等上传结束。", "The file is not complete yet; please wait for the upload to end.")
	ErrClaimed = fault.Define("media.claimed", fault.Conflict,
		"这个文件已经用在另一件作品上，请另传一个。", "This file already belongs to another entry; please upload another.")
)

// Asset returns an asset, in the caller's transaction, or ErrUnknown.
func (s *Service) Asset(ctx context.Context, tx *db.Tx, id string) (Asset, error) {
	a, ok, err := find(ctx, tx, id)
	if err == nil && !ok {
		err = ErrUnknown
	}
	return a, err
}

// Assets returns many assets by id. Ids that name none are missing from the map.
func (s *Service) Assets(ctx context.Context, tx *db.Tx, ids []string) (map[string]Asset, error) {
	all := make(map[string]Asset, len(ids))
	for chunk := range slices.Chunk(ids, 500) {
		some, err := listByID(ctx, tx, chunk)
		if err != nil {
			return nil, err
		}
		for _, a := range some {
			all[a.ID] = a
		}
	}
	return all, nil
}

// Claim binds a complete asset to an entry for good, so that no other entry can use it and it is kept. Claiming again for
// the same entry changes nothing.
func (s *Service) Claim(ctx context.Context, tx *db.Tx, id, entry string) (Asset, error) {
	a, err := s.Asset(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if !a.Complete() {
		return a, ErrIncomplete
	}
	ok, err := setClaim(ctx, tx, id, entry)
	if err == nil && !ok {
		err = ErrClaimed
	}
	a.Claim = entry
	return a, err
}

// Release gives up a claim, so that the file may be used again, under the name it was sent, or dropped. It is for entries that were never handed in.
func (s *Service) Release(ctx context.Context, tx *db.Tx, id string) error {
	return release(ctx, tx, id)
}

// Call gives a film another name than the one it was sent under, which is kept; an empty name gives that one back.
func (s *Service) Call(ctx context.Context, tx *db.Tx, id, name string) error {
	tx.After(func() { s.glances.forget(id) })
	return setGiven(ctx, tx, id, name)
}

// Publish decides whether anybody may see poster and stream.
func (s *Service) Publish(ctx context.Context, tx *db.Tx, id string, public bool) error {
	tx.After(func() { s.glances.forget(id) })
	return setPublic(ctx, tx, id, public)
}

// MaySee reports whether the person of ctx may see the asset though it is not public: its owner and the campaign's staff.
func (a Asset) MaySee(ctx context.Context) bool {
	p, ok := identity.By(ctx)
	return ok && (p.ID == a.Owner || p.Holds(a.Campaign, identity.Organiser, identity.Screener, identity.Judge, identity.Auditor))
}

// View shows an asset to a person who may see it.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	if _, err := identity.Require(ctx); err != nil {
		return v, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := s.Asset(ctx, tx, id)
		if err == nil && !a.MaySee(ctx) {
			err = ErrUnknown
		}
		if err != nil {
			return err
		}
		v, err = s.Show(ctx, tx, a)
		return err
	})
	return v, err
}

// Unfinished shows the uploads that the person of ctx has begun and not finished, newest first.
func (s *Service) Unfinished(ctx context.Context) (views []View, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all, err := listUploading(ctx, tx, p.ID)
		views = make([]View, len(all))
		for i, a := range all {
			if views[i], err = s.Show(ctx, tx, a); err != nil {
				return err
			}
		}
		return err
	})
	return views, err
}

// Original is the path of the file as it came, for programs on this machine that read it. It must not be changed, and is there
// until release is called.
func (s *Service) Original(ctx context.Context, id string) (path string, release func(), err error) {
	return s.blobs.Local(ctx, key(id, original))
}

// room is what both disks still take: the one that films are worked on, and the one that keeps them.
func (s *Service) room() (int64, error) {
	here, err := blob.Free(s.work)
	if err != nil {
		return 0, err
	}
	there, err := s.blobs.Room()
	return min(here, there), err
}
