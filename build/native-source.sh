#!/bin/bash
# Prints the folder of FAISS's source as this distribution packages it, patches applied; fetches it into the cache the first time.
# Prints nothing where it cannot be had.
# usage: build/native-source.sh CACHE_FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=$1
mkdir -p "$cache/source"
newest() {
  find "$cache/source" -mindepth 1 -maxdepth 1 -type d -name 'faiss-*' | sort -V | tail -n 1
}

found=$(newest)
if [ -n "$found" ]; then
  echo "$found"
  exit 0
fi
command -v apt-get > /dev/null && command -v dpkg-source > /dev/null || exit 0

work=$(mktemp -d "$cache/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/unpacked"

. build/apt-private.sh
apt_private "$work" deb-src

# A source without source packages fails alone; what counts is whether FAISS comes.
"${apt[@]}" update > "$work/log" 2>&1 || true
if ! (cd "$work/unpacked" && "${apt[@]}" source faiss >> "$work/log" 2>&1); then
  echo "native: FAISS's source package could not be fetched:" >&2
  tail -n 3 "$work/log" >&2
  exit 0
fi

unpacked=$(find "$work/unpacked" -mindepth 1 -maxdepth 1 -type d -name 'faiss-*' | head -n 1)
mv -T "$unpacked" "$cache/source/$(basename "$unpacked")" 2> /dev/null || true # someone else was faster
newest
