#!/usr/bin/env bash
# Keeps one comment on the pull request up to date. What it may not or cannot do is a notice and never fails the job.
set -euo pipefail
. "$ACTION_PATH/action/common.sh"
. "$ACTION_PATH/action/worth.sh"

one_of comment "$WHEN" on-change always never
is_number "${MIN_USD:-0}" || refuse 'comment-min-usd is a number'
is_number "${MIN_PERCENT:-0}" || refuse 'comment-min-percent is a number'
[[ $CATEGORY =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$ ]] || refuse 'category is 1 to 60 letters, digits, dots, dashes and underscores'

# GitHub refuses more than 65,536.
limit=65000
# A thousand comments are looked through.
pages=10
marker="<!-- skint: $CATEGORY -->"

done_with() {
  output comment "$1"
  exit 0
}

give_up() {
  notice "$1: the report is in the summary of the job"
  done_with none
}

# Asks the API; prints the status, 000 where nobody answered. The token is read from the standard input, so that it
# is in no list of processes.
ask() {
  local method=$1 path=$2 body=${3:-}
  local words=(--silent --config - --request "$method" --output "$directory/answer" --write-out '%{http_code}')
  words+=(--connect-timeout 20 --max-time 60 --header 'accept: application/vnd.github+json')
  words+=(--header 'x-github-api-version: 2022-11-28')
  if [ -n "$body" ]; then words+=(--header 'content-type: application/json' --data-binary "@$body"); fi
  # What creates is not tried again: it may have been heard.
  if [ "$method" != POST ]; then words+=(--retry 2); fi
  printf 'header = "authorization: Bearer %s"\n' "$TOKEN" |
    curl "${words[@]}" "$API/$path" 2> /dev/null || true
}

# What we write, below the limit in bytes whatever is in it.
body() {
  jq --raw-input --slurp --arg marker "$marker" --argjson limit "$limit" '
    ltrimstr("<!-- skint -->\n")
    | $marker + "\n" + .
    | if utf8bytelength > $limit then .[0:($limit / 4 - 100 | floor)] + "\n\nThe rest is in the summary of the job.\n" else . end
    | { body: . }' "$MARKDOWN" > "$directory/body"
}

# What is marked as ours among the comments of a page: a line each of id, kind of author, and login.
marked() {
  jq --raw-output --arg marker "$marker" '
    .[] | select(((.body // "") | split("\n")[0] | rtrimstr("\r")) == $marker)
    | "\(.id) \(.user.type) \(.user.login)"' "$directory/page" | tr -d '\r'
}

# Ours among them: of a program, or of the person whose token this is. Anybody may write the marker, and is left alone.
ours() {
  local found one kind login me=
  found=$(marked) || return 1
  while read -r one kind login; do
    if [ "$kind" = User ] && [ -z "$me" ]; then me=$(whose); fi
    if [ "$kind" = Bot ] || { [ -n "$login" ] && [ "$login" = "$me" ]; }; then
      printf '%s' "$one"
      return 0
    fi
  done <<< "$found"
}

# The login of the person whose token this is, else a dash: tokens of workflows may not ask.
whose() {
  if [ "$(ask GET user)" = 200 ]; then jq --raw-output .login "$directory/answer" | tr -d '\r'; else echo -; fi
}

# Sets `id` to that of our comment, empty where there is none.
find_ours() {
  local page status
  id=
  for ((page = 1; page <= pages; page++)); do
    status=$(ask GET "repos/$REPOSITORY/issues/$NUMBER/comments?per_page=100&page=$page")
    if [ "$status" != 200 ]; then give_up "the comments cannot be read (HTTP $status)"; fi
    mv "$directory/answer" "$directory/page"
    id=$(ours) || give_up 'the comments cannot be understood'
    if [ -n "$id" ] || [ "$(jq length "$directory/page" | tr -d '\r')" -lt 100 ]; then return 0; fi
  done
}

# Does our comment say the same already? Line ends and those at its end are GitHub's.
is_same() {
  jq --exit-status --argjson id "$id" --slurpfile new "$directory/body" '
    def plain: gsub("\r"; "") | sub("\\s+$"; "");
    any(.[]; .id == $id and (.body | plain) == ($new[0].body | plain))' "$directory/page" > /dev/null
}

write() {
  local status
  status=$(ask "$1" "$2" "$directory/body")
  case $status in
    200 | 201) done_with "$3" ;;
    401 | 403 | 404) give_up "this token may not comment here (HTTP $status)" ;;
    *) give_up "the comment could not be written (HTTP $status)" ;;
  esac
}

if [ "$EVENT" != pull_request ] || [ "$WHEN" = never ] || [ -z "$MARKDOWN" ]; then done_with none; fi
# Without a comparison nobody knows what changed.
if [ "$WHEN" = on-change ] && [ -z "$CHANGED" ]; then done_with none; fi
[[ $NUMBER =~ ^[0-9]+$ ]] || give_up 'the pull request has no number'
[[ $TOKEN =~ ^[A-Za-z0-9._~+/=-]+$ ]] || give_up 'there is no token to comment with'
if ! has jq || ! has curl; then give_up 'commenting needs the programs jq and curl'; fi

directory=$(mktemp -d "$(slashes "$TEMP_PATH")/skint-comment.XXXXXX")
body || give_up 'the comment cannot be put together'
find_ours
if [ -n "$id" ]; then
  if is_same; then done_with left; fi
  write PATCH "repos/$REPOSITORY/issues/comments/$id" updated
fi
if [ "$WHEN" = always ] || is_worth_it; then write POST "repos/$REPOSITORY/issues/$NUMBER/comments" created; fi
done_with none
