package app_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"saiying/internal/platform/db"
)

var writeOpenAPI = flag.Bool("openapi", false, "write web/src/api/openapi.json anew from the routes that the rooms register")

const openAPIFile = "../../web/src/api/openapi.json"

// TestOpenAPIIsWrittenDown holds web/src/api/openapi.json to what the assembled program answers at /api/openapi.json: the
// pages' types are generated from that file. go test ./internal/app -run OpenAPI -openapi writes it anew.
func TestOpenAPIIsWrittenDown(t *testing.T) {
	anyone := visitor{stage: open(t, db.SQLite, at("2020-10-20 09:00"))}
	var want bytes.Buffer
	if err := json.Indent(&want, anyone.ask(200, "GET", "/api/openapi.json", nil, nil).body, "", "  "); err != nil {
		t.Fatal(err)
	}
	want.WriteByte('\n')
	if *writeOpenAPI {
		if err := os.WriteFile(openAPIFile, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(openAPIFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want.Bytes()) {
		t.Errorf("web/src/api/openapi.json is out of date: go test ./internal/app -run OpenAPI -openapi && cd web && npm run types")
	}
}
