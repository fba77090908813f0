#!/bin/sh
# A throw-away PostgreSQL for the tests, from Debian's packages, reachable by a
# Unix socket in DIR only. Nothing in it outlives a crash (fsync is off).
#
#   postgres.sh start DIR   make and start a server, print its URL
#   postgres.sh stop DIR    stop it and remove its data
#   postgres.sh share DIR   as start, unless it runs; it stops by itself when
#                           nobody holds a lock on DIR/users.lock any longer
#
# Exit code 3: PostgreSQL is not installed.
set -eu
command=$1
dir=$2
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed (apt install postgresql)" >&2; exit 3; }

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
	as() { setpriv --reuid=postgres --regid=postgres --clear-groups env -C / "$@"; }
else
	as() { "$@"; }
fi
url="postgres://postgres@/postgres?host=$dir/run"

running() { [ -d "$dir/run/data" ] && as "$bin/pg_isready" -q -h "$dir/run"; }

start() {
	rm -rf "$dir/run"
	mkdir -p "$dir/run"
	chmod 711 "$dir"
	[ "$(id -u)" != 0 ] || chown postgres "$dir/run"
	as "$bin/initdb" -D "$dir/run/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
	as "$bin/pg_ctl" -D "$dir/run/data" -l "$dir/run/log" -w -s start -o "-k $dir/run -c listen_addresses='' \
		-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB"
}

stop() {
	[ ! -d "$dir/run/data" ] || as "$bin/pg_ctl" -D "$dir/run/data" -m immediate -w -s stop || true
	rm -rf "$dir/run"
}

# keep holds the lock exclusively while it stops the server, so that a test
# process that comes in between waits and then starts a new one.
keep() {
	exec 9>>"$dir/users.lock"
	until flock -n -x 9; do sleep 2; done
	stop
}

case $command in
start) mkdir -p "$dir"; start; echo "$url" ;;
stop) stop ;;
share)
	if ! running; then
		start
		# exec, for the shell would keep copies of the descriptors that a plain
		# redirection replaces, and the caller would wait for them to close.
		(
			exec </dev/null >/dev/null 2>&1
			keep
		) &
	fi
	echo "$url"
	;;
*) echo "usage: postgres.sh start|stop|share DIR" >&2; exit 2 ;;
esac
