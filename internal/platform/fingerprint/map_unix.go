//go:build unix

package fingerprint

import (
	"errors"
	"os"
	"syscall"
)

// mapFile lays a file into memory, where the machine keeps as much of it as it has room for.
func mapFile(f *os.File, size int) ([]byte, error) {
	return syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ, syscall.MAP_SHARED)
}

func unmapFile(data []byte) error { return syscall.Munmap(data) }

// holdFile keeps other processes from writing until f is closed, or the process ends however it does.
func holdFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}
