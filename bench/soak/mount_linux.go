package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// mount mounts a disk of so many MiB.
func mount(dir string, mib int) (*disk, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	if err := syscall.Mount("saiying-soak", dir, "tmpfs", 0, fmt.Sprintf("size=%dm", mib)); err != nil {
		return nil, fmt.Errorf("%w: %w", errNoMount, err)
	}
	return &disk{dir}, nil
}

// unmount lets go even of what a process still holds.
func unmount(path string) { _ = syscall.Unmount(path, syscall.MNT_DETACH) }

// graft has the file at path be one on another disk: SQLite keeps its log beside its rows, here on a disk of its own.
func graft(path string, d *disk) error {
	own := filepath.Join(d.dir, filepath.Base(path))
	for _, file := range []string{own, path} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			return err
		}
	}
	return syscall.Mount(own, path, "", syscall.MS_BIND, "")
}
