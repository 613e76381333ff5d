#!/usr/bin/env bash
# Builds everything and runs every test; ends with "N passed, N failed, N skipped".
# usage: build/test.sh
# With CI=true a missing native library is a failure; without, the tests that need it are skipped and say so.
# Steps run in two lanes beside each other, since many keep one core busy; the log of each is in artifacts/test-results.
set -uo pipefail
cd "$(dirname "$0")/.."
results=$PWD/artifacts/test-results
rm -rf "$results" && mkdir -p "$results"

# Starting the compiler anew for each project takes longer than compiling it.
export UseSharedCompilation=true
# Tests run each method too seldom for profiles to pay: a fifth of the time went into them.
export DOTNET_TieredPGO=0
# Threads of native FAISS that wait for work leave the core to the other lane.
export OMP_WAIT_POLICY=passive

# ---- steps
TIMEFORMAT='%U %S'
say() { printf '[%4d s] %s\n' "$SECONDS" "$1"; }

# One step: runs the command and keeps what COUNT finds in its log, "passed failed skipped".
step() { # COUNT NAME COMMAND...
  local count=$1 name=$2 log=$results/${2// /-}.log start=$SECONDS status ok bad missed
  shift 2
  say "$name ..."
  echo 0 1 0 >"$log.counts" # until it ends
  { time "$@" >"$log" 2>&1; } 2>"$log.time"
  status=$?
  read -r ok bad missed < <("$count" "$log" "$status")
  ok=${ok:-0} bad=${bad:-0} missed=${missed:-0}
  # What counts nothing, or breaks without a failed test, is a failure too.
  if [ $((ok + bad)) -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; }; then bad=$((bad + 1)); fi
  echo "$ok $bad $missed" >"$log.counts"
  grep -E '^(ok|note|skipped): ' "$log" | sed 's/^/         /'
  say "$name: $ok passed, $bad failed, $missed skipped in $((SECONDS - start)) s, $(awk '{ print int($1 + $2) }' "$log.time") s of processors"
  [ "$bad" -eq 0 ] || { echo "FAILED: $name"; grep -vE '^(ok|note|skipped): ' "$log" | tail -n 80; }
  [ "$bad" -eq 0 ]
}

whole() { [ "$2" -eq 0 ] && echo 1 0 0 || echo 0 1 0; }
ctests() { # "100% tests passed, 0 tests failed out of 7"
  awk '/tests passed, [0-9]+ tests failed out of/ { bad += $4; total += $9 } END { print total - bad, bad + 0, 0 }' "$1"
}
xunit() { # "FaissNet.Core.Tests  Total: 2801, Errors: 0, Failed: 0, Skipped: 0, …"
  sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+).*/\1 \2 \3 \4/p' "$1" |
    awk '{ bad += $2 + $3; missed += $4; total += $1 } END { print total - bad - missed, bad + 0, missed + 0 }'
}
summary() { # "64 passed, 0 failed, 1 skipped"
  sed -nE 's/^([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$1" | tail -n 1
}

finish() {
  cat "$results"/*.counts | awk '{ ok += $1; bad += $2; missed += $3 } END { print ok + 0 " passed, " bad + 0 " failed, " missed + 0 " skipped"; exit bad > 0 }'
  exit
}

# ---- what the steps run
tests() { # PROJECT: the executable that a test project builds
  dotnet "tests/$1/bin/Release/net10.0/$1.dll" -noColor -noLogo
}

build_managed() { # one at a time: the lanes share projects. The compiler's server, which stays, must not keep the lock.
  flock --close "$results/build.lock" dotnet build "$1" -c Release
}

readme_commands() {
  build_managed src/FaissNet.Cli && build/readme-commands.sh
}

# The C# engine alone, which needs no native library: its tests once for each SIMD tier. Then, because time is left, what nothing in the
# other lane waits for.
managed_lane() {
  local tier
  step whole "build of the C# engine" build_managed tests/FaissNet.Core.Tests || return
  step xunit "FaissNet.Core.Tests" tests FaissNet.Core.Tests
  for tier in $(build/test-tiers.sh --list); do
    step xunit "FaissNet.Core.Tests in tier $tier" build/test-tiers.sh "$tier"
  done
  step whole "native build for arm64" build/native.sh --arch arm64
  step whole "readme commands" readme_commands
}

# Native FAISS, then all that stands on both engines.
native_lane() {
  local project
  step whole "native build" build/native.sh
  step whole "managed build" build_managed FaissNet.sln || return
  step ctests "native tests" build/native.sh --test
  step whole "bindings up to date" dotnet run -c Release --no-build --project build/bindgen -- --check
  for project in FaissSharp.Tests FaissNet.Tests FaissNet.Evaluation.Tests FaissNet.Cli.Tests; do
    step xunit "$project" tests "$project"
  done
}

# What works in projects outside the repository.
host_lane() {
  step summary "packages in new projects" build/test-packages.sh console publish tool roots
}
guest_lane() {
  step summary "packages on arm64 and with ONNX" build/test-packages.sh rebuild arm64 onnx
}

beside() { # LANE LANE
  "$1" & "$2" & wait
}
trap 'kill 0' INT # lanes do not hear it

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is needed and no dotnet is on the path." >&2
  echo 0 1 0 >"$results/dotnet.counts"
  finish
fi

step whole "system packages" build/native-packages.sh clang-14 valgrind
step whole "browser" build/native-packages.sh chromium fonts-dejavu-core
step whole "FAISS of Debian" build/native-packages.sh python3-faiss
beside managed_lane native_lane
if step summary "packed packages" build/test-packages.sh pack contents; then
  beside host_lane guest_lane
fi
finish
