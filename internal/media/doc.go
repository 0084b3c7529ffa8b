// Package media takes in film files and makes of each what a browser can play.
//
// An author's file arrives by tus, in pieces that may be hours apart, into a folder for uploads. When its last byte is
// there its SHA-256 is taken, the file moves into the blob store and the asset is received, in one transaction with the
// job that measures it. A second job makes poster and HLS ladder. The original is kept as it came and is never served to
// the public.
//
// Times: an upload begun while the collection is open may finish within the campaign's grace after the close; the server's
// clock decides, by the time of the transaction. An upload untouched for three days is dropped, and so is a received file
// that no entry has claimed within a week.
//
// Its tables are media_asset and media_owner. It emits Probed, Ready and Failed.
package media
