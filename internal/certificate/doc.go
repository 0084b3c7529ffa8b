// Package certificate turns a confirmed award into paper that can be checked: a number, a PDF with a QR code, and the
// answer to anybody who asks whether the paper is genuine.
//
// Certificates are numbered in one transaction when the awards are confirmed (event award.Confirmed); each PDF is then
// made by a job of its own and kept among the blobs. A revoked award (award.Revoked) leaves its certificate in place,
// marked as revoked: the number is not given again, and /verify/CODE says so.
//
// Its tables are certificate_certificate and certificate_serial.
package certificate
