// Package blob keeps large files under names of its own, in one folder of this machine.
//
// A key is a relative path of letters, digits, dots, dashes and underscores, such as "media/01k/master.m3u8". A blob
// appears whole or not at all: it is written beside its place, brought to the disk (fsync) and renamed. Open answers an
// *os.File, so that a blob reaches a socket by sendfile.
package blob
