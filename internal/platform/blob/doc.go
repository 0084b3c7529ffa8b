// Package blob keeps large files under names of its own: in a folder of this machine, or in a bucket of a server that speaks S3.
//
// A key is a relative path of letters, digits, dots, dashes and underscores, such as "media/01k/master.m3u8". A blob
// appears whole or not at all: in a folder it is written beside its place, brought to the disk (fsync) and renamed; a bucket
// does so by itself. In a folder Open answers an *os.File, so that a blob reaches a socket by sendfile.
package blob
