#!/bin/bash
# Builds the native engine: artifacts/native/<rid>/libfaissnet.so, libgomp.so.1 and, on x64, libfaissnet_avx2.so.
# usage: build/native.sh [--arch x64|arm64] [--test] [-DNAME=VALUE...]
#   --arch arm64                        cross compiled on another machine, with the distribution's compilers; default: this machine's
#   --test                              also runs the C tests (ctest --test-dir artifacts/native/build does the same later), those of
#                                       another architecture under qemu
#   -DFAISSNET_FAISS_SOURCE_DIR=DIR     FAISS from a source tree instead of the distribution's source package
#   -DFAISSNET_LEVELS=generic           only some of the levels generic and avx2
# FAISS's source and objects are kept in ${XDG_CACHE_HOME:-$HOME/.cache}/faissnet, for all clones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

host=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
arch=$host
test=false
options=()
source_dir=
output_dir=
while [ $# -gt 0 ]; do
  argument=$1
  shift
  case $argument in
    --test) test=true ;;
    --arch) arch=${1:?--arch takes x64 or arm64}; shift ;;
    -DFAISSNET_FAISS_SOURCE_DIR=*) source_dir=${argument#*=} ;;
    -DFAISSNET_OUTPUT_DIR=*) output_dir=${argument#*=}; options+=("$argument") ;;
    -D*) options+=("$argument") ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

cache=${XDG_CACHE_HOME:-$HOME/.cache}/faissnet
build_dir=artifacts/native/build
packages=()
cross=() # what CMake has to know of another architecture
if [ "$arch" != "$host" ]; then
  if [ "$arch" != arm64 ]; then
    echo "native: only arm64 is cross compiled, not $arch" >&2
    exit 2
  fi
  build_dir=artifacts/native/build-$arch
  packages+=(g++-aarch64-linux-gnu)
  if $test; then packages+=(qemu-user-static); fi
elif $test; then
  packages+=(valgrind)
fi
mkdir -p "$cache" "$build_dir"
start=$SECONDS

# FAISS's objects, shared by all clones: the key is everything that goes into them.
build_objects() {
  local flags="-fvisibility=hidden -fvisibility-inlines-hidden -ffunction-sections -fdata-sections -ffile-prefix-map=$1/="
  local targets=(faiss) level=generic compiler=${CXX:-c++} machine
  machine=$(uname -m)
  if [ "$arch" = x64 ]; then
    targets+=(faiss_avx2)
    level=avx2
  fi
  if [ "$arch" != "$host" ]; then compiler=aarch64-linux-gnu-g++ machine=aarch64; fi
  local key
  key=$(printf '%s\n' "$1" "$flags" "$level" "$($compiler --version | head -n 1)" "$machine" | sha256sum | cut -c 1-12)
  object_dir=$cache/objects/$(basename "$1")-$key
  [ -f "$object_dir/complete" ] && return
  echo "native: compiling $(basename "$1") for $arch once, which takes minutes"
  cmake -G Ninja -S "$1" -B "$object_dir" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS="$flags" ${cross[@]+"${cross[@]}"} \
    -DFAISS_OPT_LEVEL=$level -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF -DFAISS_ENABLE_C_API=OFF -DFAISS_ENABLE_EXTRAS=OFF \
    -DFAISS_ENABLE_MKL=OFF -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON --no-warn-unused-cli > "$object_dir.log"
  cmake --build "$object_dir" --target "${targets[@]}" >> "$object_dir.log" || { tail -n 40 "$object_dir.log" >&2; exit 1; }
  touch "$object_dir/complete"
}

build/native-packages.sh ${packages[@]+"${packages[@]}"}

exec 9> "$cache/lock-$arch"
flock 9 # one fetch and one compilation at a time
if [ "$arch" != "$host" ]; then
  openblas=$(build/native-openblas.sh "$cache" "$arch")/libopenblas.a
  cross=("-DCMAKE_TOOLCHAIN_FILE=$PWD/native/cmake/toolchains/linux-$arch.cmake" "-DFAISSNET_OPENBLAS=$openblas"
    "-DBLAS_LIBRARIES=$openblas" "-DLAPACK_LIBRARIES=$openblas")
fi
object_dir=
if [ -z "$source_dir" ]; then
  mkdir -p "$cache/objects"
  source_dir=$(build/native-source.sh "$cache")
  if [ -n "$source_dir" ]; then
    build_objects "$source_dir"
  fi
fi
exec 9>&-

cmake -G Ninja -S . -B "$build_dir" -DCMAKE_BUILD_TYPE=Release ${cross[@]+"${cross[@]}"} \
  -DFAISSNET_FAISS_SOURCE_DIR="$source_dir" -DFAISSNET_FAISS_OBJECT_DIR="$object_dir" \
  ${options[@]+"${options[@]}"} > "$build_dir/configure.log" || { cat "$build_dir/configure.log" >&2; exit 1; }
cmake --build "$build_dir" > "$build_dir/build.log" || { tail -n 60 "$build_dir/build.log" >&2; exit 1; }

: "${output_dir:=$(sed -n 's/^FAISSNET_OUTPUT_DIR:PATH=//p' "$build_dir/CMakeCache.txt")}"
build/native-check.sh native/include/faissnet.h "$output_dir"
echo "native: built in $((SECONDS - start)) s"

if $test; then
  ctest --test-dir "$build_dir" --output-on-failure --no-tests=error
fi
