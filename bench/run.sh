#!/usr/bin/env bash
# Starts bin/saiying demo on a data folder of its own, measures it as a whole from outside, and writes bench/results.md.
# Everything goes over the loopback interface, in bounded numbers, and ends by itself.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; wait 2>/dev/null; rm -rf "$data"' EXIT
port=${PORT:-18473}
url=http://127.0.0.1:$port

ready() { # seconds to wait; answers how long it took, in milliseconds
  local began; began=$(date +%s%3N)
  until curl -fs -o /dev/null "$url/readyz"; do
    kill -0 "$server" 2>/dev/null || { cat "$data/log" >&2; exit 1; }
    [ $(($(date +%s%3N) - began)) -lt $(($1 * 1000)) ] || { echo "not ready after $1 s" >&2; exit 1; }
    sleep 0.01
  done
  echo $(($(date +%s%3N) - began))
}
start() { SAIYING_LISTEN=127.0.0.1:$port bin/saiying demo --data "$data/data" >"$data/log" 2>&1 & server=$!; }

start; filled=$(ready 600)
kill -TERM "$server"; wait "$server" || true
start; started=$(ready 60)
sleep 2
rss=$(awk '/VmRSS/ {printf "%d", $2/1024}' "/proc/$server/status")
go run ./bench -url "$url" -pid "$server" -filled "$filled" -started "$started" -rss "$rss" -binary bin/saiying | tee bench/results.md
