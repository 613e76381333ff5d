#!/usr/bin/env bash
# Tests the packages as their users meet them: from a local feed, in new projects outside the repository, with an empty package cache.
# Ends with "N passed, N failed, N skipped".
# usage: build/test-packages.sh [step...]
#   pack       builds what is missing and packs it; the other steps take artifacts/packages as it is
#   contents   what is in the packages: files, licences, symbols, versions, needs and exports of every library
#   rebuild    the same sources give the same assembly in another folder, and SourceLink names their host
#   console    the README's example on C# and native FAISS, and a file compared in both
#   publish    the same trimmed and compiled ahead of time; sizes, start-up, processors without AVX2
#   tool       the faissnet tool: build, search, info, eval, verify
#   roots      bare Debian 12, where native loads, and Debian 11, whose glibc is too old (needs root)
#   arm64      linux-arm64 under qemu: both engines, and what the C# engine answers from FAISS's files of every type
#              (build/test-arm.sh runs more)
#   onnx       ONNX Runtime and native FAISS in one process
set -uo pipefail
cd "$(dirname "$0")/.."
repository=$PWD
feed=$repository/artifacts/packages
programs=$repository/tests/packages
emoji=$repository/src/FaissNet.Cli/Data/emoji
cache=${XDG_CACHE_HOME:-$HOME/.cache}/faissnet
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(pack contents rebuild console publish tool roots arm64 onnx)

property() { sed -nE "s:.*<$1>(.*)</$1>.*:\1:p" build/Version.props; }
prefix=$(property PackageIdPrefix)
version=$(property VersionPrefix)-$(property VersionSuffix)
ids=(FaissNet.Core FaissSharp FaissSharp.NativeAssets.Linux FaissNet FaissNet.Evaluation FaissNet.Cli)

work=$(mktemp -d "${TMPDIR:-/tmp}/faissnet-packages.XXXXXX")
trap 'rm -rf "$work"' EXIT
# What is built in the repository itself keeps its own package cache and sources.
own_packages=${NUGET_PACKAGES:-}
in_repository() {
  if [ -n "$own_packages" ]; then
    env -u RestoreAdditionalProjectSources NUGET_PACKAGES="$own_packages" "$@"
  else
    env -u RestoreAdditionalProjectSources -u NUGET_PACKAGES "$@"
  fi
}
export NUGET_PACKAGES=$work/packages DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export RestoreAdditionalProjectSources=$feed # as the README has it; a source beside those that the machine has
mkdir -p "$work/projects"

passed=0 failed=0 skipped=0
check() { # NAME COMMAND...
  local name=$1 start=$SECONDS
  shift
  if "$@" > "$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $name ($((SECONDS - start)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    tail -n 40 "$work/log"
  fi
}
skip() {
  skipped=$((skipped + 1))
  echo "skipped: $1"
}
note() { echo "note: $1"; }
megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }
fail() { echo "$1" >&2; return 1; }

# ---- pack
pack() {
  build/native.sh && build/native.sh --arch arm64 && rm -rf "$feed" && mkdir -p "$feed" && in_repository dotnet pack FaissNet.sln -c Release -v q || return 1
}

# ---- contents
unpack() { # ID [EXTENSION]: the folder with a package's files
  local file=$feed/$prefix$1.$version.${2:-nupkg} folder=$work/unpacked/$1.${2:-nupkg}
  [ -d "$folder" ] || { mkdir -p "$folder" && unzip -q "$file" -d "$folder" || return 1; }
  echo "$folder"
}

explained() { # every file is one that a line of the package's README names
  local id=$1 folder files patterns status=0 file pattern found
  folder=$(unpack "$id") || return 1
  mapfile -t patterns < <(sed -n '/^| file | what it is |$/,/^$/p' "$folder/README.md" | awk -F'|' '{ print $2 }' | grep -o '`[^`]*`' | tr -d '`')
  mapfile -t files < <(cd "$folder" && find . -type f -printf '%P\n' | grep -vE '^(_rels/|package/|\[Content_Types\]\.xml$|[^/]*\.nuspec$)')
  [ ${#files[@]} -gt 0 ] && [ ${#patterns[@]} -gt 0 ] || fail "no files, or no table of them in the README" || return 1
  for file in "${files[@]}"; do
    found=false
    for pattern in "${patterns[@]}"; do
      # shellcheck disable=SC2053
      if [[ $file == $pattern ]]; then found=true; fi
    done
    $found || { echo "$id holds $file, which its README does not explain"; status=1; }
  done
  for pattern in "${patterns[@]}"; do
    found=false
    for file in "${files[@]}"; do
      # shellcheck disable=SC2053
      if [[ $file == $pattern ]]; then found=true; fi
    done
    $found || { echo "the README of $id explains $pattern, which is not there"; status=1; }
  done
  return $status
}

metadata() {
  local id=$1 folder nuspec
  folder=$(unpack "$id") || return 1
  nuspec=$(cat "$folder"/*.nuspec)
  [[ $nuspec == *"<id>$prefix$id</id>"* ]] || fail "the id is another" || return 1
  [[ $nuspec == *"<version>$version</version>"* ]] || fail "the version is another" || return 1
  [[ $nuspec == *'<license type="expression">'*MIT* ]] || fail "no licence" || return 1
  [[ $nuspec == *'<readme>README.md</readme>'* ]] || fail "no README" || return 1
  [[ $nuspec == *'<description>'* && $nuspec != *'Package Description'* ]] || fail "no description" || return 1
  cmp "$folder/LICENSE" LICENSE && cmp "$folder/THIRD-PARTY-NOTICES.txt" build/THIRD-PARTY-NOTICES.txt || return 1
  # What it depends on of ours, it wants in just this version.
  ! grep -F "id=\"$prefix" <<< "$nuspec" | grep -vF "version=\"[$version]\"" | grep -F '<dependency' || fail "a dependency is not pinned"
}

dependencies() { # ID NAMES: the ids that a package depends on, without our prefix
  local folder
  folder=$(unpack "$1") || return 1
  diff <(grep -oE '<dependency id="[^"]*"' "$folder"/*.nuspec | sed -E 's/.*"(.*)"/\1/' | sed "s/^$prefix//" | sort) <(tr ' ' '\n' <<< "$2" | grep . | sort)
}

symbols() {
  local folder
  folder=$(unpack "$1" snupkg) || return 1
  [ -n "$(find "$folder" -name "$1.pdb" -size +1k)" ] || fail "no symbols"
}

libraries() { # RID
  local folder library
  folder=$(unpack FaissSharp.NativeAssets.Linux)/runtimes/$1/native || return 1
  build/native-check.sh native/include/faissnet.h "$folder" || return 1
  for library in "$folder"/*; do
    ! readelf -WS "$library" | grep -E '\] \.(symtab|debug_info) ' || fail "$library is not stripped" || return 1
    case $1 in
      *-x64) readelf -h "$library" | grep 'Machine:.*X86-64' ;;
      *-arm64) readelf -h "$library" | grep 'Machine:.*AArch64' ;;
    esac || fail "$library is for another processor" || return 1
  done
}

small() { # the native package; 60 MB of libraries would be the whole OpenBLAS
  local size
  size=$(stat -c %s "$feed/${prefix}FaissSharp.NativeAssets.Linux.$version.nupkg")
  [ "$size" -lt 15000000 ] || fail "the native package has $size bytes"
}

notices() { # names what the native libraries are made of, in the versions that are here, and all assemblies of others in the tool
  local package name wanted status=0 folder
  for package in 'libopenblas-openmp-dev OpenBLAS' 'libgomp1 libgomp'; do
    read -r package name <<< "$package"
    wanted=$(dpkg-query -W -f '${Version}' "$package" 2> /dev/null | sed -E 's/[-+].*//')
    [ -z "$wanted" ] || grep -E "^  $name +$wanted " build/THIRD-PARTY-NOTICES.txt || { echo "$name $wanted is not named"; status=1; }
  done
  folder=$(unpack FaissNet.Cli) || return 1
  while read -r name; do
    grep -F "$name" build/THIRD-PARTY-NOTICES.txt > /dev/null || { echo "$name is in the tool and not named"; status=1; }
  done < <(find "$folder/tools" -name '*.dll' -printf '%f\n' | grep -vE '^Faiss' | sed -E 's/\.dll$//; s/\.Ansi$//')
  return $status
}

contents() {
  local id
  for id in "${ids[@]}"; do
    check "contents: $id has an id, a licence, a README, notices and pinned dependencies" metadata "$id"
    check "contents: the README of $id explains every file" explained "$id"
    note "$id: $(megabytes "$(stat -c %s "$feed/$prefix$id.$version.nupkg")")"
  done
  for id in FaissNet.Core FaissSharp FaissNet FaissNet.Evaluation; do check "contents: symbols of $id" symbols "$id"; done
  check "contents: FaissSharp depends on its native libraries alone" dependencies FaissSharp FaissSharp.NativeAssets.Linux
  check "contents: FaissNet depends on the three below" dependencies FaissNet "FaissNet.Core FaissSharp FaissSharp.NativeAssets.Linux"
  check "contents: FaissNet.Core depends on System.Numerics.Tensors alone" dependencies FaissNet.Core System.Numerics.Tensors
  check "contents: native libraries depend on nothing" dependencies FaissSharp.NativeAssets.Linux ""
  for rid in linux-x64 linux-arm64; do
    check "contents: needs and exports of the libraries of $rid" libraries "$rid"
    grep '^native:' "$work/log" | sed "s/^native:/note: $rid:/"
  done
  check "contents: the native package is small" small
  check "contents: notices name all parts" notices
}

# ---- rebuild
rebuild() {
  local folder project=src/FaissSharp/obj/Release/net10.0
  for folder in a another/place; do
    git clone -q . "$work/$folder" && git -C "$work/$folder" remote set-url origin https://github.com/example/FaissNet.git &&
      CI=true in_repository dotnet build "$work/$folder/src/FaissSharp" -c Release -v q || return 1
  done
  cmp "$work/a/$project/FaissSharp.dll" "$work/another/place/$project/FaissSharp.dll" &&
    cmp "$work/a/$project/FaissSharp.pdb" "$work/another/place/$project/FaissSharp.pdb" &&
    grep "raw.githubusercontent.com/example/FaissNet/$(git rev-parse HEAD)/" "$work/a/$project/FaissSharp.sourcelink.json"
}

# ---- console
install() { # the README's commands; afterwards there are projects/hello and projects/tools
  [ ! -d "$work/projects/hello" ] || return 0
  awk '/^```bash$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md | grep -v '^dotnet pack ' |
    sed "s|^cd .*|cd '$work/projects'|" > "$work/install.sh"
  grep -c "$prefix.* --version $version" "$work/install.sh" | grep -qx 2 || fail "the README installs another id or version" || return 1
  bash -euo pipefail -x "$work/install.sh"
}

console_project() { # the README's example in that project, with the engine as another argument
  install || return 1
  awk '/^```csharp$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md |
    sed 's/Metric\.InnerProduct);/Metric.InnerProduct, engine);/; s/FaissIndex\.Load(path);/FaissIndex.Load(path, engine);/' > "$work/example.cs"
  [ "$(grep -c 'engine)' "$work/example.cs")" = 2 ] || fail "the README's example is not as expected" || return 1
  sed "/The README's C# goes here/r $work/example.cs" "$programs/console/Program.cs" > "$work/projects/hello/Program.cs"
}

built_console() { console_project && dotnet build "$work/projects/hello" -c Release -v q -o "$work/console" -warnaserror; }

console() {
  check "console: the README's commands install package and tool" install
  check "console: a new project takes the package and compiles" built_console
  check "console: README's example on C# and native, equal files" "$work/console/hello" native
  check "console: no AVX2, the generic library" sh -c "DOTNET_EnableAVX2=0 '$work/console/hello' native | tee -a /dev/stderr | grep 'libfaissnet.so'"
  check "console: no library, C# and one line in the log" env FAISSNET_NATIVE_LIBRARY=/no/such/library.so "$work/console/hello" no-native
  check "console: loading touches no OpenMP and starts no thread" ctest --test-dir artifacts/native/build --no-tests=error -R '^load'
}

# ---- publish
published() { # FOLDER OPTION...
  local folder=$1
  shift
  console_project && dotnet publish "$work/projects/hello" -c Release -v q -o "$work/$folder" -p:TreatWarningsAsErrors=true "$@" &&
    find "$work/$folder" -name '*.dbg' -o -name '*.pdb' | xargs -r rm
}
aot() { # FOLDER OPTION...
  local folder=$1
  shift
  rm -rf "$work/projects/hello/obj/Release/net10.0/linux-x64"
  published "$folder" -r linux-x64 -p:PublishAot=true "$@"
}
folder_size() { megabytes "$(du -sb --exclude='libfaissnet*' --exclude='libgomp*' "$work/$1" | cut -f 1)"; }

demo_index() {
  [ -f "$work/images.faiss" ] || in_repository dotnet run -c Release --no-build --project src/FaissNet.Cli -- build --input "$emoji/images.npy" --index SQ8 \
    --metric ip --output "$work/images.faiss"
}
start_up() { # FOLDER LIMIT: the best of ten, in milliseconds, from the start of the process to its end
  local best=1000000 start took
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    start=$(date +%s%N)
    "$work/$1/hello" search "$work/images.faiss" "$emoji/texts.npy" > "$work/found" || return 1
    took=$((($(date +%s%N) - start) / 1000000))
    if [ "$took" -lt "$best" ]; then best=$took; fi
  done
  echo "$best ms"
  [ "$best" -lt "$2" ] || fail "the search took $best ms from the start of the process"
}
vectors() { "$work/$1/hello" native | tee -a /dev/stderr | grep "^vectors: $2 bits"; }
without_avx2() { qemu-x86_64-static -cpu Nehalem "$work/aot/hello" "$@" 2>&1 | tee "$work/emulated"; }
generic_under_qemu() { without_avx2 native && grep 'libfaissnet.so' "$work/emulated"; }
refused_under_qemu() {
  FAISSNET_NATIVE_LIBRARY=$work/aot/libfaissnet_avx2.so without_avx2 no-native && grep 'is made for processors with AVX2' "$work/emulated"
}

publish() {
  check "publish: trimmed and self-contained" published trimmed -r linux-x64 --self-contained -p:PublishTrimmed=true
  check "publish: trimmed, both engines" "$work/trimmed/hello" native
  note "trimmed and self-contained: $(folder_size trimmed) and the native libraries"
  check "publish: ahead of time" aot aot
  check "publish: ahead of time, both engines" "$work/aot/hello" native
  note "ahead of time: $(megabytes "$(stat -c %s "$work/aot/hello")") and the native libraries; $(grep '^vectors' "$work/log")"
  check "publish: an index of the demo's pictures" demo_index
  check "publish: a search from process start in under 100 ms" start_up aot 100
  note "start-up and search, ahead of time: $(head -n 1 "$work/log")"
  check "publish: no AVX2 (emulated), the generic library and no illegal instruction" generic_under_qemu
  check "publish: no AVX2 (emulated), the AVX2 library is refused before it is opened" refused_under_qemu
  if grep -qw avx2 /proc/cpuinfo; then
    check "publish: ahead of time for AVX2" aot aot-avx2 -p:IlcInstructionSet=x86-64-v3
    check "publish: ahead of time for AVX2, vectors of 256 bits" vectors aot-avx2 256
  else
    skip "publish: ahead of time for AVX2 (this processor has none)"
  fi
}

# ---- tool
faissnet() { "$work/projects/tools/faissnet" "$@"; }
evaluated() {
  faissnet eval --base "$emoji/images.npy" --queries "$emoji/texts.npy" --relevant "$emoji/image_items.npy" "$emoji/text_items.npy" \
    --index SQ8 --json | tee -a /dev/stderr | grep '"bytes_per_vector": *512'
}
tool() {
  local index=$work/tool.faiss
  check "tool: the README's commands install it" install
  check "tool: build" faissnet build --input "$emoji/images.npy" --index IVF64,PQ64np --metric ip --output "$index"
  check "tool: search" faissnet search --index "$index" --queries "$emoji/texts.npy" -k 10 --nprobe 16 --output-ids "$work/ids.npy"
  check "tool: info" faissnet info "$index"
  check "tool: eval" evaluated
  check "tool: verify with native FAISS" faissnet verify "$index" --queries "$emoji/texts.npy"
}

# ---- roots
mirror() { # the address that this machine takes Debian from
  { sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/*.sources; sed -nE 's/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list; } \
    2> /dev/null | grep -E '/debian/?$' | head -n 1
}
root_of() { # SUITE: makes the root where it is missing
  local root=$cache/roots/$1
  [ ! -f "$root.complete" ] || return 0
  mkdir -p "$cache/roots"
  rm -rf "$root"
  debootstrap --variant=minbase "$1" "$root" "$(mirror)" && touch "$root.complete"
}
in_root() { # SUITE FOLDER ARGUMENT...: runs the program of a folder in a root, seeing nothing of this machine
  # Without ICU .NET itself starts only in its invariant mode.
  local root=$cache/roots/$1 folder=$work/$2
  shift 2
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 unshare --mount --pid --fork sh -c 'root=$1 folder=$2; shift 2
    mount --bind "$folder" "$root/mnt" && mount -t proc proc "$root/proc" && exec chroot "$root" /mnt/hello "$@"' sh "$root" "$folder" "$@"
}
bare() { ! find "$cache/roots/$1/usr/lib" "$cache/roots/$1/lib" -name 'libgomp*' -o -name 'libopenblas*' | grep .; }
too_old() { in_root bullseye trimmed no-native | tee -a /dev/stderr | grep 'C library is too old, it has no GLIBC_'; }

roots() {
  if [ "$(id -u)" != 0 ] || ! unshare --mount --pid --fork true 2> /dev/null || [ -z "$(mirror)" ]; then
    skip "roots: this takes root, mount and a Debian mirror"
    return
  fi
  [ -x "$work/trimmed/hello" ] || check "roots: trimmed program" published trimmed -r linux-x64 --self-contained -p:PublishTrimmed=true
  [ -x "$work/aot/hello" ] || check "roots: program compiled ahead of time" aot aot
  check "roots: Debian 12" root_of bookworm
  check "roots: Debian 12 has no libgomp and no OpenBLAS" bare bookworm
  check "roots: Debian 12, trimmed program, native loads" in_root bookworm trimmed native
  check "roots: Debian 12, program compiled ahead of time, native loads" in_root bookworm aot native
  check "roots: Debian 11" root_of bullseye
  check "roots: Debian 11, C# works and native says that glibc is too old" too_old
  grep '^reason' -A 3 "$work/log" | head -n 4 | sed 's/^/note: /'
}

# ---- arm64
arm64_libraries() { # what .NET needs of an arm64 Debian, beside this machine's own
  dpkg --print-foreign-architectures | grep -x arm64 || { dpkg --add-architecture arm64 && apt-get update -q; } || return 1
  build/native-packages.sh libc6:arm64 libstdc++6:arm64 libssl3:arm64 && [ -e /lib/ld-linux-aarch64.so.1 ]
}
# Code that .NET writes through another mapping than the one it runs from is code that qemu does not see change: illegal instructions follow.
emulated() { DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 timeout 600 qemu-aarch64-static "$@"; }
arm64_tests() {
  local folder=$repository/artifacts/arm64-tests
  in_repository dotnet publish tests/FaissNet.Core.Tests -c Release -r linux-arm64 --self-contained -v q -o "$folder"
}
arm64_golden() {
  emulated artifacts/arm64-tests/FaissNet.Core.Tests -noColor -noLogo -namespace FaissNet.Tests.Golden -trait- Tier=Independent |
    tee -a /dev/stderr | grep -E 'Total: [1-9][0-9]*, Errors: 0, Failed: 0'
}
arm64() {
  if [ "$(id -u)" != 0 ] && [ ! -e /lib/ld-linux-aarch64.so.1 ]; then
    skip "arm64: this takes root, to install arm64 libraries"
    return
  fi
  check "arm64: arm64 libraries" arm64_libraries
  check "arm64: C tests of the native library" build/native.sh --arch arm64 --test
  check "arm64: publish" published arm64 -r linux-arm64 --self-contained
  check "arm64: both engines, equal files" emulated "$work/arm64/hello" native
  check "arm64: tests of the C# engine" arm64_tests
  check "arm64: golden tests of the C# engine" arm64_golden
  note "arm64: $(grep -oE 'Total: .*' "$work/log" | tail -n 1)"
}

# ---- onnx
onnx_project() {
  (cd "$work/projects" && dotnet new console --output onnx-host &&
    dotnet add onnx-host package "${prefix}FaissNet" --version "$version" && dotnet add onnx-host package Microsoft.ML.OnnxRuntime) &&
    cp "$programs/onnx-host/Program.cs" "$work/projects/onnx-host" &&
    dotnet build "$work/projects/onnx-host" -c Release -v q -o "$work/onnx"
}
onnx() {
  check "onnx: a project with both" onnx_project
  check "onnx: a model and native searches in one process" "$work/onnx/onnx-host"
  note "$(tail -n 1 "$work/log")"
}

main() {
  local step
  build/native-packages.sh unzip binutils clang zlib1g-dev debootstrap qemu-user-static g++-aarch64-linux-gnu || exit 1
  for step in "$@"; do
    case $step in
      pack)
        check "pack: six packages" pack
        if [ "$failed" -gt 0 ]; then break; fi ;;
      rebuild) check "rebuild: the same assembly and symbols in another folder, SourceLink" rebuild ;;
      contents | console | publish | tool | roots | arm64 | onnx) "$step" ;;
      *) sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
  done
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
  exit
}
main "${steps[@]}"
