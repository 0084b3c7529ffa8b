// Package blobtest gives tests a real store of each kind: a temporary folder, and a bucket of an S3 server that the test binary
// starts for itself and that ends with it.
package blobtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"saiying/internal/platform/blob"
	"saiying/internal/platform/id"
)

// Each runs fn as a subtest on a fresh, empty store of each kind.
func Each(t *testing.T, fn func(t *testing.T, s blob.Store)) {
	t.Helper()
	for kind, config := range map[string]func(testing.TB) blob.Config{"folder": Folder, "s3": Bucket} {
		t.Run(kind, func(t *testing.T) { fn(t, Open(t, config(t))) })
	}
}

// Open opens the store that c names.
func Open(t testing.TB, c blob.Config) blob.Store {
	t.Helper()
	s, err := blob.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Folder names a fresh folder.
func Folder(t testing.TB) blob.Config {
	return blob.Config{Address: "file:" + filepath.Join(t.TempDir(), "blobs")}
}

// Bucket makes a fresh bucket on the test binary's own server.
func Bucket(t testing.TB) blob.Config {
	t.Helper()
	server.once.Do(func() { server.err = start() })
	if server.err != nil {
		t.Fatalf("the S3 server for the tests did not start: %v", server.err)
	}
	name := "t" + id.New()
	c := blob.Config{Address: "s3://" + name + "?endpoint=http://" + server.address + "&region=cn-north-1", Key: account, Secret: account + "-secret",
		Scratch: t.TempDir()}
	s := Open(t, c).(*blob.Bucket)
	if _, err := s.Client().CreateBucket(context.Background(), &s3.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	return c
}

const account = "saiying"

var server struct {
	once    sync.Once
	address string
	err     error
	// The server's shell waits for the end of this pipe, so it ends with the test binary however that ends.
	alive *os.File
}

func start() error {
	program, err := gateway()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "saiying-s3-")
	if err != nil {
		return err
	}
	if server.address, err = freeAddress(); err != nil {
		return err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	server.alive = write
	// --sidecar keeps what S3 knows of an object in files: not every file system of a test machine has extended attributes.
	script := fmt.Sprintf(`mkdir %[2]s/objects %[2]s/facts
		%[1]s --quiet --access %[4]s --secret %[4]s-secret --region cn-north-1 --port %[3]s posix --sidecar %[2]s/facts %[2]s/objects >%[2]s/log 2>&1 & pid=$!
		cat >/dev/null; kill -INT $pid; wait $pid; rm -rf %[2]s`, program, dir, server.address, account)
	shell := exec.Command("sh", "-c", script)
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	shell.Stdin = read
	if err := shell.Start(); err != nil {
		return err
	}
	_ = read.Close()
	return answer(filepath.Join(dir, "log"))
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// answer waits until the server takes connections.
func answer(log string) error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", server.address); err == nil {
			return c.Close()
		}
	}
	said, err := os.ReadFile(log)
	return errors.Join(fmt.Errorf("it says: %s", said), err)
}
