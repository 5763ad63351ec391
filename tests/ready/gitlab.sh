#!/usr/bin/env bash
# tests/ready/gitlab.sh GITLAB-CI-LOCAL: the job of ci/gitlab.yml, run by gitlab-ci-local (without
# the image: peelcheck is taken from the PATH) on a git repository of the files in sample/.
set -euo pipefail
runner=$1
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/sample" "$work/sample"
cp "$here/../../ci/gitlab.yml" "$work/sample/.gitlab-ci.yml"
cd "$work/sample"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
git init -q
git add .
git -c user.name=sample -c user.email=sample@example.org commit -qm sample
git remote add origin https://example.org/sample/sample.git

try() { "$runner" --force-shell-executor peelcheck >"$work/out" 2>&1 </dev/null; }
wrong() {
  echo "gitlab: $1"
  cat "$work/out"
  exit 1
}
try || wrong "fails on a clean sample"
[ "$(tr -d '[:space:]' <gl-code-quality-report.json)" = "[]" ] || wrong "has issues on a clean sample"
sed -i 's/evidence: \[s3\]/evidence: [s9]/' data/probe.yaml
if try; then wrong "passes on a broken link"; fi
python3 - <<'END' || wrong "has other reports"
import json
import xml.etree.ElementTree as tree
[issue] = json.load(open("gl-code-quality-report.json"))
place = (issue["check_name"], issue["severity"], issue["location"]["path"], issue["location"]["lines"]["begin"])
assert place == ("dangling-reference", "major", "data/probe.yaml", 23), place
assert tree.parse("peelcheck-junit.xml").getroot().get("failures") == "1"
END
echo "the GitLab job passes, fails and leaves its reports"
