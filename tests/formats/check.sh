#!/usr/bin/env bash
# The formats of `check` held against the tools of those who read them: Microsoft's SARIF
# validator (npm), `sarif` and `junitparser` (PyPI). $1 is the binary. Run in the project's folder.
set -euo pipefail
binary=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

got() { # installs the tools; their own words only if it fails
  python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install junitparser==5.0.1 sarif-tools==3.0.5 &&
    npm install --silent --no-fund --no-audit --prefix "$work" @microsoft/sarif-multitool@5.7.0
}
if ! got >"$work/log" 2>&1; then
  tail -3 "$work/log"
  echo "SKIPPED: the tools that read the formats could not be installed"
  exit 0
fi

"$binary" check seeds examples/drafts/faulty.docx tests/golden/findings/circular-support.yaml gone.yaml \
  --output sarif="$work/all.sarif" --output junit="$work/all.xml" --format json >"$work/all.json" 2>/dev/null || status=$?
[ "${status:-0}" = 2 ] || { echo "status ${status:-0}, not 2"; exit 1; }

multitool="$work/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
chmod u+x "$multitool"
# Its status says nothing: what it found is in its output.
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$multitool" validate "$work/all.sarif" \
  --rule-kind 'Sarif;Ghas' --output "$work/found.sarif" --log ForceOverwrite >/dev/null
"$work/venv/bin/sarif" summary "$work/all.sarif" >"$work/summary"
"$work/venv/bin/python" "$here/check.py" "$work"
