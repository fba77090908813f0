#!/usr/bin/env bash
# Every check of the project, in one run: see the steps at the end. It ends with
# a line of counts, and fails if anything failed.
set -uo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d "${TMPDIR:-/tmp}/birzha-test.XXXXXX")
chmod 711 "$work" # the database runs as a user of its own
passed=0 failed=0 skipped=0
export CGO_ENABLED=0 # as the product is built, so that all share one build cache
cleanup() {
  if [ -n "${TEST_POSTGRES:-}" ]; then scripts/postgres-test.sh stop "$work/postgres"; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() { printf '\n== %s\n' "$*"; }

# check NAME COMMAND…: a step that counts as one test.
check() {
  local from=$SECONDS
  say "$1"
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
  echo "   $((SECONDS - from)) s"
}

# suite NAME COMMAND…: a step that writes its own counts to $TEST_COUNTS.
suite() {
  local from=$SECONDS p f s
  say "$1"
  export TEST_COUNTS="$work/counts"
  rm -f "$TEST_COUNTS"
  "${@:2}"
  local rc=$?
  if [ -f "$TEST_COUNTS" ] && read -r p f s <"$TEST_COUNTS"; then
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    if [ $rc -ne 0 ] && [ "$f" -eq 0 ]; then failed=$((failed + 1)); fi
  else
    failed=$((failed + 1))
    echo "FAILED: $1 gave no counts"
  fi
  echo "   $((SECONDS - from)) s"
}

go_tests() {
  set -o pipefail
  go test -json -shuffle=on -timeout 20m "${PACKAGES:-./...}" | "$work/testreport"
}

finish() {
  printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
  exit
}

check "what the tests need" scripts/setup-test.sh
if [ "$failed" -gt 0 ]; then finish; fi
check "generated files" scripts/generated.sh
check "go vet" go vet ./...
check "lint" scripts/lint.sh

say "PostgreSQL"
if TEST_POSTGRES=$(scripts/postgres-test.sh start "$work/postgres"); then
  export TEST_POSTGRES
  echo "   started"
else
  failed=$((failed + 1))
fi
export TEST_POSTGRES_REQUIRED=1
go build -o "$work/testreport" ./scripts/testreport || failed=$((failed + 1))
suite "Go tests" go_tests
export TEST_BINARY="$work/birzha"
check "build" go build -o "$TEST_BINARY" ./cmd/birzha
suite "browser tests" node e2e/run.mjs
finish
