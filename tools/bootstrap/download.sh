# SPDX-License-Identifier: MIT
# Sourced by fetch_debian.sh: brings .deb files into the cache, $debs, by way of
# the directory $partial, so that what stands in the cache is always whole.

download=

# stop_download: ends a download that runs (for when we are interrupted).
stop_download() {
  [ -z "$download" ] || kill "$download" 2>/dev/null || true
}

# bring LOCK: true if every .deb that LOCK names is in the cache in the end.
# Else $partial/missing lists those that are not, and $partial/log says why.
bring() {
  list_missing "$1" > "$partial/missing"
  [ -s "$partial/missing" ] || return 0
  fetch "$(title "$1")"
  list_missing "$1" > "$partial/missing"
  [ ! -s "$partial/missing" ]
}

# list_missing LOCK: the entries whose .deb is not in the cache. One that is
# there but damaged is removed.
list_missing() {
  entries "$1" | while read -r suite package version architecture path size sum; do
    if [ -f "$debs/$sum.deb" ]; then
      ! is_whole "$debs/$sum.deb" "$sum" || continue
      say "$debs/$sum.deb ($package) is damaged: fetching it again"
      rm -f "$debs/$sum.deb"
    fi
    echo "$suite $package $version $architecture $path $size $sum"
  done
}

# is_whole FILE SUM
is_whole() {
  echo "$2  $1" | sha256sum --check --status
}

# fetch TITLE: downloads what $partial/missing lists. What fails or has another
# content is left out.
fetch() {
  total=$(awk '{ n += $6 } END { print n }' "$partial/missing")
  say "fetching $1 from Debian: $(awk 'END { print NR (NR == 1 ? " package" : " packages") }' "$partial/missing"), $(megabytes "$total")"
  set --
  while read -r suite package version architecture path size sum; do
    set_base "$suite"
    set -- "$@" "$base/$path" "$partial/$sum.deb" "SHA256:$sum"
  done < "$partial/missing"
  "$(apt_helper)" -o APT::Sandbox::User= -o Acquire::Retries=3 -o Acquire::http::Timeout=20 \
    download-file "$@" > "$partial/log" 2>&1 9>&- &
  download=$!
  show_progress "$total"
  wait "$download" || true
  download=
  while read -r suite package version architecture path size sum; do
    if [ -f "$partial/$sum.deb" ] && is_whole "$partial/$sum.deb" "$sum"; then
      mv "$partial/$sum.deb" "$debs/$sum.deb"
    fi
  done < "$partial/missing"
}

# set_base SUITE: sets $base to the address of the archive that holds SUITE. (apt
# takes half a second to tell it, so it is asked once, not for each package.)
set_base() {
  [ "${base_suite:-}" != "$1" ] || return 0
  base=$(mirror "$1")
  base_suite=$1
  [ -n "$base" ] || fail 'no Debian archive is configured on this machine (apt-get indextargets names none).' \
    "Give apt a source for Debian, or install: $(instead "$lock")."
}

# show_progress BYTES: until the download ends, how far it is: on a terminal in
# place, else a line at each further quarter. Small downloads pass unsaid.
show_progress() {
  [ "$1" -gt 1000000 ] || return 0
  shown=0
  while kill -0 "$download" 2>/dev/null; do
    sleep 0.2
    percent=$(find "$partial" -name '*.deb*' -type f -printf '%s\n' 2>/dev/null |
      awk -v total="$1" '{ n += $1 } END { p = int(n * 100 / total); print (p > 100 ? 100 : p) }')
    if [ -t 2 ]; then
      printf '\rbazelw: %3d %% of %s ' "$percent" "$(megabytes "$1")" >&2
    elif [ "$percent" -lt 100 ] && [ $((percent / 25)) -gt $((shown / 25)) ]; then
      shown=$percent
      say "$percent % of $(megabytes "$1")"
    fi
  done
  # The line is wiped: what was said before it is enough.
  [ ! -t 2 ] || printf '\r%40s\r' '' >&2
}
