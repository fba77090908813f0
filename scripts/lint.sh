#!/usr/bin/env bash
# Runs golangci-lint at the pinned version, built once into .tools.
set -euo pipefail
cd "$(dirname "$0")/.."
version=v2.15.0
bin=.tools/$version/golangci-lint
if [ ! -x "$bin" ]; then
  echo "lint: building golangci-lint $version"
  out=$(GOBIN="$PWD/.tools/$version" GOFLAGS= CGO_ENABLED=0 \
    go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version" 2>&1) ||
    { echo "$out" | tail -n 30 >&2; exit 1; }
fi
case "${1:-}" in
fmt) exec "$bin" "$@" ;;
*) exec "$bin" run "$@" ;;
esac
