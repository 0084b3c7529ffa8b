// Package document sets paper: certificates and lists as PDF, in LXGW WenKai
// (霞鹜文楷, SIL OFL 1.1), which covers all of GB 2312 and much beyond. It has never
// heard of a contest: callers bring every word.
//
// The font is found on the machine at run time and embedded as a subset. A
// character the font lacks is an error that names it, never a gap on the page;
// Press.Missing asks beforehand. Lines break by the Chinese rules (标点避头尾, after
// GB/T 15834 and the W3C's clreq): no closing mark begins a line, no opening mark
// ends one, and words and numbers stay whole.
//
// Rare characters beyond the Basic Multilingual Plane (𠮷) are drawn, but the PDF
// library maps them to a wrong character when text is copied out of the file.
//
// A certificate leaves the place of the seal empty. This package draws no seals.
//
// Lengths are PDF points (1/72 inch) from the top left corner of the page.
package document
