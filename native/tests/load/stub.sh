#!/bin/bash
# Writes a libgomp that only records who calls it: every function of libgomp that a library needs, in C, and their versions.
# usage: stub.sh NM LIBRARY OUTPUT_C OUTPUT_MAP
set -euo pipefail
export LC_ALL=C

symbols=$("$1" -D --undefined-only "$2" | sed -nE 's/^ *U ((GOMP|omp)_[a-z0-9_]+)@+([A-Z]+_[0-9.]+)$/\1 \3/p' | sort -u)
[ -n "$symbols" ] || { echo "$2 needs nothing of libgomp" >&2; exit 1; }
{
  echo '#include <stdio.h>'
  echo 'int libgomp_calls;'
  echo 'static long called(const char* name) { fprintf(stderr, "%s was called\n", name); ++libgomp_calls; return 1; }'
  while read -r name _; do echo "long $name(void); long $name(void) { return called(\"$name\"); }"; done <<< "$symbols"
} > "$3"
{
  for version in $(cut -d ' ' -f 2 <<< "$symbols" | sort -u); do
    echo "$version { global: $(awk -v version="$version" '$2 == version { printf "%s; ", $1 }' <<< "$symbols") };"
  done
  echo 'TEST { global: libgomp_calls; local: *; };'
} > "$4"
