# SPDX-License-Identifier: MIT
# Sourced after report.sh: the cache directory, and how a tree in it is made,
# sealed and checked, so that half of a tree is never used.
#
# A tree is a directory DIR with
#   DIR/tree    the files
#   DIR/sums    the sha256 of each of them
#   DIR/seal    mode, size, time and name of each; written last, so that a tree
#               without a seal is one whose making was interrupted
# A seal is compared at every start (some 10 ms for Bazel's tree). Where it
# disagrees, the sums decide whether the tree is whole.

# cache_root: where everything is kept that can be fetched again.
cache_root() {
  if [ -n "${BUGO_CACHE:-}" ]; then
    printf '%s\n' "$BUGO_CACHE"
  elif [ -n "${XDG_CACHE_HOME:-}" ]; then
    printf '%s\n' "$XDG_CACHE_HOME/bugo"
  elif [ -n "${HOME:-}" ]; then
    printf '%s\n' "$HOME/.cache/bugo"
  else
    fail 'no cache directory: HOME, XDG_CACHE_HOME and BUGO_CACHE are all unset.' \
      'Set BUGO_CACHE to a directory with room for 2 GB.'
  fi
}

# content_key FILE...: a short name for the content of these files.
content_key() {
  cat "$@" | sha256sum | cut -c1-12
}

# take_lock NAME: waits until no other run works on NAME. The lock is held by
# file descriptor 9 and ends with the script. (Programs that may outlive it are
# started with 9>&-.)
take_lock() {
  mkdir -p "$(cache_root)/locks" ||
    fail "cannot write to the cache directory $(cache_root)." 'Set BUGO_CACHE to one that is yours.'
  exec 9>"$(cache_root)/locks/$1"
  if ! flock -n 9; then
    say "another run is fetching $1: waiting for it"
    flock 9
  fi
}

# describe DIR: the seal that DIR/tree should have. It begins with DIR itself:
# what is unpacked holds absolute paths, so a moved tree is not whole.
describe() {
  printf '%s\n' "$1"
  (cd "$1/tree" && find . \
    \( -type f -printf 'f %m %s %Ts %P\n' \) -o \( -type l -printf 'l %l %P\n' \)) | LC_ALL=C sort
}

# seal DIR: declares DIR/tree complete.
seal() {
  (cd "$1/tree" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum) > "$1/sums"
  describe "$1" > "$1/seal.new"
  mv "$1/seal.new" "$1/seal"
}

# sealed DIR: true if DIR/tree looks exactly as it did when it was sealed.
sealed() {
  [ -f "$1/seal" ] && [ -f "$1/sums" ] && describe "$1" 2>/dev/null | cmp -s - "$1/seal"
}

# whole DIR: true if every file has the content that it was sealed with and
# nothing is missing or added.
whole() {
  [ -f "$1/seal" ] && [ -f "$1/sums" ] && [ -d "$1/tree" ] || return 1
  # The times may differ (a cache that was copied); all else may not.
  describe "$1" | sed 's/^\(f [0-9]* [0-9]*\) [0-9]*/\1/' > "$1/seal.now"
  sed 's/^\(f [0-9]* [0-9]*\) [0-9]*/\1/' "$1/seal" | cmp -s - "$1/seal.now" &&
    (cd "$1/tree" && sha256sum --check --quiet --status) < "$1/sums" || return 1
  rm -f "$1/seal.now"
}

# usable DIR LOCK PACKAGES: true if DIR can be used as it is. Where the seal
# disagrees, or with BUGO_CHECK=1 (./bazelw --check), every file is read. With
# BUGO_LOCKED=1 the packages in it, which the file PACKAGES in DIR/tree lists,
# must be those of LOCK. Else $unusable says what is wrong, if DIR was ever made.
usable() {
  unusable=
  [ -e "$1/seal" ] || return 1
  if [ "${BUGO_CHECK:-}" = 1 ] || ! sealed "$1"; then
    if ! whole "$1"; then
      unusable='is damaged'
      return 1
    fi
    describe "$1" > "$1/seal.new" && mv "$1/seal.new" "$1/seal"
    say "every file of $1 was read: it is whole"
  fi
  if [ "${BUGO_LOCKED:-}" = 1 ] && ! entries "$2" | cmp -s - "$1/tree/$3"; then
    unusable="is not made of what $(basename "$2") names"
    return 1
  fi
  touch "$1/used" 2>/dev/null || true
}

# entries LOCK: the lines of a lock file, without comments and @ lines.
entries() {
  grep -Ev '^(#|@|$)' "$1"
}

# clear_tree DIR: makes way for a new tree in DIR, which is NAME-KEY, and removes
# trees of NAME that nobody has used for a month.
clear_tree() {
  [ -z "$unusable" ] || say "$1 $unusable: making it anew"
  find "$(cache_root)" -mindepth 2 -maxdepth 2 -path "${1%-*}-*/used" -mtime +30 | while read -r used; do
    say "removing ${used%/used}: it was last used more than a month ago"
    rm -rf "${used%/used}"
  done
  rm -f "$1/seal"
  rm -rf "$1"
  mkdir -p "$1/tree"
}
