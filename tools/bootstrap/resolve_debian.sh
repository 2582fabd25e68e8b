#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: resolve_debian.sh LOCK
#
# Prints the lock file LOCK as it would have to read today: its comments and
# @ lines as they are, and a line for each package that the @want line asks for
# or that these depend on. The answer comes from the archive's index, whose
# signature apt checks with Debian's own keys.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
. "$here/debian_archive.sh"

lock=$1
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
directive() { sed -n "s/^@$1 //p" "$lock"; }
suite=$(directive suite)
base=$(mirror "$suite")
[ -n "$base" ] || fail 'no Debian archive is configured on this machine.' \
  "Give apt a source for Debian (any suite will do: its address is used to find $suite)."

mkdir -p "$(cache_root)"
state=$(mktemp -d "$(cache_root)/resolve.XXXXXX")
trap 'rm -rf "$state"' EXIT
trap 'exit 130' INT TERM
mkdir -p "$state/lists/partial" "$state/archives/partial"
echo "deb [signed-by=$keyring] $base $suite main" > "$state/sources.list"

# What is not wanted counts as installed, in a version that satisfies everyone.
for package in $(directive without); do
  cat <<STATUS
Package: $package
Status: install ok installed
Version: 99:9999
Architecture: amd64
Multi-Arch: foreign
Maintainer: nobody <nobody@localhost>
Description: not wanted

STATUS
done > "$state/status"

if ! own_apt "$state" apt-get update > "$state/log" 2>&1; then
  cat "$state/log" >&2
  fail "cannot read the index of Debian $suite from $base (apt's words are above)." \
    'Connect this machine to that mirror, or configure another one in /etc/apt.'
fi

# shellcheck disable=SC2046 # (one word per package)
if ! own_apt "$state" apt-get install --simulate $(directive want) > "$state/log" 2>&1; then
  for want in $(directive want); do
    case $want in *=*) ;; *) continue ;; esac
    now=$(own_apt "$state" apt-cache madison "${want%%=*}" | awk -F' *[|] *' 'NR == 1 { print $2 }')
    case $now in
      ${want#*=}) ;;
      *)
        fail "Debian $suite has no ${want%%=*} ${want#*=} any more: it has ${now:-none}." \
          "Change the @want line of $lock to a version that is there (and .bazelversion, where it is" \
          "Bazel itself), then run tools/bootstrap/update_lock.sh $(basename "$lock" .lock) and the tests."
        ;;
    esac
  done
  cat "$state/log" >&2
  fail "apt cannot resolve the @want line of $lock (its words are above)."
fi

# apt-cache prints one paragraph per package; the order of a lock file is by name.
grep -E '^(#|@|$)' "$lock"
sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' "$state/log" > "$state/packages"
# shellcheck disable=SC2046
own_apt "$state" apt-cache show $(cat "$state/packages") | awk -v suite="$suite" '
  /^Package: / { package = $2 }
  /^Version: / { version = $2 }
  /^Architecture: / { architecture = $2 }
  /^Filename: / { path = $2 }
  /^Size: / { size = $2 }
  /^SHA256: / { sum = $2 }
  /^$/ { paragraph() }
  END { paragraph() }
  function paragraph() {
    if (package != "") print suite, package, version, architecture, path, size, sum
    package = ""
  }' | LC_ALL=C sort -u
