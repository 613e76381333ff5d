#!/usr/bin/env bash
# Builds everything and runs every test; ends with "N passed, N failed, N skipped".
# usage: build/test.sh
# With CI=true a missing native library is a failure; without, the tests that need it are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0 failed=0 skipped=0
results=$PWD/artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

# One step that has no counts of its own: it passes or fails as a whole.
step() {
  local name=$1 log; shift
  log=$results/${name// /-}.log
  echo "== $name"
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    tail -n 60 "$log"
  fi
}

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}

native_tests() {
  local log=$results/ctest.log
  echo "== native tests"
  build/native.sh --test >"$log" 2>&1
  local status=$? total bad
  # "100% tests passed, 0 tests failed out of 7"
  read -r bad total < <(sed -nE 's/.*tests passed, ([0-9]+) tests failed out of ([0-9]+).*/\1 \2/p' "$log" | tail -n 1)
  if [ -z "${total:-}" ]; then
    failed=$((failed + 1))
  else
    passed=$((passed + total - bad)) failed=$((failed + bad))
  fi
  [ "$status" -eq 0 ] || { echo "FAILED: native tests"; tail -n 80 "$log"; }
}

managed_tests() {
  local project=$1 name
  name=$(basename "$project" .csproj)
  echo "== $name"
  dotnet test "$project" -c Release --no-build --logger "trx;LogFileName=$name.trx" --results-directory "$results" \
    >"$results/$name.log" 2>&1
  local status=$? counters
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null)
  count() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }
  local total ok executed
  total=$(count total) ok=$(count passed) executed=$(count executed)
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    failed=$((failed + 1))
    echo "FAILED: $name ran no test"
    tail -n 60 "$results/$name.log"
    return
  fi
  passed=$((passed + ok)) failed=$((failed + executed - ok)) skipped=$((skipped + total - executed))
  # A runner that dies after its last test has passed them all and is still broken.
  if [ "$status" -ne 0 ] && [ "$executed" -eq "$ok" ]; then failed=$((failed + 1)); fi
  [ "$status" -eq 0 ] || { echo "FAILED: $name"; tail -n 80 "$results/$name.log"; }
}

tier_tests() {
  local log=$results/tiers.log counts total=0 bad=0 missed=0
  echo "== SIMD tiers"
  build/test-tiers.sh >"$log" 2>&1
  local status=$?
  # "FaissNet.Core.Tests  Total: 2801, Errors: 0, Failed: 0, Skipped: 0, …", once a tier
  while read -r counts; do
    read -r t e f s <<<"$counts"
    total=$((total + t)) bad=$((bad + e + f)) missed=$((missed + s))
  done < <(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p' "$log")
  passed=$((passed + total - bad - missed)) failed=$((failed + bad)) skipped=$((skipped + missed))
  [ "$status" -eq 0 ] && [ "$total" -gt 0 ] && return
  [ "$bad" -gt 0 ] || failed=$((failed + 1))
  echo "FAILED: SIMD tiers"
  tail -n 80 "$log"
}

package_tests() {
  local log=$results/packages.log counts
  echo "== packages"
  build/test-packages.sh >"$log" 2>&1
  # "64 passed, 0 failed, 1 skipped"
  counts=$(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$log" | tail -n 1)
  local ok=0 bad=1 missed=0
  [ -z "$counts" ] || read -r ok bad missed <<<"$counts"
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + missed))
  grep '^note: ' "$log"
  [ "$bad" -eq 0 ] || { echo "FAILED: packages"; grep -v -E '^(ok|note): ' "$log" | tail -n 80; }
}

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is needed and no dotnet is on the path." >&2
  failed=1
  finish
fi

step "packages" build/native-packages.sh clang-14 valgrind
step "browser" build/native-packages.sh chromium fonts-dejavu-core
step "FAISS of Debian" build/native-packages.sh python3-faiss
step "native build" build/native.sh
native_tests
step "managed build" dotnet build FaissNet.sln -c Release
step "bindings are up to date" dotnet run -c Release --no-build --project build/bindgen -- --check
for project in tests/*/*.csproj; do
  managed_tests "$project"
done
tier_tests
step "readme commands" build/readme-commands.sh
package_tests
finish
