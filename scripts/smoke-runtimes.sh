#!/usr/bin/env bash
# Holds conversations with the packed package on Bun and on Deno, by the library and by the command line, and draws a picture.
# Usage: scripts/smoke-runtimes.sh TARBALL
# npm installs both into a temporary folder; one that cannot be had is left out by its name, with CI=true that is a failure.
set -euo pipefail
tarball=$(realpath "$1")
folder=$(mktemp -d)
server=
cleanup() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap cleanup EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund "$tarball"
cli=node_modules/colloquy/dist/cli.js
cat > library.mjs <<'JS'
import { connect, createServer } from 'colloquy'
const server = await createServer({ port: 0, mode: 'echo', converse: { Say: (message, peer) => peer.reply(message) } })
const client = await connect({ port: server.port })
const answer = await client.ask({ type: 'Say', text: 'by library' })
await client.bye()
await server.close()
if (answer.text !== 'by library') throw new Error(answer.text)
JS

# The binary comes inside a package for this platform: nothing else is downloaded, and no script of an installation runs.
find_runtime() { # PACKAGE VERSION BINARY…
  local home=runtimes/$1; mkdir -p "$home"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$home" "$1@$2" > /dev/null 2>&1 || return 1
  for binary in "$home"/node_modules/${3}; do
    if "$binary" --version > /dev/null 2>&1; then realpath "$binary"; return 0; fi
  done
  return 1
}

hold() { # NAME COMMAND…
  local name=$1 port answer; shift
  timeout 60 "$@" library.mjs
  rm -f ready.json
  "$@" "$cli" serve --port 0 --json --data "data-$name" --record "talks-$name" > ready.json &
  server=$!
  for _ in $(seq 200); do [ -s ready.json ] && break; sleep 0.05; done
  port=$(node -p 'JSON.parse(require("fs").readFileSync("ready.json", "utf8")).port')
  answer=$(XDG_STATE_HOME=$folder/state-$name COLLOQUY_PASSWORD="$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')" \
    timeout 60 "$@" "$cli" connect 127.0.0.1 "$port" --name smoke --register --message 'over the wire' 2> said)
  [ "$answer" = 'over the wire' ] || { echo "$name: the answer was: $answer"; cat said; exit 1; }
  kill -TERM "$server"; wait "$server"; server=
  timeout 60 "$@" "$cli" visualize --format html --trace "talks-$name"/*.jsonl --out "$name.html"
  node "$cli" visualize --format html --trace "talks-$name"/*.jsonl | cmp - "$name.html"
  echo "$name $("$1" --version | grep -oE '[0-9]+(\.[0-9]+)+' | head -1): the packed package works"
}

missing=
if bun=$(find_runtime bun 1 '@oven/*/bin/bun'); then hold bun "$bun"; else missing+=' bun'; fi
if deno=$(find_runtime deno 2 '@deno/*/deno'); then hold deno "$deno" run --allow-all; else missing+=' deno'; fi
if [ -n "$missing" ]; then
  echo "left out, since npm could not install it here:$missing"
  [ "${CI:-}" != true ] || exit 1
fi
