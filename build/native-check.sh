#!/bin/bash
# Checks what the native libraries export and need, and prints what a user has to know about them.
# usage: build/native-check.sh HEADER FOLDER
set -euo pipefail

header=$1
folder=$2
export LC_ALL=C
failed=0
machine() { readelf -h "$1" | awk -F: '$1 ~ /Machine/ { print $2 }'; }

declared=$(grep -oE '\bfaissnet_[a-z0-9_]+\(' <(grep -A 1 '^FAISSNET_API' "$header") | tr -d '(' | sort -u)
for library in "$folder"/libfaissnet*.so; do
  exported=$(nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' | sort -u)
  if [ "$exported" != "$declared" ]; then
    echo "native: $library does not export just what the header declares (< declared, > exported):" >&2
    diff <(echo "$declared") <(echo "$exported") >&2 || true
    failed=1
  fi
  needed=$(readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
  for name in $needed; do
    case $name in
      libc.so.6 | libm.so.6 | libgomp.so.1 | ld-linux*.so.*) ;;
      *) echo "native: $library needs $name, which is not shipped" >&2; failed=1 ;;
    esac
  done
  if [ ! -f "$folder/libgomp.so.1" ] || ! readelf -d "$library" | grep 'RUNPATH.*\[$ORIGIN\]' > /dev/null; then
    echo "native: $library does not find libgomp.so.1 beside it" >&2
    failed=1
  fi
  # The system's own loader, where the library is for this machine.
  if [ "$(machine "$library")" = "$(machine "$(command -v readelf)")" ]; then
    # Not a pipe into grep -q: grep leaves at the first match, and ldd, still writing, would then fail the pipe.
    found=$(ldd "$library")
    if [[ $found != *"libgomp.so.1 => $(realpath "$folder")/libgomp.so.1 "* ]]; then
      echo "native: ldd does not find the libgomp.so.1 beside $library" >&2
      failed=1
    fi
  fi
  echo "native: $(basename "$library"), $(stat -c %s "$library" | awk '{ printf "%.1f MB", $1 / 1e6 }'), $(echo "$exported" | wc -l) functions"
done

glibc=$(readelf -WV "$folder"/libfaissnet*.so "$folder/libgomp.so.1" | grep -oE 'GLIBC_[0-9.]+' | sort -uV | tail -n 1)
echo "native: loads on glibc ${glibc#GLIBC_} and later"
exit $failed
