#!/bin/sh
# Starts and stops a throw-away PostgreSQL for the tests:
#
#   export TEST_POSTGRES=$(scripts/postgres-test.sh start)
#   go test ./...
#   scripts/postgres-test.sh stop
#
# Without it the tests start and stop one of their own.
set -eu
[ $# -ge 1 ] || { echo "usage: $0 start|stop [DIR]" >&2; exit 2; }
exec sh "$(dirname "$0")/../internal/base/dbtest/postgres.sh" "$1" "${2:-${TMPDIR:-/tmp}/birzha-postgres-make-$(id -u)}"
