#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: tools/bootstrap/update_pins.sh [--dry_run] [PART...]
#
# Brings everything that the build pins up to what is there today, checked as
# each is checked when it is first fetched, and says what changed. PART is
#   debian    tools/bootstrap/*.lock: Bazel, binutils, QEMU, gdb, nginx, ...
#   sdk       the Go SDK of MODULE.bazel: the newest release of its minor version
#   rules     rules_go and gazelle: MODULE.bazel and go_modules.sum
#   modules   go.mod and go.sum
# or all of them. With --dry_run nothing is changed in the end. What no script can
# decide stays as it is: another minor version of Go, another Bazel (.bazelversion
# and the @want line of bazel.lock). Run the tests before you commit.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
root=$(cd "$here/../.." && pwd)

dry_run=
[ "${1:-}" != --dry_run ] || { dry_run=1; shift; }
[ $# -gt 0 ] || set -- debian sdk rules modules
for part; do
  case $part in
    debian | sdk | rules | modules) ;;
    *) fail "there is no part $part." 'usage: tools/bootstrap/update_pins.sh [--dry_run] [debian] [sdk] [rules] [modules]' ;;
  esac
done

# Every file that holds pins, below the root.
pinned() {
  (cd "$root" && for file in MODULE.bazel go.mod go.sum tools/bootstrap/go_modules.sum tools/bootstrap/*.lock; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
  done)
}

mkdir -p "$(cache_root)"
scratch=$(mktemp -d "$(cache_root)/pins.XXXXXX")
before=$scratch/before
mkdir "$before"
pinned | while read -r file; do
  mkdir -p "$before/$(dirname "$file")"
  cp "$root/$file" "$before/$file"
done
# Half of an update is none: what stands at the end stands in every file.
complete=
finish() {
  if [ -z "$complete" ] || [ -n "$dry_run" ]; then
    (cd "$before" && find . -type f) | while read -r file; do cp "$before/$file" "$root/$file"; done
  fi
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

go=
sdk_version() { awk '/^go_module_sdk\($/ { inside = 1 } inside && $1 == "version" { gsub(/[",]/, "", $3); print $3; exit }' "$root/MODULE.bazel"; }
wanted() { sed -n "s/^bazel_dep(name = \"$1\", version = \"\([^\"]*\)\".*/\1/p" "$root/MODULE.bazel"; }

# run_go ARGUMENT...: the go command, outside of the repository's go.mod.
run_go() {
  [ -n "$go" ] || go=$(sh "$here/find_go.sh")
  (cd / && GOTOOLCHAIN=local GOWORK=off GOFLAGS=-mod=mod "$go" "$@")
}

# sum_of MODULE@VERSION: its checksum, which the go command has compared with
# that of the checksum database.
sum_of() {
  run_go mod download -json "$1" > "$scratch/answer" || fail "cannot fetch $1 (the go command's words are above)." \
    'Connect this machine to its Go module proxy (go env GOPROXY).'
  sed -n 's/^[[:space:]]*"Sum": "\(.*\)",\{0,1\}$/\1/p' "$scratch/answer"
  rm -f "$scratch/answer"
}

# replace FILE SED-SCRIPT
replace() {
  sed "$2" "$root/$1" > "$scratch/new"
  cat "$scratch/new" > "$root/$1"
  rm -f "$scratch/new"
}

update_sdk() {
  now=$(sdk_version)
  minor=${now%.*}
  for host in $(sed -n 's/^    sums = {\(.*\)},$/\1/p' "$root/MODULE.bazel" | tr ',' '\n' | sed 's/^ *"\([^"]*\)".*/\1/'); do
    newest=$(run_go list -m -versions golang.org/toolchain | tr ' ' '\n' |
      sed -n "s/^v0\.0\.1-go\($minor\.[0-9]*\)\.$host\$/\1/p" | sort -t . -k 3 -n | tail -n 1)
    [ -n "$newest" ] || fail "the Go module proxy lists no Go $minor for $host." 'Look at go env GOPROXY.'
    sum=$(sum_of "golang.org/toolchain@v0.0.1-go$newest.$host")
    replace MODULE.bazel "s#\"$host\": \"h1:[^\"]*\"#\"$host\": \"$sum\"#"
  done
  replace MODULE.bazel "s#version = \"$now\"#version = \"$newest\"#"
}

update_rules() {
  for module in rules_go:github.com/bazelbuild/rules_go gazelle:github.com/bazelbuild/bazel-gazelle; do
    name=${module%%:*} path=${module#*:}
    newest=$(run_go list -m -f '{{.Version}}' "$path@latest") || fail "cannot ask for the newest $path." 'Look at go env GOPROXY.'
    sum=$(sum_of "$path@$newest")
    replace MODULE.bazel "s#^\(bazel_dep(name = \"$name\", version = \)\"[^\"]*\"#\1\"${newest#v}\"#"
    replace tools/bootstrap/go_modules.sum "s#^$path .*#$path $newest $sum#"
  done
}

update_modules() {
  [ -n "$go" ] || go=$(sh "$here/find_go.sh")
  for arguments in 'get -u -t ./...' 'mod tidy'; do
    # shellcheck disable=SC2086 # (words)
    (cd "$root" && GOTOOLCHAIN=go$(sdk_version) GOWORK=off GOFLAGS=-mod=mod "$go" $arguments) > "$scratch/words" 2>&1 || {
      cat "$scratch/words" >&2
      fail "go $arguments has failed (its words are above)."
    }
    rm -f "$scratch/words"
  done
}

update_debian() {
  for lock in "$here"/*.lock; do
    sh "$here/update_lock.sh" "$(basename "$lock" .lock)"
  done
}

for part; do
  say "looking for newer: $part"
  "update_$part"
done

changes=0
pinned > "$scratch/names"
while read -r file; do
  # (The lines of a lock file are shown as update_lock.sh does: without path and sum.)
  lines=$(diff "$before/$file" "$root/$file" | sed -n \
    -e 's/^\([<>]\) [a-z]* \([^ ]* [^ ]*\) [^ ]* pool.*/  \1 \2/p' -e t -e 's/^\([<>]\) *\(.*\)/  \1 \2/p' | sed -e 's/^  </  -/' -e 's/^  >/  +/') || true
  [ -n "$lines" ] || continue
  changes=$((changes + 1))
  printf '%s\n%s\n' "$file" "$lines"
done < "$scratch/names"
rm -f "$scratch/names"
complete=1
if [ "$changes" = 0 ]; then
  say 'every pin is up to date'
elif [ -n "$dry_run" ]; then
  say "$changes files would change (--dry_run: they are as they were)"
else
  say "$changes files have changed: run ./bazelw test //... before you commit them"
fi
