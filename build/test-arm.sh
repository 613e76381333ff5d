#!/usr/bin/env bash
# Runs tests of the C# engine on Arm: published for linux-arm64 with its own runtime and, on other machines, under qemu's emulation of a
# user's process with the distribution's arm64 libraries. Asserts that the 128-bit tier runs on AdvSimd.
# usage: build/test-arm.sh [option of the test runner...]     (default: the kernels, the quantizers and FAISS's own files)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

output=artifacts/test-arm
emulator=()
if [ "$(uname -m)" != aarch64 ]; then
  emulator=(qemu-aarch64-static)
  if command -v dpkg >/dev/null && [ "$(id -u)" = 0 ]; then
    dpkg --print-foreign-architectures | grep -qx arm64 || { dpkg --add-architecture arm64; apt-get update -q >/dev/null; }
    # The name that this release of the distribution gives OpenSSL's library.
    ssl=$(apt-cache pkgnames libssl3 | grep -xE 'libssl3(t64)?' | sort | tail -n 1)
    build/native-packages.sh qemu-user-static libc6:arm64 libstdc++6:arm64 "$ssl:arm64"
  fi
  command -v qemu-aarch64-static >/dev/null || { echo "arm: qemu-aarch64-static is needed (Debian: qemu-user-static) and is not here" >&2; exit 1; }
fi

dotnet publish tests/FaissNet.Core.Tests -c Release -r linux-arm64 --self-contained -o "$output" -v quiet
[ $# -gt 0 ] || set -- -namespace FaissNet.Kernels -namespace FaissNet.Tests.Quantizers -namespace FaissNet.Tests.Golden
# qemu does not see code change that .NET writes through another mapping than the one it runs from.
export DOTNET_EnableWriteXorExecute=0
FAISSNET_EXPECTED_TIER=128 "${emulator[@]}" "$output/FaissNet.Core.Tests" -noColor -noLogo "$@"
