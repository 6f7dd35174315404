#!/usr/bin/env bash
# Runs skint once, with every report that later steps need. How it ends is kept for the last step.
set -euo pipefail
. "$ACTION_PATH/action/common.sh"
. "$ACTION_PATH/action/base.sh"

one_of changed-only "$CHANGED_ONLY" true false
one_of report "$REPORT" auto annotations sarif none
cd -- "$WORKING_DIRECTORY" || refuse 'working-directory is not there'

directory=$(mktemp -d "$(slashes "$TEMP_PATH")/skint.XXXXXX")
args=()
option() { if [ -n "$2" ]; then args+=("$1=$2"); fi; }

# A token of a fork or of Dependabot only reads, so that what is found would be told nowhere.
is_read_only() {
  [ "$EVENT" = pull_request ] && { [ "$PR_FROM" != "$REPOSITORY" ] || [ "$ACTOR" = 'dependabot[bot]' ]; }
}

reports() {
  local annotations=no sarif=no
  case $REPORT in
    auto) annotations=yes sarif=yes ;;
    annotations) annotations=yes ;;
    sarif) sarif=yes ;;
  esac
  if [ "$REPORT" = sarif ] && is_read_only; then
    notice 'the token of this pull request cannot upload SARIF files: findings are annotations'
    annotations=yes
  fi
  if [ "$annotations" = yes ]; then args+=(--format=github); fi
  if [ "$sarif" = yes ]; then args+=("--format=sarif=$directory/skint.sarif"); fi
  args+=("--format=json=$directory/skint.json" "--format=markdown=$directory/skint.md")
  args+=("--format=outputs=$directory/outputs")
}

# One a line where there are several lines, else separated by white space. Nothing of it is a pattern.
places=()
in_lines_or_words() {
  local line
  case $PATHS in
    *$'\n'*)
      while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        if [ -n "$line" ]; then places+=("$line"); fi
      done <<< "$PATHS"
      ;;
    *) read -r -a places <<< "$PATHS" ;;
  esac
}

# What the program says of itself: numbers and words of ours, and nothing else gets through.
pass_on() {
  local number='-?[0-9]+(\.[0-9]+)?'
  local names='findings|new-findings|fixed-findings|monthly-delta(-low|-high)?|attributable-share|changed'
  if [ -f "$directory/outputs" ]; then
    grep -E "^($names)=($number|true|false)?\$" "$directory/outputs" >> "$GITHUB_OUTPUT" || true
  fi
}

file() { if [ -s "$directory/$2" ]; then output "$1" "$directory/$2"; fi; }

what=check
if [ "$CHANGED_ONLY" = true ] && base=$(the_base); then
  what='diff'
  args+=("--base=$base")
fi
option --settings "$SETTINGS"
option --baseline "$BASELINE"
option --preset "$PRESET"
option --traffic "$TRAFFIC"
option --usage "$USAGE"
option --fail-on "$FAIL_ON"
option --min-severity "$MIN_SEVERITY"
reports
in_lines_or_words

code=0
"$SKINT" "$what" "${args[@]}" -- ${places[@]+"${places[@]}"} 2> "$directory/errors" || code=$?
if [ -s "$directory/errors" ]; then guarded "$directory/errors"; fi
# Whoever stopped it, it was not wholly done.
if [ "$code" -gt 2 ]; then code=2; fi
output exit-code "$code"
pass_on
file sarif-file skint.sarif
file json-file skint.json
file markdown-file skint.md
