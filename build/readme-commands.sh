#!/usr/bin/env bash
# Runs the README's shell examples, in order, in a scratch folder, so that none of them rots. Cloning and testing are left out: whoever runs
# this has done the one and is doing the other.
# usage: build/readme-commands.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' README.md |
  grep -vE '^(git clone|cd FaissNet|build/test\.sh)' |
  sed "s#FOLDER#$scratch#g" >"$scratch/commands.sh"
[ -s "$scratch/commands.sh" ] || { echo "The README has no shell examples." >&2; exit 1; }
cat "$scratch/commands.sh"
cd "$root"
bash -euo pipefail -x "$scratch/commands.sh"
