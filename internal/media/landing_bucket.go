package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/s3store"

	"saiying/internal/platform/blob"
)

// bucket lets uploads land as parts of an S3 multipart upload, which becomes the original when it is completed. What is too small
// for a part, and what tus knows of the upload, are objects below uploads/.
type bucket struct {
	b     *blob.Bucket
	parts s3store.S3Store
	dir   string // where parts lie until they are sent
}

// A part is as large as the pieces that our page sends, so that each piece is one part. S3 wants 5 MiB at least.
const partBytes = 8 << 20

// mostChecked is the largest piece with a checksum: it lies on this machine until it is proven.
const mostChecked = 64 << 20

const leftovers = "uploads"

func newBucket(dir string, b *blob.Bucket) bucket {
	parts := s3store.New(b.Name(), b.Client())
	parts.ObjectPrefix, parts.MetadataObjectPrefix = "media", leftovers
	parts.PreferredPartSize, parts.MaxBufferedParts, parts.TemporaryDirectory = partBytes, 2, dir
	return bucket{b, parts, dir}
}

func (b bucket) make(ctx context.Context, info handler.FileInfo) (handler.Upload, string, error) {
	info.ID, info.MetaData = path.Join(info.ID, original), nil
	u, err := b.parts.NewUpload(ctx, info)
	if err != nil {
		return nil, "", err
	}
	made, err := u.GetInfo(ctx)
	return u, made.ID, err
}

func (b bucket) find(ctx context.Context, _, place string) (handler.Upload, error) {
	return b.parts.GetUpload(ctx, place)
}

func (b bucket) have(ctx context.Context, a Asset, place string) (int64, time.Time, error) {
	n, at, err := settled(ctx, b.b, a.ID)
	if err != nil || n >= 0 || place == "" {
		return n, at, err
	}
	u, err := b.find(ctx, a.ID, place)
	if err != nil {
		return 0, time.Time{}, err
	}
	info, err := u.GetInfo(ctx)
	if errors.Is(err, handler.ErrNotFound) {
		return -1, time.Time{}, nil
	}
	return info.Offset, a.Touched, err
}

// write keeps a piece that has a checksum until it is whole: parts that were sent cannot be taken back.
func (b bucket) write(ctx context.Context, u handler.Upload, _ string, offset int64, p *piece) (int64, error) {
	if p.sum == nil {
		return u.WriteChunk(ctx, offset, p)
	}
	if p.length > mostChecked {
		return 0, errPiece.With("max", SayBytes(mostChecked))
	}
	f, err := os.CreateTemp(b.dir, "piece-")
	if err != nil {
		return 0, err
	}
	defer func() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }()
	n, err := io.Copy(f, io.LimitReader(p, mostChecked+1))
	switch {
	case err != nil:
		return 0, err
	case n > mostChecked:
		return 0, errPiece.With("max", SayBytes(mostChecked))
	case p.wrong():
		return 0, errChecksum
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	return u.WriteChunk(ctx, offset, f)
}

func (b bucket) settle(ctx context.Context, id, place string) error {
	if _, err := b.b.Stat(ctx, key(id, original)); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	u, err := b.find(ctx, id, place)
	if err != nil {
		return err
	}
	return u.FinishUpload(ctx)
}

func (b bucket) remove(ctx context.Context, id, place string) error {
	_, upload, there := strings.Cut(place, "+")
	object := key(id, original)
	if there {
		_, err := b.b.Client().AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: aws.String(b.b.Name()), Key: &object, UploadId: &upload})
		if err != nil && !noUpload(err) {
			return err
		}
	}
	return b.b.Delete(ctx, path.Join(leftovers, id))
}

// noUpload reports whether an error says that a multipart upload was completed or aborted before.
func noUpload(err error) bool {
	var api interface{ ErrorCode() string }
	return errors.As(err, &api) && (api.ErrorCode() == "NoSuchUpload" || api.ErrorCode() == "NoSuchKey")
}

func (b bucket) strays(ctx context.Context, before time.Time) ([]stray, error) {
	left, err := b.b.List(ctx, leftovers)
	if err != nil {
		return nil, err
	}
	var old []stray
	for _, o := range left {
		if o.Modified.Before(before) {
			old = append(old, stray{id: path.Base(path.Dir(o.Key))})
		}
	}
	pages := s3.NewListMultipartUploadsPaginator(b.b.Client(), &s3.ListMultipartUploadsInput{Bucket: aws.String(b.b.Name()), Prefix: aws.String("media/")})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range page.Uploads {
			if aws.ToTime(u.Initiated).Before(before) && path.Base(aws.ToString(u.Key)) == original {
				id := path.Base(path.Dir(aws.ToString(u.Key)))
				old = append(old, stray{id, path.Join(id, original) + "+" + aws.ToString(u.UploadId)})
			}
		}
	}
	return old, nil
}

// room is the bucket's, as long as this machine's disk takes the parts that are on their way.
func (b bucket) room() (int64, error) {
	free, err := blob.Free(b.dir)
	if err != nil || free < reserve {
		return 0, err
	}
	return math.MaxInt64, nil
}
