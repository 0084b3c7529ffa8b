//go:build unix

package blob

import "syscall"

// crossDevice is what a rename between two file systems answers, full what a write on a full one does.
const (
	crossDevice = syscall.EXDEV
	full        = syscall.ENOSPC
)

// Free is how many bytes the disk of a folder still takes.
func Free(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
