#!/usr/bin/env bash
# The server, built again on every save (air), and before it Vite, which shows both sites as they are being written.
set -euo pipefail
cd "$(dirname "$0")/.."
export API=http://127.0.0.1:8080
trap 'kill 0' EXIT
echo 'Public site: http://127.0.0.1:5173/   Console: http://127.0.0.1:5173/console   Server: http://127.0.0.1:8080/'
(cd web && exec node_modules/.bin/vite --host 127.0.0.1 --port 5173 --strictPort) &
"$AIR" &
wait -n
