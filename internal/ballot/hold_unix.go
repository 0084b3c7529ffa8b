//go:build unix

package ballot

import (
	"errors"
	"os"
	"syscall"
)

// hold waits until no other process has the file at path, here or on a machine that shares its folder, and keeps it until it is let go or
// the process ends, however it does.
func hold(path string) (letGo func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
