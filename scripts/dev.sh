#!/usr/bin/env bash
# The server, built again on every save (air), with Vite's servers before it: the public site on 5173, the console on 5174.
set -euo pipefail
cd "$(dirname "$0")/.."
export API=http://127.0.0.1:8080
trap 'kill 0' EXIT
echo 'Public site: http://127.0.0.1:5173/   Console: http://127.0.0.1:5174/console.html   Server: http://127.0.0.1:8080/'
(cd web && exec npx vite --host 127.0.0.1 --port 5173 --strictPort) &
(cd web && ENTRY=console exec npx vite --host 127.0.0.1 --port 5174 --strictPort) &
"$AIR" &
wait -n
