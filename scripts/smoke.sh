#!/usr/bin/env bash
# Installs the packed package in an empty folder and holds a conversation with it. Usage: scripts/smoke.sh TARBALL [NODE…]
# NODE is the command that runs Node there, node unless given: for example npx -y -p node@24 node
set -euo pipefail
tarball=$(realpath "$1"); shift
wanted=("${@:-node}")
# The program itself, not a wrapper around it: a signal must reach the server.
node=$("${wanted[@]}" -p process.execPath)
folder=$(mktemp -d)
server=
cleanup() { [ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"; }
trap cleanup EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund "$tarball"
cli=node_modules/colloquy/dist/cli.js
"$node" --version
"$node" "$cli" serve --port 0 --json > ready.json &
server=$!
for _ in $(seq 200); do [ -s ready.json ] && break; sleep 0.05; done
port=$("$node" -p 'JSON.parse(require("fs").readFileSync("ready.json", "utf8")).port')
export XDG_STATE_HOME=$folder/state COLLOQUY_PASSWORD="$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')"
answer=$("$node" "$cli" connect 127.0.0.1 "$port" --name smoke --register --message 'over the wire' 2>/dev/null)
[ "$answer" = 'over the wire' ] || { echo "the answer was: $answer"; exit 1; }
cat > library.mjs <<'JS'
import { connect, createServer } from 'colloquy'
const server = await createServer({ port: 0, mode: 'echo', converse: { Say: (message, peer) => peer.reply(message) } })
const client = await connect({ port: server.port })
const answer = await client.ask({ type: 'Say', text: 'by library' })
await client.bye()
await server.close()
if (answer.text !== 'by library') throw new Error(answer.text)
const { readFileSync } = await import('node:fs')
const { fileURLToPath } = await import('node:url')
const { loadContract } = await import('colloquy/contract')
const { contractHash, generate } = await import('colloquy/codegen')
const { talk } = await import('colloquy/protocol/talk')
const read = (file) => readFileSync(fileURLToPath(import.meta.resolve(`colloquy/protocol/${file}`)), 'utf8')
const bases = new Map([['colloquy@1', read('base.yaml')]])
const loaded = loadContract(read('talk.yaml'), 'talk.yaml', { bases }).right
const modules = (folder) => ({ io: `${folder}/io`, arbitraries: `${folder}/arbitraries` })
const base = { ...modules('colloquy/protocol/base'), messages: 'colloquy/protocol/base/messages', codec: 'colloquy/protocol/base/codec' }
const imports = { ...modules('colloquy/codec'), runtime: 'colloquy/codec', types: 'colloquy/codec/types', engine: 'colloquy/engine', base }
const hash = contractHash(loaded)
const generated = generate(loaded, hash, { source: 'talk.yaml', command: 'npm run codegen', imports })
if (Buffer.from(hash).toString('hex') !== talk.tables.hash || !generated.has('talk/v1/talk.proto')) throw new Error('subpaths')
JS
"$node" library.mjs
kill -TERM "$server"; wait "$server"; server=
cp -r node_modules/colloquy/examples/credit own
"$node" "$cli" verify --contract own/credit.yaml --client own/producer.js --server own/consumer.js > /dev/null
"$node" own/serve.js 0 > served &
server=$!
for _ in $(seq 200); do [ -s served ] && break; sleep 0.05; done
printf 'one\ntwo\n' | "$node" own/connect.js "$(grep -oE '[0-9]+' served)" > /dev/null
kill -INT "$server"; wait "$server"; server=
[ "$(sed 1d served)" = "$(printf '%s\n' 'lines begin' one two done)" ] || { cat served; exit 1; }
echo 'the packed package works'
