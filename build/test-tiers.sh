#!/usr/bin/env bash
# Runs the tests of the C# engine once for each SIMD tier below what this machine has, and asserts that the tier is the one meant.
# usage: build/test-tiers.sh       (after dotnet build -c Release)
set -uo pipefail
cd "$(dirname "$0")/.."
tests=tests/FaissNet.Core.Tests/bin/Release/net10.0/FaissNet.Core.Tests.dll
failed=0

tier() {
  local expected=$1 switch=$2
  echo "== $expected"
  # What takes long depends on no tier, and runs in the one of the machine.
  env "$switch=0" FAISSNET_EXPECTED_TIER="$expected" dotnet "$tests" -noColor -noLogo -trait- "Duration=Long" || failed=1
}

if grep -qw avx512f /proc/cpuinfo; then tier 256 DOTNET_EnableAVX512; fi
if grep -qw avx2 /proc/cpuinfo; then tier 128 DOTNET_EnableAVX2; fi
tier scalar DOTNET_EnableHWIntrinsic
exit $failed
