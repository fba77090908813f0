#!/usr/bin/env bash
# Measures how many small defects, planted one at a time, the tests of a package
# notice (mutation testing), and fails below 85 %.
#
#   scripts/mutation.sh ./solver/schedule/checker
#   scripts/mutation.sh ./solver/schedule '^repair.*\.go$' 'Repair'
#
# The second argument limits the defects to files that match, the third the tests
# to names that match. A defect in code that no test runs counts as unnoticed, and
# so do those in the conditions of switch cases, of which the tool cannot tell.
set -euo pipefail
cd "$(dirname "$0")/.."
package=${1:?package, for instance ./solver/schedule/checker} files=${2:-.} tests=${3:-.} least=85
version=v0.6.0
bin=.tools/gremlins-$version/gremlins
if [ ! -x "$bin" ]; then
  echo "mutation: building gremlins $version"
  GOBIN="$PWD/.tools/gremlins-$version" GOFLAGS= go install "github.com/go-gremlins/gremlins/cmd/gremlins@$version"
fi
leave=(-E /) # packages below
for f in "$package"/*.go; do
  name=$(basename "$f")
  [[ $name =~ $files ]] || leave+=(-E "(^|/)${name//./\\.}\$")
done
report=$(mktemp)
trap 'rm -f "$report"' EXIT
GOFLAGS="-run=$tests" "$bin" unleash "$package" "${leave[@]}" --workers 1 --test-cpu 1 --timeout-coefficient 10 \
  --invert-logical --invert-loopctrl --output "$report" --output-statuses lctv
count() { grep -o "\"$1\":[0-9]*" "$report" | grep -o '[0-9]*$'; }
killed=$(count mutants_killed) lived=$(count mutants_lived) bare=$(count mutants_not_covered)
slow=$(tr , '\n' <"$report" | grep -c '"status":"TIMED OUT"' || true)
total=$((killed + lived + bare + slow))
[ "$total" -gt 0 ] || { echo "mutation: nothing to change"; exit 1; }
score=$((1000 * (killed + slow) / total))
echo "mutation: $((killed + slow)) of $total defects noticed, $((score / 10)).$((score % 10)) %"
[ "$score" -ge $((10 * least)) ]
