# Sourced: apt with lists and archives of its own, so that nothing of the machine's set-up is touched and no root is needed.
# usage: apt_private WORK_FOLDER deb|deb-src [apt option...]    then: "${apt[@]}" update; "${apt[@]}" download …
# The sources are those that this machine has, taken as sources of the wanted kind.
apt_private() {
  local work=$1 kind=$2 file
  shift 2
  mkdir -p "$work/sources" "$work/lists/partial" "$work/archives/partial"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    if [ -f "$file" ]; then sed -E "s/^deb([[:space:]])/$kind\1/" "$file" > "$work/sources/$(basename "$file" .list).list"; fi
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    if [ -f "$file" ]; then sed -E "s/^Types:.*/Types: $kind/" "$file" > "$work/sources/$(basename "$file")"; fi
  done
  apt=(apt-get -q
    -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$work/sources"
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache::Archives=$work/archives"
    -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache= -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@")
}
