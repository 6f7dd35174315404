#!/usr/bin/env bash
# Brings skint to where the next step runs it. A download is run only if its SHA-256 is that of the table.
set -euo pipefail
. "$ACTION_PATH/action/common.sh"

temp=$(slashes "$TEMP_PATH")
suffix=
if [ "${RUNNER_OS:-}" = Windows ]; then suffix=.exe; fi

given() {
  if ! has "$SKINT_PATH"; then refuse 'skint-path names no program'; fi
  output skint "$SKINT_PATH"
}

built() {
  if ! has cargo; then refuse "there is no cargo on this runner, which building from source needs"; fi
  export CARGO_TARGET_DIR="$temp/skint-build"
  # In the action's own directory, so that settings of cargo in the checked repository are not heard.
  (cd "$ACTION_PATH" && cargo build --release --locked --quiet --bin skint) ||
    refuse 'skint could not be built from source'
  output skint "$CARGO_TARGET_DIR/release/skint$suffix"
}

downloaded() {
  local name="skint-$VERSION-$TARGET.tar.gz" directory url actual
  url="$SERVER/${ACTION_REPOSITORY:-skint-dev/skint}/releases/download/v$VERSION/$name"
  directory=$(mktemp -d "$temp/skint-bin.XXXXXX")
  curl --silent --show-error --fail --location --retry 2 --connect-timeout 20 --max-time 300 \
    --output "$directory/$name" "$url" || refuse "$name could not be downloaded"
  actual=$(sha256 < "$directory/$name")
  if [ "$actual" != "$SHA256" ]; then
    rm -f "$directory/$name"
    refuse "the SHA-256 of $name is $actual, and action/releases.txt says $SHA256: it was not run"
  fi
  tar -xzf "$directory/$name" -C "$directory" "skint$suffix"
  output skint "$directory/skint$suffix"
}

case $HOW in
  given) given ;;
  build) built ;;
  download) downloaded ;;
esac
