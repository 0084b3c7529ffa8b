// Package web is the program's HTTP machinery, which has never heard of a contest: the API and its description, errors as
// application/problem+json, the language and address of the asker, protection against cross-site requests, limits,
// compression, logs and metrics.
//
// Rooms register operations with Handle on the huma.API, and plain handlers on the mux.
package web
