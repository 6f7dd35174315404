# What a change is compared with, and how it gets here. Read by run.sh.
# shellcheck shell=bash

has_commit() { git cat-file -e "$1^{commit}" 2> /dev/null; }

# The checkout of a pull request is a merge that GitHub made: what it was merged into is the base, also where the
# branch has moved on since the event.
merged_into() {
  local parents
  parents=$(git cat-file -p HEAD 2> /dev/null | sed -n -e '/^$/q' -e 's/^parent //p' | tr '\n' ' ')
  case $parents in
    *" $PR_HEAD ") printf '%s' "${parents%% *}" ;;
    *) return 1 ;;
  esac
}

# A shallow clone stays as shallow as it is, and a whole one whole.
fetch() {
  local words=(fetch --quiet --no-tags --no-recurse-submodules)
  if [ "$(git rev-parse --is-shallow-repository)" = true ]; then words+=(--depth=1); fi
  words+=(origin "$1")
  GIT_TERMINAL_PROMPT=0 git "${words[@]}" 2> /dev/null || fetch_with_token "${words[@]}"
}

# Where the checkout kept no credentials. The token goes to this server only, and not into the list of processes.
fetch_with_token() {
  [ -n "$TOKEN" ] || return 1
  local basic
  basic=$(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\r\n')
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$SERVER/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic" GIT_TERMINAL_PROMPT=0 git "$@" 2> /dev/null
}

# Prints what to compare with; fails where everything has to be told.
the_base() {
  if [ -n "$BASE" ]; then
    named_base
  elif [ "$EVENT" = pull_request ] && [ -n "$PR_BASE" ]; then
    base_of_pull_request
  else
    return 1
  fi
}

named_base() {
  # Only what is plainly a name is fetched; what it means otherwise, the program says.
  local name=${BASE%...}
  if ! has_commit "$name" && [[ $name =~ ^[A-Za-z0-9][A-Za-z0-9._/-]*$ ]] && fetch "$name"; then
    git rev-parse FETCH_HEAD
  else
    printf '%s' "$BASE"
  fi
}

base_of_pull_request() {
  local base
  if base=$(merged_into); then
    brought "$base"
    return
  fi
  brought "$PR_BASE" > /dev/null || return 1
  # The head itself is checked out: what the base gained meanwhile is not of this change.
  if git merge-base "$PR_BASE" HEAD > /dev/null 2>&1; then
    printf '%s...' "$PR_BASE"
  else
    printf '%s' "$PR_BASE"
  fi
}

brought() {
  if ! has_commit "$1" && ! { fetch "$1" && has_commit "$1"; }; then
    notice "the base of this pull request could not be fetched, so everything is checked" >&2
    return 1
  fi
  printf '%s' "$1"
}
