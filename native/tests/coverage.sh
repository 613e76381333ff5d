#!/bin/bash
# Fails unless every function that the header declares is called in the tests.
# usage: coverage.sh HEADER FOLDER
set -euo pipefail

missing=0
for name in $(grep -A 1 '^FAISSNET_API' "$1" | grep -oE '\bfaissnet_[a-z0-9_]+\(' | tr -d '(' | sort -u); do
  if ! grep -qE "\b$name\(" "$2"/test_*.c; then
    echo "$name is not called by any test"
    missing=1
  fi
done
exit $missing
