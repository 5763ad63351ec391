#!/usr/bin/env bash
# tests/ready/hook.sh PRE-COMMIT HOOK: `pre-commit try-repo` with a hook of this project, on a git
# repository of the files in sample/. It passes while they are whole; once one link is broken it
# fails, with that finding and no other.
set -euo pipefail
pre_commit=$1 hook=$2
here=$(dirname "$(realpath "$0")")
project=$(realpath "$here/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/sample" "$work/sample"
cd "$work/sample"
export PRE_COMMIT_HOME=$work/store PRE_COMMIT_COLOR=never
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git init -q
git add .

try() { "$pre_commit" try-repo "$project" "$hook" "$@" >"$work/out" 2>&1; }
wrong() {
  echo "$hook: $1"
  cat "$work/out"
  exit 1
}

try --all-files || wrong "fails on a clean sample"
sed -i 's/evidence: \[s3\]/evidence: [s9]/' data/probe.yaml
git add data
if try; then wrong "passes on a broken link"; fi
grep -qF 'data/probe.yaml:23:20' "$work/out" || wrong "does not show the place"
grep -qF '2 inspections checked: 1 error, 0 warnings, 0 notes' "$work/out" || wrong "shows something else"

# A change that no inspection depends on does not run it, though the link is broken still.
git -c user.name=sample -c user.email=sample@example.org commit -qm sample
echo "site" >notes.txt
git add notes.txt
try || wrong "fails where nothing it reads has changed"
echo "hook $hook: passes, fails and is skipped where it should"
