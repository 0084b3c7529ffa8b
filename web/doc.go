// Package web serves the public site and the console.
//
// The first screen of a public page is rendered here, in Go, so that a phone on a slow line sees
// the film before a script has run; Vue then takes over #app with the same data. The package knows
// the HTTP contract only: it asks the API handler in this process for the JSON that the browser would
// ask for, renders it, and inlines it for the browser. It imports no room.
//
// The words are those of src/locale/*.json, one text for server and browser.
package web
