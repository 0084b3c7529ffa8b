package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// Bucket keeps blobs as objects of one bucket.
type Bucket struct {
	name    string
	client  *s3.Client
	scratch string
}

// scratchLife is after how long a copy of a blob can only be a dead process's: no film is measured or rendered for longer.
const scratchLife = 24 * time.Hour

func openBucket(name string, q url.Values, c Config) (*Bucket, error) {
	if c.Key == "" || c.Secret == "" {
		return nil, fmt.Errorf("the bucket %s needs keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", name)
	}
	scratch, err := filepath.Abs(c.Scratch)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(scratch, 0o750); err != nil {
		return nil, fmt.Errorf("the folder for copies of films cannot be made: %w", err)
	}
	removeOld(scratch, time.Now().Add(-scratchLife))
	client := s3.New(s3.Options{
		Region:       or(q.Get("region"), "us-east-1"),
		Credentials:  credentials.NewStaticCredentialsProvider(c.Key, c.Secret, ""),
		UsePathStyle: q.Get("endpoint") != "" && q.Get("addressing") != "virtual",
		BaseEndpoint: endpoint(q.Get("endpoint")),
		// Checksums in trailers are Amazon's own: other servers refuse them.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenRequired,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenRequired,
	})
	return &Bucket{name, client, scratch}, nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func endpoint(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// removeOld removes copies that a killed process left behind.
func removeOld(dir string, before time.Time) {
	files, _ := os.ReadDir(dir) // it was made a moment ago; what cannot be removed now is tried again at the next start
	for _, f := range files {
		if st, err := f.Info(); err == nil && st.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(dir, f.Name()))
		}
	}
}

// Name is the bucket's.
func (b *Bucket) Name() string { return b.name }

// Client is the bucket's, for a library that speaks S3 by itself.
func (b *Bucket) Client() *s3.Client { return b.client }

// wrong makes an object that is not there fs.ErrNotExist.
func wrong(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) && (api.ErrorCode() == "NotFound" || api.ErrorCode() == "NoSuchKey") {
		return fmt.Errorf("%w (%s)", fs.ErrNotExist, api.ErrorCode())
	}
	return err
}

// Put keeps r in a file until it is complete: a signature is made of the whole.
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader) error {
	if err := check(key); err != nil {
		return err
	}
	name, err := spool(ctx, b.scratch, r)
	if err != nil {
		return err
	}
	if err := b.MoveIn(ctx, key, name); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// MoveIn sends the file and removes it.
func (b *Bucket) MoveIn(ctx context.Context, key, path string) error {
	if err := check(key); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.Size() > partSize {
		err = b.sendParts(ctx, key, f, st.Size())
	} else {
		_, err = b.client.PutObject(ctx, &s3.PutObjectInput{Bucket: &b.name, Key: &key, Body: f})
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}

// partSize is how much of a large file is sent, and on a broken line sent again, at once. S3 takes 10,000 parts.
const partSize = 64 << 20

func (b *Bucket) sendParts(ctx context.Context, key string, f io.ReaderAt, size int64) error {
	up, err := b.client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: &b.name, Key: &key})
	if err != nil {
		return err
	}
	var done types.CompletedMultipartUpload
	for at := int64(0); at < size && err == nil; at += partSize {
		var sent *s3.UploadPartOutput
		n := aws.Int32(int32(at/partSize) + 1)
		sent, err = b.client.UploadPart(ctx, &s3.UploadPartInput{Bucket: &b.name, Key: &key, UploadId: up.UploadId, PartNumber: n,
			Body: io.NewSectionReader(f, at, min(partSize, size-at))})
		if err == nil {
			done.Parts = append(done.Parts, types.CompletedPart{PartNumber: n, ETag: sent.ETag})
		}
	}
	if err == nil {
		_, err = b.client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: &b.name, Key: &key, UploadId: up.UploadId, MultipartUpload: &done})
	}
	if err != nil {
		_, gone := b.client.AbortMultipartUpload(context.WithoutCancel(ctx), &s3.AbortMultipartUploadInput{Bucket: &b.name, Key: &key, UploadId: up.UploadId})
		return errors.Join(err, gone)
	}
	return nil
}

// Copy has the server copy; it does so up to 5 GiB.
func (b *Bucket) Copy(ctx context.Context, from, to string) error {
	if err := check(from, to); err != nil {
		return err
	}
	_, err := b.client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: &b.name, Key: &to, CopySource: aws.String(b.name + "/" + from)})
	return wrong(err)
}

// Open answers a reader that fetches what is read of the blob.
func (b *Bucket) Open(ctx context.Context, key string) (io.ReadSeekCloser, Info, error) {
	info, err := b.Stat(ctx, key)
	if err != nil {
		return nil, info, err
	}
	return &object{ctx: ctx, b: b, key: key, size: info.Size}, info, nil
}

// Stat tells of a blob.
func (b *Bucket) Stat(ctx context.Context, key string) (Info, error) {
	if err := check(key); err != nil {
		return Info{}, err
	}
	h, err := b.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &b.name, Key: &key})
	if err != nil {
		return Info{}, wrong(err)
	}
	return Info{key, aws.ToInt64(h.ContentLength), aws.ToTime(h.LastModified)}, nil
}

// leftAlone is how many bytes of the scratch folder's disk copies do not take.
const leftAlone = 1 << 30

// Local copies the blob into the scratch folder.
func (b *Bucket) Local(ctx context.Context, key string) (string, func(), error) {
	from, info, err := b.Open(ctx, key)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = from.Close() }()
	free, err := Free(b.scratch)
	if err == nil && free-leftAlone < info.Size {
		err = fmt.Errorf("a copy of %s needs %d bytes in %s: %w", key, info.Size, b.scratch, full)
	}
	if err != nil {
		return "", nil, err
	}
	name, err := spool(ctx, b.scratch, from)
	return name, func() { _ = os.Remove(name) }, err
}

// List asks for the objects' keys, a thousand at a time.
func (b *Bucket) List(ctx context.Context, prefix string) ([]Info, error) {
	if prefix != "" {
		prefix = strings.TrimSuffix(prefix, "/")
		if err := check(prefix); err != nil {
			return nil, err
		}
		prefix += "/"
	}
	all := []Info{}
	pages := s3.NewListObjectsV2Paginator(b.client, &s3.ListObjectsV2Input{Bucket: &b.name, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Contents {
			all = append(all, Info{aws.ToString(o.Key), aws.ToInt64(o.Size), aws.ToTime(o.LastModified)})
		}
	}
	return all, nil
}

// Delete removes the object and what lies below it.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := check(key); err != nil {
		return err
	}
	below, err := b.List(ctx, key)
	if err != nil {
		return err
	}
	for _, o := range append(below, Info{Key: key}) {
		if _, err := b.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.name, Key: &o.Key}); err != nil && !errors.Is(wrong(err), fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Room is not known of a bucket.
func (b *Bucket) Room() (int64, error) { return math.MaxInt64, nil }
