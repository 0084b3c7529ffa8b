package media

import (
	"context"
	"errors"
	"io"

	"github.com/tus/tusd/v2/pkg/handler"

	"saiying/internal/identity"
	"saiying/internal/platform/db"
	"saiying/internal/platform/fault"
)

// intake is tus's store: bytes at their landing, each upload with rows that say whose it is and what became of it. All of it
// runs under the upload's lock.
type intake struct{ s *Service }

// NewUpload makes the upload, whose asset was begun a moment ago.
func (in intake) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	u, place, err := in.s.landing.make(ctx, info)
	if err != nil {
		return nil, err
	}
	err = in.s.db.Write(ctx, func(tx *db.Tx) error { return setPlace(ctx, tx, info.ID, place) })
	row := underway{place: place}
	return begun{u, in.s, info.ID, known{now: row, row: row}}, err
}

// GetUpload finds an upload for its owner. One whose last byte arrived is finished first, if a crash prevented it.
func (in intake) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	u, err := in.find(ctx, id)
	return u, refusal(ctx, err)
}

func (in intake) find(ctx context.Context, id string) (handler.Upload, error) {
	a, k, err := in.s.own(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.Complete() {
		return finished{a}, nil
	}
	have, _, err := in.s.landing.have(ctx, a, k.now.place)
	if err != nil {
		return nil, err
	}
	if have == a.Size {
		return finished{a}, in.s.finish(context.WithoutCancel(ctx), id)
	}
	u, err := in.s.landing.find(ctx, id, k.now.place)
	return begun{u, in.s, id, k}, err
}

// own returns the upload of the person of ctx if it may still go on, or is complete.
func (s *Service) own(ctx context.Context, id string) (a Asset, k known, err error) {
	p, err := identity.Require(ctx)
	if err != nil {
		return a, k, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if a, err = s.Asset(ctx, tx, id); errors.Is(err, ErrUnknown) || err == nil && a.Owner != p.ID {
			return ErrGone
		}
		if err != nil || a.Complete() {
			return err
		}
		c, err := s.campaigns.Get(ctx, tx, a.Campaign)
		if err != nil {
			return err
		}
		announce(sendingOf(ctx).header, c, a)
		if err := checkTime(c, a.Began, tx.Now()); err != nil {
			return err
		}
		k, err = s.known(ctx, tx, id)
		return err
	})
	return a, k, err
}

// AsTerminatableUpload lets the handler cancel an upload.
func (in intake) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	return u.(handler.TerminatableUpload) // both of ours are
}

// begun is an upload that is not complete.
type begun struct {
	handler.Upload
	s  *Service
	id string
	k  known
}

// GetInfo calls the upload by its asset's id, whatever its landing calls it.
func (b begun) GetInfo(ctx context.Context) (handler.FileInfo, error) {
	info, err := b.Upload.GetInfo(ctx)
	info.ID = b.id
	return info, err
}

// WriteChunk takes a piece in and notes how far the upload is. What has landed stays so when the sender hangs up.
func (b begun) WriteChunk(ctx context.Context, offset int64, src io.Reader) (int64, error) {
	n, err := b.s.landing.write(ctx, b.Upload, b.id, offset, newPiece(ctx, src))
	if n > 0 {
		err = errors.Join(err, b.s.arrive(context.WithoutCancel(ctx), b.id, b.k, offset+n))
	}
	return n, refusal(ctx, err)
}

// FinishUpload leaves what there is to do to the hook that first asks whether the last byte came in time.
func (b begun) FinishUpload(context.Context) error { return nil }

// Terminate forgets the asset of an upload that its owner gives up, and removes its bytes.
func (b begun) Terminate(ctx context.Context) error { return b.s.drop(ctx, b.id) }

// finished is an upload that is complete: it only tells its length.
type finished struct{ a Asset }

var errFinished = fault.Define("media.upload_finished", fault.Conflict,
	"文件已经收到，不能再改动或取消这次上传。", "The file has been received; this upload can no longer be changed or cancelled.")

func (f finished) GetInfo(context.Context) (handler.FileInfo, error) {
	return handler.FileInfo{ID: f.a.ID, Size: f.a.Size, Offset: f.a.Size}, nil
}

func (f finished) WriteChunk(ctx context.Context, _ int64, _ io.Reader) (int64, error) {
	return 0, refusal(ctx, errFinished)
}

func (f finished) GetReader(ctx context.Context) (io.ReadCloser, error) {
	return nil, refusal(ctx, ErrUnknown)
}
func (f finished) FinishUpload(context.Context) error  { return nil }
func (f finished) Terminate(ctx context.Context) error { return refusal(ctx, errFinished) }
