#!/usr/bin/env bash
# Makes sure that what a target needs is on this machine; on Debian it installs what is missing.
#   need.sh run    films, fonts, the sandbox      need.sh test    also a browser, PostgreSQL, a C compiler
#   need.sh go     need.sh node                   only says what to do
set -euo pipefail

die() { printf '%s\n' "$*" >&2; exit 1; }

# The oldest that work. Neither is installed for you: most people have their own way of keeping them.
need_go() {
  command -v go >/dev/null || die "Go 1.26 or later is needed: https://go.dev/dl/"
  local minor; minor=$(go env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')
  [ "$minor" -ge 26 ] 2>/dev/null || die "Go 1.26 or later is needed; this is $(go env GOVERSION). See https://go.dev/dl/"
}

need_node() {
  command -v npm >/dev/null || die "Node 20 or later with npm is needed: https://nodejs.org/ (on Debian 13: apt-get install nodejs npm)"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node 20 or later is needed; this is $(node --version)."
}

here() { # kind:name -> is it there?
  case $1 in
    cmd:*) command -v "${1#cmd:}" >/dev/null ;;
    file:*) compgen -G "${1#file:}" >/dev/null ;;
    pg:*) command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
  esac
}

need_packages() { # probe=package ...
  local missing=() pair
  for pair in "$@"; do here "${pair%%=*}" || missing+=("${pair#*=}"); done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "Missing here: ${missing[*]} (names of Debian packages). This is not Debian, so please install their like yourself and run make again."
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Missing here: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  printf 'Installing %s\n' "${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get update -qq </dev/null
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
}

# The tests start servers of their own; a PostgreSQL that Debian starts beside them would only be in the way.
without_cluster() {
  here pg: && return
  local conf=/etc/postgresql-common/createcluster.d/saiying.conf sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  "${sudo[@]}" mkdir -p "$(dirname $conf)" 2>/dev/null || return 0
  echo 'create_main_cluster = false' | "${sudo[@]}" tee $conf >/dev/null
  trap "${sudo[*]} rm -f $conf" EXIT
}

films=(cmd:ffmpeg=ffmpeg cmd:bwrap=bubblewrap cmd:pdftotext=poppler-utils
  'file:/usr/share/fonts/truetype/lxgw-wenkai/*=fonts-lxgw-wenkai' 'file:/usr/share/fonts/opentype/noto/NotoSansCJK*=fonts-noto-cjk')

case ${1:-} in
  go) need_go ;;
  node) need_node ;;
  run) need_go; need_node; need_packages "${films[@]}" ;;
  test) need_go; need_node; without_cluster
    need_packages "${films[@]}" cmd:git=git cmd:gcc=gcc file:/usr/include/stdio.h=libc6-dev cmd:chromium=chromium pg:=postgresql-15 ;;
  *) die "usage: need.sh run|test|go|node" ;;
esac
