package blobtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// The S3 server of the tests. The Makefile names the same version and builds it to the same place.
const (
	source  = "github.com/versity/versitygw/cmd/versitygw"
	version = "v1.8.0"
)

// gateway is the server's program in .cache/bin, which is built there when it is missing. Test binaries that start together
// build it once.
func gateway() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	bin := filepath.Join(root, ".cache", "bin")
	program := filepath.Join(bin, "versitygw@"+version)
	if err := os.MkdirAll(bin, 0o750); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(program+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	if _, err := os.Stat(program); !errors.Is(err, os.ErrNotExist) {
		return program, err
	}
	return program, build(program)
}

func build(program string) error {
	dir, err := os.MkdirTemp(filepath.Dir(program), "versitygw-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	install := exec.Command("go", "install", source+"@"+version)
	install.Env = append(os.Environ(), "GOBIN="+dir, "GOFLAGS=-mod=mod", "CGO_ENABLED=0")
	if out, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("go install %s@%s: %w: %s", source, version, err, out)
	}
	return os.Rename(filepath.Join(dir, "versitygw"), program)
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}
