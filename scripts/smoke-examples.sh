#!/usr/bin/env bash
# Does in the examples that stand on the base what their READMEs tell: each by its own package.json, on the packed package.
# Usage: scripts/smoke-examples.sh TARBALL
set -euo pipefail
tarball=$(realpath "$1")
examples=(kv chat)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
tar xzf "$tarball" --strip-components=2 "${examples[@]/#/package/examples/}"
# One installation for both: the package in the registry's place, and all else as their package.json has it.
node -p 'JSON.stringify({ private: true, workspaces: process.argv.slice(1) })' "${examples[@]}" > package.json
npm install --silent --no-audit --no-fund "$tarball"
for example in "${examples[@]}"; do
  (
    cd "$example"
    npm run --silent generate -- --check
    npm run --silent draw -- --check
    npm run --silent verify
    npm run --silent check
    npm test > ../tested 2>&1 || { cat ../tested; exit 1; }
  )
  echo "example $example: generated, drawn, verified, compiled and tested on the packed package"
done
