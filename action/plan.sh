#!/usr/bin/env bash
# Decides where skint comes from: a path, a release of the table, or its source.
set -euo pipefail
. "$ACTION_PATH/action/common.sh"

table="$ACTION_PATH/action/releases.txt"
one_of build-from-source "$BUILD" auto true false

target() {
  case $RUNNER in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
  esac
}

# The version of the last line that is not a comment.
newest() { awk '!/^#/ && NF == 3 { version = $1 } END { print version }' "$table"; }

# Is it written as a release or a commit would be? Otherwise it is a branch, or this very repository.
is_pinned() { [[ $ACTION_REF =~ ^(v[0-9].*|[0-9a-f]{40})$ ]]; }

build() {
  notice "skint is built from source: $1"
  output how build
  output key "$(source_key)"
}

# What the build depends on, for the cache.
source_key() {
  (
    cd "$ACTION_PATH"
    find Cargo.lock Cargo.toml build.rs build src rules prices stubs fixtures/rules -type f |
      LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | sha256
  )
}

if [ -n "$SKINT_PATH" ]; then
  output how given
  exit 0
fi
if [ "$BUILD" = true ]; then
  if [ -n "$VERSION" ]; then refuse 'version and build-from-source: true exclude each other'; fi
  build 'build-from-source says so'
  exit 0
fi

version=${VERSION#v}
if [ -z "$version" ]; then
  version=$(newest)
  if [ "$BUILD" = auto ] && [ -z "$version" ]; then
    build 'there is no release yet'
    exit 0
  fi
  if [ "$BUILD" = auto ] && ! is_pinned; then
    build 'the action is used by branch; a tag or a commit takes a release'
    exit 0
  fi
fi
if [ -z "$version" ]; then refuse 'action/releases.txt has no release, and build-from-source is false'; fi
known=$(awk -v v="$version" '!/^#/ && $1 == v' "$table")
if [ -z "$known" ]; then refuse "version $version is not in action/releases.txt of this action"; fi
target=$(target)
sha256=$(printf '%s\n' "$known" | awk -v t="$target" '$2 == t { print $3 }')
if [ -z "$sha256" ]; then
  if [ "$BUILD" = false ] || [ -n "$VERSION" ]; then refuse "release $version has no binary for $RUNNER"; fi
  build "release $version has no binary for $RUNNER"
  exit 0
fi
output how download
output version "$version"
output target "$target"
output sha256 "$sha256"
