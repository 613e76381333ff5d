#!/bin/bash
# Builds the native engine: artifacts/native/<rid>/libfaissnet.so, libfaissnet_avx2.so and libgomp.so.1.
# usage: build/native.sh [--test] [-DNAME=VALUE...]
#   --test                              also runs the C tests (ctest --test-dir artifacts/native/build does the same later)
#   -DFAISSNET_FAISS_SOURCE_DIR=DIR     FAISS from a source tree instead of the distribution's source package
#   -DFAISSNET_LEVELS=generic           only some of the levels generic and avx2
# FAISS's source and objects are kept in ${XDG_CACHE_HOME:-$HOME/.cache}/faissnet, for all clones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

test=false
options=()
source_dir=
output_dir=
for argument in "$@"; do
  case $argument in
    --test) test=true ;;
    -DFAISSNET_FAISS_SOURCE_DIR=*) source_dir=${argument#*=} ;;
    -DFAISSNET_OUTPUT_DIR=*) output_dir=${argument#*=}; options+=("$argument") ;;
    -D*) options+=("$argument") ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
done

build_dir=artifacts/native/build
cache=${XDG_CACHE_HOME:-$HOME/.cache}/faissnet
mkdir -p "$cache" "$build_dir"
start=$SECONDS

# FAISS's objects, shared by all clones: the key is everything that goes into them.
build_objects() {
  local flags="-fvisibility=hidden -fvisibility-inlines-hidden -ffunction-sections -fdata-sections -ffile-prefix-map=$1/="
  local targets=(faiss) level=generic
  if [ "$(uname -m)" = x86_64 ]; then
    targets+=(faiss_avx2)
    level=avx2
  fi
  local key
  key=$(printf '%s\n' "$1" "$flags" "$level" "$(${CXX:-c++} --version | head -n 1)" "$(uname -m)" | sha256sum | cut -c 1-12)
  object_dir=$cache/objects/$(basename "$1")-$key
  [ -f "$object_dir/complete" ] && return
  echo "native: compiling $(basename "$1") once, which takes minutes"
  cmake -G Ninja -S "$1" -B "$object_dir" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS="$flags" \
    -DFAISS_OPT_LEVEL=$level -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF -DFAISS_ENABLE_C_API=OFF -DFAISS_ENABLE_EXTRAS=OFF \
    -DFAISS_ENABLE_MKL=OFF -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=OFF -DCMAKE_POSITION_INDEPENDENT_CODE=ON --no-warn-unused-cli > "$object_dir.log"
  cmake --build "$object_dir" --target "${targets[@]}" >> "$object_dir.log" || { tail -n 40 "$object_dir.log" >&2; exit 1; }
  touch "$object_dir/complete"
}

extra_packages=()
if $test; then extra_packages+=(valgrind); fi
build/native-packages.sh ${extra_packages[@]+"${extra_packages[@]}"}

object_dir=
if [ -z "$source_dir" ]; then
  mkdir -p "$cache/objects"
  exec 9> "$cache/lock"
  flock 9 # one fetch and one compilation at a time
  source_dir=$(build/native-source.sh "$cache")
  if [ -n "$source_dir" ]; then
    build_objects "$source_dir"
  fi
  exec 9>&-
fi

cmake -G Ninja -S . -B "$build_dir" -DCMAKE_BUILD_TYPE=Release \
  -DFAISSNET_FAISS_SOURCE_DIR="$source_dir" -DFAISSNET_FAISS_OBJECT_DIR="$object_dir" \
  ${options[@]+"${options[@]}"} > "$build_dir/configure.log" || { cat "$build_dir/configure.log" >&2; exit 1; }
cmake --build "$build_dir" > "$build_dir/build.log" || { tail -n 60 "$build_dir/build.log" >&2; exit 1; }

: "${output_dir:=$(sed -n 's/^FAISSNET_OUTPUT_DIR:PATH=//p' "$build_dir/CMakeCache.txt")}"
build/native-check.sh native/include/faissnet.h "$output_dir"
echo "native: built in $((SECONDS - start)) s"

if $test; then
  ctest --test-dir "$build_dir" --output-on-failure --no-tests=error
fi
