#!/usr/bin/env bash
# Ends as the program ended, after everything has been told.
set -euo pipefail
. "$ACTION_PATH/action/common.sh"

case $CODE in
  0) ;;
  1) echo 'skint: findings at or above the threshold (fail-on)' ;;
  *) echo 'skint: not wholly done: something could not be read, or an input is wrong' ;;
esac
exit "${CODE:-2}"
