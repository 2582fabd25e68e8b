#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: find_go.sh
#
# Prints the path of a go command that can fetch Go modules and toolchains (Go
# 1.21 or newer): the one on PATH, else Debian's, unpacked into the cache.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
. "$here/debian_archive.sh"

# new_enough GO: true if GO knows toolchain modules.
new_enough() {
  (cd / && GOTOOLCHAIN=local "$1" version 2>/dev/null) | awk '
    { sub(/^go version (devel )?go/, ""); split($1, part, /[.a-z]/) }
    END { exit !(part[1] > 1 || (part[1] == 1 && part[2] >= 21)) }'
}

found=$(command -v go || true)
if [ -n "$found" ] && new_enough "$found"; then
  printf '%s\n' "$found"
  exit 0
fi

lock=$here/golang.lock
dir=$(cache_root)/golang-$(content_key "$lock" "$here/find_go.sh")
go_below() { printf '%s\n' "$dir"/tree/usr/lib/go-1.*/bin/go; }
use() {
  usable "$dir" "$lock" packages.txt || return 1
  go_below
}
use && exit
can_unpack_debian || fail "no go command of Go 1.21 or newer is on PATH${found:+ ($found is older)}." \
  'Install Go 1.21 or newer: it fetches the Go SDK that the build uses.'
take_lock golang
use && exit
clear_tree "$dir"
say "no go command of Go 1.21 or newer on PATH: using Debian's, unpacked"
sh "$here/fetch_debian.sh" "$lock" "$dir/tree"
new_enough "$(go_below)" || fail "the go command unpacked from Debian does not run: $(go_below)." 'Install Go 1.21 or newer.'
seal "$dir"
go_below
