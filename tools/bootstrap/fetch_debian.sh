#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: fetch_debian.sh LOCK DIR
#
# Unpacks the packages that the lock file LOCK names below DIR. Nothing is
# installed and no root is needed. Each .deb is checked against its sha256 and
# kept in the cache (debs/SHA256.deb), so that it is fetched once.
#
# The packages are fetched by their path in the archive, without its index. Only
# where the archive no longer has one of them, the index is read (and its
# signature checked) and the newest revisions of the same upstream versions are
# taken; one line says so. With BUGO_LOCKED=1 that is an error.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
. "$here/debian_archive.sh"
. "$here/drift.sh"
. "$here/download.sh"

lock=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
name=$(basename "$lock" .lock)
debs=$(cache_root)/debs
can_unpack_debian || fail 'packages of Debian cannot be unpacked here: apt-get, dpkg-deb and an amd64 machine are needed.' \
  "Install: $(instead "$lock")."
take_lock "debian-$name"
mkdir -p "$debs"
partial=$(mktemp -d "$(cache_root)/partial.XXXXXX")
trap 'stop_download; rm -rf "$partial"' EXIT
trap 'exit 130' INT TERM
# What a run that was killed left behind.
find "$(cache_root)" -maxdepth 1 \( -name 'partial.*' -o -name 'resolve.*' \) -mmin +600 -exec rm -rf {} +

# Once the archive has moved on, what was taken then is taken again.
drifted=$(cache_root)/drift/$name-$(content_key "$lock").lock
effective=$lock
if [ "${BUGO_LOCKED:-}" != 1 ] && [ -f "$drifted" ]; then
  effective=$drifted
fi
if ! bring "$effective"; then
  adopt_drift "$lock" "$partial/missing" "$partial/log" "$partial/drifted.lock"
  effective=$partial/drifted.lock
  if ! bring "$effective"; then
    cat "$partial/log" >&2
    fail "Debian's archive does not serve what its own index names: $(names_of "$partial/missing")." \
      'The mirror may be in the middle of an update: try again in an hour.'
  fi
  mkdir -p "${drifted%/*}"
  mv "$effective" "$drifted"
  effective=$drifted
fi

export debs dir
entries "$effective" | awk '{ print $7 }' | xargs -n 1 -P "$(nproc)" sh -c 'dpkg-deb -x "$debs/$1.deb" "$dir"' sh ||
  fail "cannot unpack the packages of $lock below $dir (the words of dpkg-deb are above)." 'Is the disk full?'
# Documents and translations: no program here reads them.
for unread in doc doc-base info lintian locale man; do
  rm -rf "$dir/usr/share/$unread"
done
entries "$effective" > "$dir/packages.txt"
