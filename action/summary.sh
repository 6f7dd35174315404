#!/usr/bin/env bash
# The whole report on the page of the workflow, which needs no permission.
set -euo pipefail

if [ -z "${GITHUB_STEP_SUMMARY:-}" ]; then exit 0; fi
if [ -n "$MARKDOWN" ]; then
  cat "$MARKDOWN" >> "$GITHUB_STEP_SUMMARY"
  printf '\n' >> "$GITHUB_STEP_SUMMARY"
elif [ "$CODE" = 2 ]; then
  printf '### skint\n\nIt could not be run to its end: the log of the step says why.\n' >> "$GITHUB_STEP_SUMMARY"
fi
