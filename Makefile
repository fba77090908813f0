# `make` lists what there is to do.
SHELL := /bin/bash
export CGO_ENABLED := 0
.DEFAULT_GOAL := help
.PHONY: help run build test test-go lint fmt generate bench e2e screenshots gallery cover clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the demo exchange; ARGS="--addr 127.0.0.1:8080"
	go run ./cmd/birzha demo $(ARGS)

build: ## build the one static binary, bin/birzha
	go build -trimpath -o bin/birzha ./cmd/birzha

test: ## install what the tests need and run everything, as the build server does
	@scripts/test.sh

test-go: ## run the Go tests only; PKG=./internal/domain/... RUN=TestName
	go test $(if $(RUN),-run '$(RUN)') $(or $(PKG),./...)

lint: ## check style and import rules
	@scripts/lint.sh

fmt: ## format Go code and pages
	@scripts/lint.sh fmt
	go tool templ fmt internal

generate: ## generate Go code from the .templ files
	go tool templ generate -log-level error

bench: ## run the benchmarks; PKG=./internal/base/db
	go test -run '^$$' -bench . -benchmem $(or $(PKG),./...)

e2e: build ## run the browser tests; ONLY=part-of-a-file's-name
	@scripts/setup-test.sh
	@node e2e/run.mjs $(ONLY)

screenshots: build ## take a picture of every page into e2e/artefacts
	@scripts/setup-test.sh
	@node e2e/run.mjs pages

gallery: ## show every component of the interface in each of its states
	go run ./internal/ui/gallery $(ARGS)

cover: ## measure what the Go tests cover, into coverage/index.html
	@mkdir -p coverage
	go test -coverpkg=./... -coverprofile=coverage/profile ./...
	go tool cover -html=coverage/profile -o coverage/index.html
	go tool cover -func=coverage/profile | tail -n 1

clean: ## remove what was built and measured
	rm -rf bin coverage dist e2e/artefacts
