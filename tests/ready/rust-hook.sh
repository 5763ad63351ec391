#!/usr/bin/env bash
# The hook that builds from source, tried as somebody would: it passes on the clean sample, and
# shows the finding on the broken one. It takes about ten minutes: .ci/deep runs it.
set -euo pipefail
project=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! (python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install pre-commit==4.7.0) >"$work/log" 2>&1; then
  tail -3 "$work/log"
  echo "SKIPPED: pre-commit could not be installed"
  exit 0
fi
# Each try installs anew, but builds once.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$work/target}
"$project/tests/ready/hook.sh" "$work/venv/bin/pre-commit" peelcheck
