// Package media takes in film files and makes of each what a browser can play.
//
// An author's file arrives by tus, in pieces that may be hours apart, into a folder for uploads. When its last byte is
// there the file moves into the blob store and the asset is received, in one transaction with the
// job that measures it. Its SHA-256 is taken when it is first wanted, by an entry or by that job. A second job makes poster and HLS ladder. The original is kept as it came and is never served to
// the public.
//
// Times: an upload begun while the collection is open may finish within the campaign's grace after the close; the server's
// clock decides, by the time of the transaction. An upload untouched for three days is dropped, and so is a received file
// that no entry has claimed within a week.
//
// Films that the machine has something to do for stand in a line: those whose collection closes within a day come first, an
// organiser may move, stop and retry them, and a full disk only pauses them. Which of them runs where is the queue's business
// (platform/job); how it stands, and why not, is written here.
//
// Everything made of a film carries its label of generated content: the one in the file, or else the one that its entry declares, also
// when that comes late. The copy for download is made when somebody asks for it.
//
// What a film is known again by, its print, is kept here; comparing films is for rooms to the right.
//
// Its tables are media_asset, media_owner, media_work, media_pace, media_print and media_print_count. It emits Probed, Watched, Ready,
// Reprinted and Failed.
package media
