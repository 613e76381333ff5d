#!/usr/bin/env bash
# Runs the tests of the C# engine in SIMD tiers below what this machine has, and asserts that the tier is the one meant.
# usage: build/test-tiers.sh [--list | 256 | 128 | scalar]...       (after dotnet build -c Release; default: all that --list names)
set -uo pipefail
cd "$(dirname "$0")/.."
tests=tests/FaissNet.Core.Tests/bin/Release/net10.0/FaissNet.Core.Tests.dll
failed=0

below() {
  if grep -qw avx512f /proc/cpuinfo; then echo 256; fi
  if grep -qw avx2 /proc/cpuinfo; then echo 128; fi
  echo scalar
}

tier() {
  local expected=$1 switch
  case $expected in
    256) switch=DOTNET_EnableAVX512 ;;
    128) switch=DOTNET_EnableAVX2 ;;
    scalar) switch=DOTNET_EnableHWIntrinsic ;;
    *) sed -n '2,3s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  echo "== $expected"
  # Tests that reach no kernel give the same in every tier, and run in the one of the machine.
  env "$switch=0" FAISSNET_EXPECTED_TIER="$expected" dotnet "$tests" -noColor -noLogo -trait- "Tier=Independent" || failed=1
}

if [ "${1:-}" = --list ]; then below; exit; fi
# shellcheck disable=SC2046
[ $# -gt 0 ] || set -- $(below)
for expected in "$@"; do tier "$expected"; done
exit $failed
