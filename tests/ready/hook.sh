#!/usr/bin/env bash
# tests/ready/hook.sh PRE-COMMIT HOOK: `pre-commit try-repo` with a hook of this project, on a git
# repository of the files in sample/. It passes while they are whole; once one link is broken it
# fails, with that finding and no other. The commit, not the work tree, of the project is tried.
set -euo pipefail
pre_commit=$1 hook=$2
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/sample" "$work/sample"
cd "$work/sample"
export PRE_COMMIT_HOME=$work/store PRE_COMMIT_COLOR=never
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git init -q
git add .

# One installation for both runs: the sample names the project as its users do.
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $(realpath "$here/../..")
    rev: $(git -C "$here" rev-parse HEAD)
    hooks:
      - id: $hook
END
git add .pre-commit-config.yaml
wrong() {
  echo "$hook: $1"
  cat "$work/out"
  exit 1
}

"$pre_commit" run --all-files >"$work/out" 2>&1 || wrong "fails on a clean sample"
sed -i 's/evidence: \[s3\]/evidence: [s9]/' data/probe.yaml
git add data
if "$pre_commit" run >"$work/out" 2>&1; then wrong "passes on a broken link"; fi
grep -qF 'data/probe.yaml:23:20' "$work/out" || wrong "does not show the place"
grep -qF '2 inspections checked: 1 error, 0 warnings, 0 notes' "$work/out" || wrong "shows something else"

# A change that no inspection depends on does not run it.
git commit -qm sample --no-verify
echo "site" >notes.txt
git add notes.txt
"$pre_commit" run >"$work/out" 2>&1 || wrong "runs where nothing it reads has changed"
echo "hook $hook: passes, fails and is skipped where it should"
