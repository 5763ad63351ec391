#!/usr/bin/env bash
# Runs `peelcheck check` in a GitHub job: annotations, the summary of the job and SARIF, in one run.
# From action.yml: PATHS (one a line), CONFIG, BASELINE, FAIL_ON, FORMAT, SARIF (a file, or empty),
# UPLOAD_SARIF (`true` if a later step uploads it).
# Ends with the status of peelcheck.
set -euo pipefail

args=(check --format "$FORMAT")
[ -z "$CONFIG" ] || args+=(--config "$CONFIG")
[ -z "$BASELINE" ] || args+=(--baseline "$BASELINE")
[ -z "$FAIL_ON" ] || args+=(--fail-on "$FAIL_ON")
summary=$RUNNER_TEMP/peelcheck-summary.md
rm -f "$summary"
args+=(--output "markdown=$summary")
if [ -z "$SARIF" ] && [ "$UPLOAD_SARIF" = true ]; then SARIF=$RUNNER_TEMP/peelcheck.sarif; fi
if [ -n "$SARIF" ]; then
  rm -f "$SARIF"
  args+=(--output "sarif=$SARIF")
fi
args+=(--)
while IFS= read -r path; do
  path=${path%$'\r'}
  [ -z "$path" ] || args+=("$path")
done <<<"$PATHS"

status=0
peelcheck "${args[@]}" </dev/null || status=$?

# On the page of a job a relative link leads nowhere. What users wrote has its brackets escaped.
if [ -f "$summary" ]; then
  here=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/blob/$GITHUB_SHA
  sed -E "s|\]\(([^):]+)\)|]($here/\1)|g" "$summary" >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "status=$status"
  if [ -n "$SARIF" ] && [ -f "$SARIF" ]; then echo "sarif=$SARIF"; fi
} >>"$GITHUB_OUTPUT"
exit "$status"
