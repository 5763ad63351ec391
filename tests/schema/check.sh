#!/usr/bin/env bash
# The printed schema in the tool that editors and hooks use: `check-jsonschema` (PyPI) accepts every
# seed and rejects every broken file. $1 is the binary. Run in the project's folder.
set -euo pipefail
binary=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! (python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install check-jsonschema==0.37.4) >"$work/log" 2>&1; then
  tail -3 "$work/log"
  echo "SKIPPED: check-jsonschema could not be installed"
  exit 0
fi
judge() { "$work/venv/bin/check-jsonschema" --schemafile "$work/inspection.json" "$@" >"$work/told" 2>&1; }
"$binary" schema inspection >"$work/inspection.json"
judge seeds/*.yaml || { cat "$work/told"; exit 1; }
refused=0
for file in tests/schema/broken/*.yaml; do
  if judge "$file"; then
    echo "$file is accepted"
    exit 1
  fi
  grep -q 'Schema validation errors' "$work/told" || { cat "$work/told"; exit 1; }
  refused=$((refused + 1))
done
echo "check-jsonschema accepts the seeds and refuses $refused broken files"
[ "$refused" -ge 15 ]

# GitLab publishes no schema of its code quality reports; this one restates its documentation.
"$binary" check seeds examples/drafts/faulty.md --format gitlab >"$work/gitlab.json" 2>/dev/null || true
"$work/venv/bin/check-jsonschema" --schemafile tests/formats/gitlab.schema.json "$work/gitlab.json"
