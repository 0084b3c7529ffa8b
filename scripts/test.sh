#!/usr/bin/env bash
# Runs every check to its end, also after a failure, and closes with "N passed, N failed": tests and checks together.
#   test.sh        everything      test.sh quick   no browser, no race detector, no PostgreSQL of its own
set -uo pipefail
cd "$(dirname "$0")/.."
quick=${1:-}
out=.cache/test
rm -rf $out && mkdir -p $out
passed=0 failed=0 steps=0
ills=()

check() { # name command... : one check, silent when it holds
  local name=$1 began=$SECONDS code; shift
  "$@" >$out/log 2>&1; code=$?
  tell "$name" $code $((SECONDS - began)) $out/log
}

tell() { # name code seconds log : counts a check that has ended
  if [ "$2" -eq 0 ]; then
    passed=$((passed + 1)); printf 'ok    %s (%ds)\n' "$1" "$3"
  else
    failed=$((failed + 1)); ills+=("$1"); printf 'FAIL  %s (%ds)\n' "$1" "$3"; sed 's/^/      /' "$4"
  fi
}

# What looks at the pages keeps one processor busy, so it goes on beside what looks at the Go.
pages() {
  step 'types of the API' npm run --silent types -- --check
  step 'vue-tsc' npm run --silent typecheck
  step 'tsc e2e' npx tsc -p e2e
  step 'eslint, prettier' npm run --silent lint
  return 0
}

step() { # name command... : one check of the pages, told of by `met`
  local name=$1 began=$SECONDS code log=$out/pages.$((steps += 1)); shift
  in_web "$@" >$log 2>&1; code=$?
  printf '%d\t%d\t%s\t%s\n' $code $((SECONDS - began)) $log "$name" >>$out/pages
}

met() { # process : waits for the pages' checks and counts them
  local code seconds log name
  wait "$1" || tell 'checks of the pages' 1 0 $out/pages
  while IFS=$'\t' read -r code seconds log name; do tell "$name" "$code" "$seconds" "$log"; done <$out/pages
}

suite() { # name report command... : a runner that writes JUnit; its tests are counted
  local name=$1 report=$out/$2 began=$SECONDS code root all bad; shift 2
  printf '\n== %s\n' "$name"
  "$@"; code=$?
  root=$(grep -m1 -oE '<testsuites [^>]*>' "$report" 2>/dev/null)
  all=$(count tests "$root"); bad=$(($(count failures "$root") + $(count errors "$root")))
  [ $code -ne 0 ] && [ "$bad" -eq 0 ] && bad=1 && all=$((all + 1)) # it did not compile, or died
  [ "$all" -eq 0 ] && bad=1 && all=1                               # a runner that ran nothing is a failure
  passed=$((passed + all - bad)) failed=$((failed + bad))
  [ "$bad" -gt 0 ] && ills+=("$name")
  printf '== %s: %d passed, %d failed (%ds)\n\n' "$name" $((all - bad)) "$bad" $((SECONDS - began))
}

count() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$2" | grep . || echo 0; }

in_web() { (cd web && "$@"); }

# The list of known weaknesses lives on the network; without it the check says so and counts as neither.
vulnerabilities() {
  if "$GOVULNCHECK" ./... >$out/log 2>&1; then passed=$((passed + 1)); echo 'ok    govulncheck'
  elif grep -q 'fetching vulnerabilities' $out/log; then echo 'note  govulncheck: its database cannot be reached from here; not checked'
  else failed=$((failed + 1)); ills+=(govulncheck); echo 'FAIL  govulncheck'; cat $out/log
  fi
}

pages & beside=$!
# Built as bin/saiying is, so that what was compiled for it is not compiled once more to be read.
check 'golangci-lint (gofmt, vet, staticcheck ...)' env CGO_ENABLED=0 "GOFLAGS=$(go env GOFLAGS) -trimpath" "$GOLANGCI" run ./...
check 'go mod tidy -diff' go mod tidy -diff
check 'go mod verify' go mod verify
check 'documents' node scripts/docs.mjs
check 'campaign files' bin/saiying campaign check campaigns/*-20??.yaml
met $beside
if [ "$quick" = quick ]; then
  check 'go test -short' go test -short ./...
else
  vulnerabilities
  # The race detector watches our code and every library, but not what costs or says too much: SQLite's translated C, which guards itself;
  # tusd's handler, which sets a request's body and reads it without a lock when a line breaks off; what computes on pictures, alone and for
  # minutes; and what packs the fonts of documents. The index of prints, which many read at once, is watched by itself. A library must
  # not be left out lightly: what it instantiates of sync's generic types may then stand in for everybody's, unwatched.
  check 'go test -race of the index of prints' go test -race -run 'Index|Reader|Torn|Writer' ./internal/platform/fingerprint
  # Those that take minutes go first, that no processor waits for the last of them; and one more at a time than there are processors, for
  # most now and then wait for a clock. What vet says golangci-lint has said.
  longest=(./internal/inspection/... ./internal/app ./internal/media ./internal/ballot ./internal/platform/ffmpeg)
  suite 'go test -race' go.xml "$GOTESTSUM" --format pkgname-and-test-fails --hide-summary=skipped --junitfile $out/go.xml -- -race -vet=off -p $(($(nproc) + 1)) \
    '-gcflags=modernc.org/...=-race=false' '-gcflags=github.com/tus/...=-race=false' \
    '-gcflags=compress/flate=-race=false' '-gcflags=hash/adler32=-race=false' \
    '-gcflags=saiying/internal/platform/vision=-race=false' '-gcflags=saiying/internal/platform/fingerprint=-race=false' -timeout 20m "${longest[@]}" ./...
fi
suite 'vitest' vitest.xml in_web npx vitest run --reporter=default --reporter=junit --outputFile.junit=../$out/vitest.xml
if [ "$quick" != quick ]; then
  PLAYWRIGHT_JUNIT_OUTPUT_NAME=$PWD/$out/e2e.xml suite 'playwright' e2e.xml in_web npx playwright test --config e2e/playwright.config.ts --reporter=list,junit
fi

[ $failed -eq 0 ] || printf 'Not well: %s\n' "$(IFS=,; echo "${ills[*]}")"
printf '%d passed, %d failed\n' $passed $failed
[ $failed -eq 0 ]
