#!/usr/bin/env bash
# Generates the Go code of the pages, and fails where that changes a file:
# then somebody edited a .templ file and forgot `make generate`.
set -euo pipefail
cd "$(dirname "$0")/.."
sums() { find internal -name '*_templ.go' -exec sha256sum {} + | sort -k 2; }
before=$(sums)
go tool templ generate -log-level error
after=$(sums)
if [ "$before" != "$after" ]; then
  echo "generated files were out of date; commit these:" >&2
  diff <(echo "$before") <(echo "$after") | awk '/^[<>]/ { print "  " $3 }' | sort -u >&2
  exit 1
fi
