# SPDX-License-Identifier: MIT
# Sourced by ../../bazelw after report.sh and network.sh: which Bazel to run.

# ask_version PROGRAM SECONDS: what `PROGRAM --version` prints. It is asked
# outside of this workspace and with the hook switched off, so that Bazel's
# packaged launcher cannot come back to us; the version is named for launchers
# that choose among several.
ask_version() {
  (
    cd /
    export BUGO_BAZELW=asking BAZELISK_SKIP_WRAPPER=true USE_BAZEL_VERSION="$version"
    unset BAZEL_REAL
    within "$2" "$1" --version </dev/null 2>/dev/null
  )
}

# is_bazelisk PROGRAM: true if PROGRAM, whatever its name, is bazelisk.
is_bazelisk() {
  case ${1##*/} in
    bazelisk*) return 0 ;;
  esac
  grep -q -a bazelbuild/bazelisk "$1" 2>/dev/null
}

# bazelisk_keeps VERSION: true if bazelisk has fetched that Bazel already.
bazelisk_keeps() {
  for kept in "${BAZELISK_HOME:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/bazelisk}"/downloads/metadata/*/bazel-"$1"-*; do
    [ ! -e "$kept" ] || return 0
  done
  return 1
}

# choose_bazel VERSION: sets $bazel to a program that is Bazel of that version,
# $origin to words that say where it comes from, $may_call_hook to 1 where the
# program may be a launcher, which would run tools/bazel in Bazel's place, and
# $unpacked to 1 where it is Debian's, unpacked, with a Java of its own.
choose_bazel() {
  version=$1
  unpacked=0
  on_path=$(command -v bazel || true)

  # 1. A bazel of that version: the one that a launcher chose before it called
  # our hook, or the one on PATH.
  for candidate in "${BAZEL_REAL:-}" "$on_path"; do
    may_call_hook=1
    [ "$candidate" != "${BAZEL_REAL:-}" ] || may_call_hook=0
    if [ -n "$candidate" ] && [ -x "$candidate" ] && ! is_bazelisk "$candidate" &&
      [ "$(ask_version "$candidate" 20)" = "bazel $version" ]; then
      bazel=$candidate
      origin=$candidate
      return
    fi
  done

  may_call_hook=1
  # 2. Bazelisk, where its download works. (Asking for the version downloads.)
  for candidate in "$(command -v bazelisk || true)" "$on_path"; do
    if [ -z "$candidate" ] || ! is_bazelisk "$candidate"; then
      continue
    fi
    if ! bazelisk_keeps "$version"; then
      reachable "$(bazelisk_host)" || continue
      say "fetching Bazel $version with $candidate"
    fi
    if [ "$(ask_version "$candidate" 900)" = "bazel $version" ]; then
      export USE_BAZEL_VERSION="$version"
      bazel=$candidate
      origin=$candidate
      return
    fi
    say "$candidate cannot fetch Bazel $version"
  done

  # 3. Debian's packages.
  may_call_hook=0
  can_unpack_debian || fail "there is no Bazel $version here: none on PATH, and no bazelisk whose download works." \
    "Install bazelisk (or Bazel $version itself). On Debian (amd64) this script fetches it without them."
  unpacked=1
  bazel=$(sh "$bootstrap/debian_bazel.sh") || exit 1
  origin="Debian's packages"
}
