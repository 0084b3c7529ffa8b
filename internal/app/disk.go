//go:build unix

package app

import "syscall"

// disk tells how many bytes of the file system under a folder are free to us, and how many it has.
func disk(folder string) (free, total int64, err error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(folder, &st); err != nil {
		return 0, 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), int64(st.Blocks) * int64(st.Bsize), nil
}
