#!/usr/bin/env bash
# From nothing to an answered Get, by the README of the packed package alone: its five commands in an empty folder, in strict
# TypeScript and in JavaScript, each in less than two minutes. Usage: scripts/smoke-own.sh TARBALL [NODE…]
# NODE is the command that runs Node there, node unless given: for example npx -y -p node@24 node
set -euo pipefail
tarball=$(realpath "$1"); shift
wanted=("${@:-node}")
node=$("${wanted[@]}" -p process.execPath)
export PATH="$(dirname "$node"):$PATH"
folder=$(mktemp -d)
server=
cleanup() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap cleanup EXIT

tar xzf "$tarball" -O package/README.md > "$folder/README.md"
mapfile -t commands < <(sed -n '/^## A protocol of your own/,/^## /p' "$folder/README.md" | sed -n '/^```sh$/,/^```$/p' | sed '1d;$d')
[ "${#commands[@]}" -eq 5 ] || { echo "the README has ${#commands[@]} commands, not 5"; exit 1; }

hold() { # LANGUAGE
  local begun=$SECONDS spoken
  mkdir "$folder/$1"; cd "$folder/$1"
  if [ "$1" = javascript ]; then
    # As the README says.
    spoken=("${commands[@]//src\/protocol.ts/src\/protocol.js}")
    spoken=("${spoken[@]/init kv/init kv --language javascript}")
    spoken=("${spoken[@]//npx tsx server.ts/node server.js}")
    spoken=("${spoken[@]//npx tsx client.ts/node client.js}")
  else
    spoken=("${commands[@]}")
  fi
  {
    # The package in the registry's place.
    eval "${spoken[0]/ colloquy/ --silent --no-audit --no-fund \"\$tarball\"}"
    eval "${spoken[1]}"
    [ "$1" = javascript ] || npm install --silent --no-audit --no-fund
    eval "${spoken[2]}"
    eval "${spoken[3]}"
  } > said 2>&1 || { cat said; exit 1; }
  # A server of its own, whose process a signal reaches, on any free port.
  local serve=${spoken[4]%%#*} ask=${spoken[4]##*: }
  eval "exec ${serve/npx tsx/node --import tsx} 0" > served 2>&1 &
  server=$!
  for _ in $(seq 400); do [ -s served ] && break; sleep 0.05; done
  local answer; answer=$(eval "$ask $(grep -oE '[0-9]+$' served)")
  local took=$((SECONDS - begun))
  [ "$answer" = "$(printf '%s\n' 'hello from anna' 'greeting, change 1' 'up to change 1')" ] || { echo "$answer"; cat served; exit 1; }
  [ "$took" -lt 120 ] || { echo "from nothing to an answered Get: $took s"; exit 1; }
  kill -INT "$server"; wait "$server"; server=
  [ "$1" = javascript ] || npm run --silent check
  npm test > said 2>&1 || { cat said; exit 1; }
  echo "Node $(node -p process.versions.node), $1: from nothing to an answered Get in $took s"
}

hold typescript
hold javascript
