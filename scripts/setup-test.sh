#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: Chromium, PostgreSQL and
# Poppler from the distribution, two npm packages into node_modules.
# Does nothing where all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "setup: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
have_postgres() { have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
have_chromium() { [ -n "${CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome; }

have go || fail "Go is not installed; see https://go.dev/doc/install"
have node && have npm || fail "Node.js with npm is not installed; version 20 or later is needed for the browser tests"
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || fail "Node.js $node_major is too old for the browser tests; install version 20 or later"

packages=()
have_chromium || packages+=(chromium)
have_postgres || packages+=(postgresql)
have pdftotext || packages+=(poppler-utils)

if [ ${#packages[@]} -gt 0 ]; then
  have apt-get || fail "please install ${packages[*]} with your system's package manager (apt-get is not here), then run make test again"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "run 'apt-get install ${packages[*]}' as root, then run make test again"
    as_root=(sudo)
  fi
  # The tests start a database of their own, so none should be left running.
  if [[ " ${packages[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  echo "setup: installing ${packages[*]}"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >>"$log" 2>&1; }
  if ! { apt update && apt install -y --no-install-recommends "${packages[@]}"; }; then
    tail -n 30 "$log" >&2
    fail "apt-get could not install ${packages[*]}"
  fi
fi

# npm ci throws node_modules away, so only when the lock file has changed.
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  echo "setup: installing the npm packages of the browser tests"
  npm ci --silent --no-audit --no-fund || fail "npm ci failed"
  cp package-lock.json node_modules/.installed-lock.json
fi
