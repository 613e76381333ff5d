#!/bin/bash
# Installs the Debian or Ubuntu packages that the native build needs and that are missing. Does nothing where there is no apt or no
# right to install; the build then says what it lacks.
# usage: build/native-packages.sh [package...]      (packages beyond those of the build)
set -euo pipefail

packages=(cmake g++ ninja-build libopenblas-openmp-dev dpkg-dev binutils xz-utils ca-certificates "$@")

command -v apt-get > /dev/null && command -v dpkg-query > /dev/null || exit 0

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ]; then
  echo "native: not root, so these packages are not installed: ${missing[*]}" >&2
  exit 0
fi

echo "native: installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install=(apt-get install -y -q --no-install-recommends "${missing[@]}")
"${install[@]}" > /dev/null 2>&1 || { apt-get update -q > /dev/null && "${install[@]}" > /dev/null; }
