// Package campaigns ships the five notices as campaign files, with what the organisers decided beside them.
package campaigns

import "embed"

// Files holds KEY.yaml, KEY.decisions.yaml and schema.json.
//
//go:embed *.yaml *.json
var Files embed.FS
