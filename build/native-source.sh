#!/bin/bash
# Prints the folder of FAISS's source as this distribution packages it, patches applied; fetches it into the cache the first time.
# Prints nothing where it cannot be had.
# usage: build/native-source.sh CACHE_FOLDER
set -euo pipefail

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
mkdir -p "$work/sources" "$work/lists/partial" "$work/archives/partial" "$work/unpacked"

# The package sources that this machine has, as sources of source packages; nothing of the machine's own set-up is touched.
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  if [ -f "$file" ]; then sed -E 's/^deb([[:space:]])/deb-src\1/' "$file" > "$work/sources/$(basename "$file" .list).list"; fi
done
for file in /etc/apt/sources.list.d/*.sources; do
  if [ -f "$file" ]; then sed -E 's/^Types:.*/Types: deb-src/' "$file" > "$work/sources/$(basename "$file")"; fi
done

apt=(apt-get -q
  -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/sources"
  -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives"
  -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache= -o Debug::NoLocking=1 -o APT::Sandbox::User=)

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
