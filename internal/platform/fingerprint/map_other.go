//go:build !unix

package fingerprint

import (
	"io"
	"os"
)

// mapFile reads the file whole where there is no mapping.
func mapFile(f *os.File, size int) ([]byte, error) {
	data := make([]byte, size)
	_, err := f.ReadAt(data, 0)
	if err == io.EOF {
		err = nil
	}
	return data, err
}

func unmapFile([]byte) error { return nil }

// holdFile does nothing: on such a machine one process alone opens an index.
func holdFile(*os.File) error { return nil }
