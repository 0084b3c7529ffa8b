# 赛映 Saiying. `make run` shows it, `make test` proves it; `make help` names the rest.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

version := $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
modules := web/node_modules/.package-lock.json
# What each product is made from: a changed file makes it again, an unchanged tree makes nothing.
pages   := $(shell find web/src web/public -type f 2>/dev/null) $(wildcard web/*.html web/*.json web/vite.config.ts)
sources := go.mod go.sum $(wildcard *.go) $(shell find cmd internal campaigns web -name node_modules -prune -o \
             \( -name e2e -o -name dist -o -name testdata \) -prune -o \
             -type f \( -name '*.go' -o -name '*.sql' -o -name '*.yaml' -o -name '*.json' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.txt' \) -print 2>/dev/null)

# Tools are built from source at these versions into .cache/bin and never enter go.mod; like bin/saiying, to share what is compiled.
tools := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 \
         gotest.tools/gotestsum@v1.13.0 \
         golang.org/x/vuln/cmd/govulncheck@v1.7.0 \
         github.com/air-verse/air@v1.67.4 \
         github.com/versity/versitygw/cmd/versitygw@v1.8.0
tool   = .cache/bin/$(filter $(1)@%,$(notdir $(tools)))

.PHONY: help run build pages test check lint dev bench bench-labelled clean-data bench-detectors bench-media bench-prints bench-files bench-fraud bench-vote soak-vote

help: ## name the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

run: .cache/needs-run bin/saiying ## install what is missing, build, and run the demonstration on data/demo
	@exec bin/saiying demo --data data/demo

build: bin/saiying ## build bin/saiying with its pages inside

bin/saiying: $(sources) .cache/pages
	@scripts/need.sh go
	CGO_ENABLED=0 go build -trimpath -ldflags '-X main.linked=$(version)' -o $@ ./cmd/saiying

pages: .cache/pages ## build the public site and the console

.cache/pages: $(modules) $(pages)
	cd web && npm run --silent build
	@mkdir -p .cache && touch $@

$(modules): web/package.json web/package-lock.json
	@scripts/need.sh node
	cd web && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
	@touch $@

.cache/needs-%: scripts/need.sh
	@scripts/need.sh $*
	@mkdir -p .cache && touch $@

.cache/bin/%:
	@mkdir -p .cache/bin
	CGO_ENABLED=0 GOBIN=$(CURDIR)/.cache/bin/new go install -trimpath $(filter %/$*,$(tools))
	@mv .cache/bin/new/* $@

test: .cache/needs-run .cache/needs-test bin/saiying $(modules) $(call tool,golangci-lint) $(call tool,gotestsum) $(call tool,govulncheck) $(call tool,versitygw) ## everything that must hold before a change lands
	@GOLANGCI=$(call tool,golangci-lint) GOTESTSUM=$(call tool,gotestsum) GOVULNCHECK=$(call tool,govulncheck) scripts/test.sh

check: bin/saiying $(call tool,golangci-lint) $(call tool,versitygw) ## the quick part of test: no browser, no race detector
	@GOLANGCI=$(call tool,golangci-lint) scripts/test.sh quick

lint: $(call tool,golangci-lint) $(modules) ## format and style, Go and pages
	$(call tool,golangci-lint) run ./...
	cd web && npm run --silent lint && npm run --silent typecheck

dev: .cache/needs-run .cache/pages $(call tool,air) ## server and pages that reload when a file is saved
	@AIR=$(call tool,air) scripts/dev.sh

bench: .cache/needs-run bin/saiying ## whole-process figures on this machine, into bench/results.md
	@bench/run.sh

bench-detectors: .cache/needs-run ## how often each detector is right, on films it was not set on
	go run ./bench/detectors

bench-labelled: .cache/needs-run ## the inspection, and MediaConch beside it, on films whose verdict is known
	@command -v mediaconch >/dev/null || { echo "mediaconch is needed: apt-get install mediaconch" >&2; exit 1; }
	go run ./bench/labelled

bench-media: .cache/needs-run ## what watching a film costs, in processor time, into bench/media.md
	@mkdir -p .cache
	go run ./bench/media >.cache/media.md
	@mv .cache/media.md bench/media.md

bench-files: .cache/needs-run ## files beside nginx and uploads beside plain tusd, into bench/files.md; needs nginx and wrk
	@mkdir -p .cache
	@printf '# Files in and out\n\nMade by `make bench-files`; bench/files says how.\n\n' >.cache/files.md
	go build -o .cache/bench-files ./bench/files && .cache/bench-files >>.cache/files.md
	@mv .cache/files.md bench/files.md

bench-fraud: .cache/needs-run ## how often bought votes are found, and who is wrongly suspected, into bench/fraud.md
	@mkdir -p .cache
	@printf '# Bought votes\n\nMade by `make bench-fraud`; bench/fraud says how.\n\n' >.cache/fraud.md
	go build -o .cache/bench-fraud ./bench/fraud && .cache/bench-fraud >>.cache/fraud.md
	@mv .cache/fraud.md bench/fraud.md

bench-vote: .cache/needs-run ## votes a second beside PocketBase, pgbench and a server that does nothing, a quarter of an hour, into bench/vote.md; needs PostgreSQL
	@mkdir -p .cache
	@printf '# Votes a second\n\nMade by `make bench-vote`; bench/vote says how, bench/README.md how to read it.\n\n' >.cache/vote.md
	cd bench/vote/pocketbase && go build -o $(CURDIR)/.cache/pocketbase .
	go build -o .cache/bench-vote ./bench/vote && .cache/bench-vote -pocketbase $(CURDIR)/.cache/pocketbase $(VOTE) >>.cache/vote.md
	@mv .cache/vote.md bench/vote.md

soak-vote: .cache/needs-run bin/saiying ## votes while everything goes wrong, some twenty minutes, into bench/soak.md; needs PostgreSQL, and root to fill disks up
	@mkdir -p .cache
	@printf '# Votes while everything goes wrong\n\nMade by `make soak-vote`; bench/soak says how, bench/README.md how to read it.\n\n' >.cache/soak.md
	go build -o .cache/soak ./bench/soak && nice .cache/soak $(SOAK) >>.cache/soak.md
	@mv .cache/soak.md bench/soak.md

bench-prints: .cache/needs-run ## how well films are known again, and how fast among a million works, into bench/prints.md
	@mkdir -p .cache
	@printf '# The index of prints\n\nMade by `make bench-prints`; bench/prints says how.\n\n' >.cache/prints.md
	go build -o .cache/bench-prints ./bench/prints && .cache/bench-prints >>.cache/prints.md
	@mv .cache/prints.md bench/prints.md

clean-data: ## throw the demonstration's data away
	rm -rf data/demo
