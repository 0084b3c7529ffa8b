package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"saiying": main}) }

// Each script in testdata/script is a session in an operator's shell.
func TestScripts(t *testing.T) {
	campaigns, err := filepath.Abs("../../campaigns")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("CAMPAIGNS", campaigns)
		e.Setenv("PATH", os.Getenv("PATH"))
		e.Setenv("HOME", e.WorkDir)
		return nil
	}})
}
