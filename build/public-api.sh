#!/usr/bin/env bash
# Writes src/*/PublicAPI.Unshipped.txt anew from the code: every public member that PublicAPI.Shipped.txt does not list. Run it after
# changing the public API, and let the difference be reviewed.
# usage: build/public-api.sh [--check]     --check: changes nothing, and fails where the lists are not up to date
set -euo pipefail
cd "$(dirname "$0")/.."

# The analyzer names what is missing from the lists, so they are emptied while it looks; a failure puts them back.
lists=(src/*/PublicAPI.Unshipped.txt)
saved=$(mktemp -d)
restore() { for list in "${lists[@]}"; do cp "$saved/${list//\//_}" "$list"; done; }
finish() { rm -rf "$saved"; }
for list in "${lists[@]}"; do
  cp "$list" "$saved/${list//\//_}"
  echo '#nullable enable' > "$list"
done
trap 'restore; finish' EXIT

# Of members that stand in one place (a record and its constructor) it names one at a time, so it is asked until it names no more.
missing=1
while [ "$missing" = 1 ]; do
  missing=0
  # The tool is built because it takes all the libraries in, each of them once.
  dotnet build src/FaissNet.Cli -c Release -v q --no-incremental -p:TreatWarningsAsErrors=false -p:NoWarn=CS1591 \
    -p:ErrorLog=obj/public-api.sarif > "$saved/log" || { tail -n 20 "$saved/log" >&2; exit 1; }
  for list in "${lists[@]}"; do
    sed -nE 's/^ *"APIName": "(.*)",?$/\1/p' "$(dirname "$list")/obj/public-api.sarif" | sed 's/\\"/"/g; s/\\\\/\\/g' > "$saved/named"
    if [ ! -s "$saved/named" ]; then continue; fi
    missing=1
    { echo '#nullable enable'; sed 1d "$list" | cat - "$saved/named" | LC_ALL=C sort -u; } > "$saved/list"
    cp "$saved/list" "$list"
  done
done
changed=0
for list in "${lists[@]}"; do
  if ! diff -u "$saved/${list//\//_}" "$list"; then changed=1; fi
done
if [ "${1:-}" = --check ]; then
  [ "$changed" = 0 ] || echo "The public API differs from its lists: run build/public-api.sh." >&2
  exit "$changed"
fi
trap finish EXIT
