#!/usr/bin/env bash
# Puts peelcheck on the PATH of a GitHub job: the binary of a release, held against its checksum, or,
# where there is none for this version and machine, one built from the action's own source.
# From action.yml: VERSION (a tag, `source`, or empty: the tag by which the action is used),
# ACTION_REF, ACTION_REPOSITORY.
set -euo pipefail

bin=$RUNNER_TEMP/peelcheck/bin
mkdir -p "$bin"

# Says where the binary is, for this job's later steps.
finish() {
  echo "$bin" >>"$GITHUB_PATH"
  "$bin/peelcheck" --version
}

build() {
  echo "peelcheck is built from source: $1"
  cargo install --quiet --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/peelcheck"
  finish
  exit 0
}

tag=$VERSION
if [ -z "$tag" ]; then
  case $ACTION_REF in
  v[0-9]*.[0-9]*.[0-9]*) tag=$ACTION_REF ;;
  *) build "the action is used by \`${ACTION_REF:-a path}\`, which is no release" ;;
  esac
fi
[ "$tag" != source ] || build "as asked"
if ! [[ $tag =~ ^v[0-9]+\.[0-9]+\.[0-9]+[-.0-9A-Za-z]*$ ]]; then
  echo "::error title=peelcheck::\`version\` must be a tag such as v0.1.0, or \`source\`"
  exit 2
fi

case $RUNNER_OS-$RUNNER_ARCH in
Linux-X64) target=x86_64-unknown-linux-musl ;;
Linux-ARM64) target=aarch64-unknown-linux-musl ;;
macOS-X64) target=x86_64-apple-darwin ;;
macOS-ARM64) target=aarch64-apple-darwin ;;
Windows-X64) target=x86_64-pc-windows-msvc ;;
*) build "there is no binary for $RUNNER_OS-$RUNNER_ARCH" ;;
esac
name=peelcheck-$tag-$target
file=$name.tar.gz
[ "$RUNNER_OS" != Windows ] || file=$name.zip

cd "$RUNNER_TEMP/peelcheck"
for part in "$file" "$file.sha256"; do
  if ! curl --fail --location --silent --show-error --retry 3 --output "$part" \
    "$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/$tag/$part"; then
    if [ -n "$VERSION" ] && [ "$VERSION" != "$ACTION_REF" ]; then
      echo "::error title=peelcheck::release $tag has no $part; leave \`version\` empty to take the action's own"
      exit 2
    fi
    build "$part could not be fetched"
  fi
done

# The first word of the file is the checksum; no program is trusted to read more of it.
read -r wanted _ <"$file.sha256"
if command -v sha256sum >/dev/null; then sum=$(sha256sum <"$file"); else sum=$(shasum -a 256 <"$file"); fi
if [ "${sum%% *}" != "$wanted" ]; then
  echo "::error title=peelcheck::$file is not what its checksum says; nothing was installed"
  exit 2
fi
if [ "$RUNNER_OS" = Windows ]; then unzip -q -o "$file"; else tar -xzf "$file"; fi
mv "$name"/peelcheck* "$bin/"
finish
