#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: tools/bootstrap/update_lock.sh NAME...
#
# Rewrites tools/bootstrap/NAME.lock to what Debian's archive has today, under
# the rules of its @ lines (change these by hand first), and says what changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
[ $# -gt 0 ] || fail 'usage: tools/bootstrap/update_lock.sh NAME...' \
  "NAME is one of: $(cd "$here" && echo *.lock | sed 's/\.lock//g')"
for name; do
  lock=$here/$name.lock
  [ -f "$lock" ] || fail "there is no $lock." 'Write one with its @title, @instead, @suite, @want, @without and @hold lines.'
  sh "$here/resolve_debian.sh" "$lock" > "$lock.new" || { rm -f "$lock.new"; exit 1; }
  changed=$(diff "$lock" "$lock.new" | sed -n -e 's/^< [^@#]* \([^ ]* [^ ]*\) [^ ]* pool.*/  - \1/p' -e 's/^> [^@#]* \([^ ]* [^ ]*\) [^ ]* pool.*/  + \1/p') || true
  mv "$lock.new" "$lock"
  total=$(entries "$lock" | awk '{ n += $6; files++ } END { printf "%d packages, %.1f MB", files, n / 1e6 }')
  if [ -n "$changed" ]; then
    say "$name.lock has changed ($total):"
    printf '%s\n' "$changed"
  else
    say "$name.lock is up to date ($total)"
  fi
done
