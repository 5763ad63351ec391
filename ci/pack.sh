#!/usr/bin/env bash
# Packs a built binary as a release does: ci/pack.sh BINARY TAG TARGET FOLDER puts
# peelcheck-TAG-TARGET.tar.gz (.zip for Windows) and its .sha256 into FOLDER. Run in the project's
# folder, on a machine that can run the binary.
set -euo pipefail
binary=$1 tag=$2 target=$3 folder=$4

said=$("$binary" --version)
if [ "${said%$'\r'}" != "peelcheck ${tag#v}" ]; then
  echo "error: the tag is $tag, but the binary says: $said" >&2
  exit 2
fi

name=peelcheck-$tag-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/$name" "$folder"
folder=$(cd "$folder" && pwd)
cp "$binary" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$work/$name/"
if "$binary" man --help >/dev/null 2>&1; then
  "$binary" man --output "$work/$name/man"
fi
if "$binary" completions --help >/dev/null 2>&1; then
  mkdir "$work/$name/completions"
  for shell in bash elvish fish powershell zsh; do
    "$binary" completions "$shell" >"$work/$name/completions/peelcheck.$shell"
  done
fi

case $target in
*windows*)
  file=$name.zip
  (cd "$work" && 7z a -bso0 "$folder/$file" "$name")
  ;;
*)
  file=$name.tar.gz
  tar -czf "$folder/$file" -C "$work" "$name"
  ;;
esac
cd "$folder"
if command -v sha256sum >/dev/null; then sha256sum "$file"; else shasum -a 256 "$file"; fi >"$file.sha256"
echo "$folder/$file"
