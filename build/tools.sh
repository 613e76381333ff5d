#!/usr/bin/env bash
# Installs the Debian packages that building and testing need, where they are missing.
# usage: build/tools.sh
set -euo pipefail

packages=(
  cmake ninja-build g++ gfortran      # the native engine; gfortran for the static libgfortran that OpenBLAS calls
  libopenblas-openmp-dev              # BLAS that shares FAISS's pool of threads
  dpkg-dev                            # apt-get source
  ca-certificates patchelf
  clang-14                            # its syntax tree is what the bindings are generated from
  valgrind                            # the leak test of the C interface
)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "This system has no apt-get. Install what corresponds to: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -q >/dev/null
"${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
