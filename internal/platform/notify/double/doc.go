// Package double stands in for a mail server and a short-message gateway in tests
// and demonstrations: both are real servers on 127.0.0.1 that speak SMTP and HTTP,
// keep what they were sent and refuse on request. Nothing leaves the machine.
package double
