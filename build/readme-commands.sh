#!/usr/bin/env bash
# Runs the README's shell examples in order, so that none of them rots. Restoring, the native build and the tests are left out: whoever
# runs this has done the first two and is doing the third.
# usage: build/readme-commands.sh
set -euo pipefail
cd "$(dirname "$0")/.."

commands=$(awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' README.md | grep -vE '^(dotnet restore|build/native\.sh|build/test\.sh)')
[ -n "$commands" ] || { echo "The README has no shell examples." >&2; exit 1; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TMPDIR=$scratch bash -euo pipefail -x <<<"$commands"
