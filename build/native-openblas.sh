#!/bin/bash
# Prints the folder of the distribution's static OpenBLAS for another architecture; fetches its package into the cache the first time.
# Nothing is installed: the package is only unpacked, so the machine needs neither root nor the foreign architecture.
# usage: build/native-openblas.sh CACHE_FOLDER ARCHITECTURE        (Debian's name of it, such as arm64)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache=$1
architecture=$2
package=libopenblas-openmp-dev
found() {
  find "$cache/$architecture" -name libopenblas.a -path '*/openblas-openmp/*' -printf '%h\n' 2> /dev/null | head -n 1
}

if [ -z "$(found)" ]; then
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  . build/apt-private.sh
  apt_private "$work" deb -o "APT::Architecture=$architecture" -o "APT::Architectures=$architecture"
  "${apt[@]}" update > "$work/log" 2>&1 || true
  mkdir "$work/unpacked"
  if ! (cd "$work" && "${apt[@]}" download "$package" >> log 2>&1 && dpkg-deb -x "$package"_*.deb unpacked); then
    echo "native: the package $package for $architecture could not be fetched:" >&2
    tail -n 3 "$work/log" >&2
    exit 1
  fi
  mv -T "$work/unpacked" "$cache/$architecture" 2> /dev/null || true # someone else was faster
fi
found
