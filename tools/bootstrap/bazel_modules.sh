#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: bazel_modules.sh [--cached]
#
# Prints the path of a bazelrc with which Bazel resolves MODULE.bazel without
# any registry of Bazel modules: each module is overridden by a directory.
#   rules_go, gazelle            Go modules too: `go mod download`, checked
#                                against go_modules.sum
#   platforms, bazel_skylib, …   from Debian's packages (bazel_modules.lock)
#   the rest                     are only mentioned: empty stubs
# With --cached, only if that is there already: it fails where it is not.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
. "$here/debian_archive.sh"

root=$(cd "$here/../.." && pwd)
sums=$here/go_modules.sum

# wanted MODULE: the version that MODULE.bazel asks for.
wanted() { sed -n "s/^bazel_dep(name = \"$1\", version = \"\([^\"]*\)\".*/\1/p" "$root/MODULE.bazel"; }
# sdk_version: the Go that MODULE.bazel builds with.
sdk_version() {
  awk '/^go_module_sdk\($/ { inside = 1 } inside && $1 == "version" { gsub(/[",]/, "", $3); print $3; exit }' "$root/MODULE.bazel"
}

versions="rules_go $(wanted rules_go) gazelle $(wanted gazelle) go $(sdk_version)"
dir=$(cache_root)/modules-$(printf '%s\n' "$versions" | content_key "$sums" "$here/bazel_modules.lock" "$here/bazel_modules.sh" -)
use() {
  usable "$dir" "$here/bazel_modules.lock" debian/packages.txt || return 1
  printf '%s\n' "$dir/tree/bazelrc"
}
use && exit
[ "${1:-}" != --cached ] || exit 1
take_lock modules
use && exit
clear_tree "$dir"
tree=$dir/tree
can_unpack_debian || fail "no registry of Bazel modules can be reached, and packages of Debian cannot be unpacked here." \
  'Connect this machine to the network, or build on Debian (amd64).'
go=$(sh "$here/find_go.sh")
say "fetching the modules from Go's module proxy and from Debian"
sh "$here/fetch_debian.sh" "$here/bazel_modules.lock" "$tree/debian"

# go_module PATH VERSION NAME: a writable copy of the Go module. Zips of Go
# modules keep no mode bits, and no directory named vendor.
go_module() {
  pinned=$(awk -v path="$1" -v version="$2" '$1 == path && $2 == version { print $3 }' "$sums")
  [ -n "$pinned" ] || fail "$sums has no line for $1 $2, which MODULE.bazel asks for." \
    "Add it: PATH VERSION SUM, with the sum that \`go mod download -json $1@$2\` prints."
  (cd / && GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=mod "$go" mod download -json "$1@$2") > "$dir/answer" 2> "$dir/words" 9>&- || {
    cat "$dir/words" "$dir/answer" >&2
    fail "cannot fetch the Go module $1 $2 (the go command's words are above)." \
      'Connect this machine to its Go module proxy (go env GOPROXY), or to the registry of Bazel modules.'
  }
  answer() { sed -n "s/^\t\"$1\": \"\(.*\)\",\{0,1\}\$/\1/p" "$dir/answer"; }
  [ "$(answer Sum)" = "$pinned" ] || fail "the Go module $1 $2 has the sum $(answer Sum); $sums wants $pinned." \
    'Somebody has changed one of the two: do not go on before you know who.'
  cp -R "$(answer Dir)" "$tree/$3"
  chmod -R u+w "$tree/$3"
  find "$tree/$3" -name '*.sh' -exec chmod +x {} +
}
go_module github.com/bazelbuild/rules_go "v$(wanted rules_go)" rules_go
# Its own default SDK would be looked for on the open network, with two alarming
# warnings. Nothing needs it: MODULE.bazel brings the SDK.
awk '/^go_sdk\.from_file\($/ { skip = 1 } !skip { print } /^\)$/ { skip = 0 }' \
  "$tree/rules_go/MODULE.bazel" > "$dir/words"
cp "$dir/words" "$tree/rules_go/MODULE.bazel"
go_module github.com/bazelbuild/bazel-gazelle "v$(wanted gazelle)" gazelle

# Gazelle compiles its tools from its vendor directory. The build's own Go makes
# it: Debian's go command may stand alone, without the standard library.
rm -rf "$tree/gazelle/tests"
(cd "$tree/gazelle" && GOTOOLCHAIN=go$(sdk_version) GOWORK=off GOFLAGS=-mod=mod "$go" mod vendor) > "$dir/words" 2>&1 9>&- || {
  cat "$dir/words" >&2
  fail "cannot fetch the Go modules that gazelle needs (the go command's words are above)." \
    'Connect this machine to its Go module proxy (go env GOPROXY), or to the registry of Bazel modules.'
}

for name in apple_support buildozer protobuf zlib; do
  mkdir "$tree/$name"
  printf 'module(name = "%s")\n' "$name" > "$tree/$name/MODULE.bazel"
  : > "$tree/$name/BUILD.bazel"
done

# package_metadata is declared by packages of rules_go and gazelle, and read by
# nobody here.
mkdir -p "$tree/package_metadata/rules"
printf 'module(name = "package_metadata")\n' > "$tree/package_metadata/MODULE.bazel"
: > "$tree/package_metadata/BUILD.bazel"
: > "$tree/package_metadata/rules/BUILD.bazel"
cat > "$tree/package_metadata/rules/package_metadata.bzl" <<'BZL'
"""Stands in for the module of this name."""

def _package_metadata_impl(_ctx):
    return [DefaultInfo()]

_package_metadata = rule(
    implementation = _package_metadata_impl,
    attrs = {
        "attributes": attr.label_list(),
        "purl": attr.string(),
    },
)

def package_metadata(name, **kwargs):
    # Packages make such a target their default metadata; it must not be its own.
    _package_metadata(name = name, applicable_licenses = [], **kwargs)
BZL

{
  # An empty directory: a module that is forgotten below is an error at once.
  printf 'common --registry="file://%s"\n' "$tree/registry"
  # The lock file of the open registry's answer would not agree.
  printf 'common --lockfile_mode=off\n'
  # (A sandbox has a /tmp of its own: should the cache be in ours, it is shown there.)
  case $tree in
    /tmp/*) printf 'build --sandbox_add_mount_pair="%s"\n' "$tree" ;;
  esac
  for name in rules_go gazelle package_metadata apple_support buildozer protobuf zlib; do
    printf 'common --override_module=%s="%s"\n' "$name" "$tree/$name"
  done
  while read -r name path; do
    printf 'common --override_module=%s="%s"\n' "$name" "$tree/debian/usr/share/bazel/$path"
  done <<'MODULES'
platforms tools/platforms
bazel_features tools/features
bazel_skylib tools/skylib
rules_java rules/java
rules_cc rules/cc
rules_license rules/license
rules_python rules/python
rules_proto rules/proto
rules_shell rules/shell
MODULES
} > "$tree/bazelrc"
mkdir "$tree/registry"
rm -f "$dir/answer" "$dir/words"
seal "$dir"
printf '%s\n' "$tree/bazelrc"
