# What the scripts of the action share. They run with bash 3.2 and later, on Linux, macOS and Git Bash.
# shellcheck shell=bash

# A line for the person who reads the workflow's page. Texts are ours; what is not is made plain here.
say() {
  local level=$1 text=$2
  text=${text//'%'/%25}
  text=${text//$'\r'/ }
  text=${text//$'\n'/ }
  printf '::%s title=skint::%s\n' "$level" "$text"
}

notice() { say notice "$1"; }

# The job could not be done: 2, as the program itself ends.
refuse() {
  say error "$1"
  exit 2
}

# A value for later steps. One with a line break could add others, so it is refused.
output() {
  case $2 in
    *$'\n'* | *$'\r'*) refuse "the value of $1 has a line break in it" ;;
  esac
  printf '%s=%s\n' "$1" "$2" >> "$GITHUB_OUTPUT"
}

has() { command -v "$1" > /dev/null 2>&1; }

# The SHA-256 of what comes in; macOS has another program for it.
sha256() {
  if has sha256sum; then sha256sum; else shasum -a 256; fi | cut -c 1-64
}

one_of() {
  local name=$1 value=$2 known
  shift 2
  for known in "$@"; do
    if [ "$value" = "$known" ]; then return 0; fi
  done
  refuse "$name is one of: $*"
}

# Windows writes its paths with backslashes, which bash would have to escape everywhere.
slashes() { printf '%s' "${1//\\//}"; }

# What others wrote, where the runner obeys nothing of it: not even a line that looks like one of its commands.
guarded() {
  local word
  word=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '::stop-commands::%s\n' "$word"
  cat "$1"
  printf '\n::%s::\n' "$word"
}
