# Whether a change is worth a comment that is not there yet. Read by comment.sh.
# shellcheck shell=bash

is_number() { [[ $1 =~ ^-?[0-9]+(\.[0-9]+)?$ ]]; }

is_worth_it() {
  if [ "$CHANGED" != true ]; then return 1; fi
  if [ "${NEW:-0}" != 0 ] || [ "${FIXED:-0}" != 0 ]; then return 0; fi
  if [ -z "$MIN_USD$MIN_PERCENT" ]; then return 0; fi
  # Something changed of which no price is known: that it is little, nobody can say.
  if ! is_number "$DELTA"; then return 0; fi
  reaches "$(widest)" "$MIN_USD" || reaches "$(percent)" "$MIN_PERCENT"
}

# The largest of the differences, up or down.
widest() {
  printf '%s\n' "$DELTA" "$DELTA_LOW" "$DELTA_HIGH" |
    awk '{ d = $1 < 0 ? -$1 : $1 + 0; if (d > most) most = d } END { print most + 0 }'
}

# The same in percent of what was there; everything is a lot where nothing was.
percent() {
  local before
  before=$(jq --raw-output '.dollars.before.total // "0"' "$JSON" 2> /dev/null | tr -d '\r') || before=0
  awk -v d="$(widest)" -v b="$before" 'BEGIN { print (b > 0 ? d * 100 / b : (d > 0 ? 1e9 : 0)) }'
}

reaches() { [ -n "$2" ] && awk -v a="$1" -v b="$2" 'BEGIN { exit !(a >= b) }'; }
