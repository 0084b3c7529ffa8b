package blob

import (
	"os"
	"syscall"
)

// writeBack has the disk begin with n bytes of a file, without waiting for it. What goes wrong the sync at the end tells.
func writeBack(f *os.File, offset, n int64) {
	const begin = 2 // SYNC_FILE_RANGE_WRITE of sync_file_range(2)
	_ = syscall.SyncFileRange(int(f.Fd()), offset, n, begin)
}
