# SPDX-License-Identifier: MIT
# Sourced after report.sh and cache.sh: what of the open network can be reached.
# A check takes some ms where the answer is yes or "no such name". Where it took
# seconds to learn that nothing answers, that is remembered for ten minutes.

# within SECONDS COMMAND...: runs the command, for so long at most.
within() {
  seconds=$1
  shift
  if command -v timeout >/dev/null; then
    timeout "$seconds" "$@"
  else
    "$@"
  fi
}

# reachable HOST: true if HOST has an address and answers on its https port, or
# if a proxy is configured that may do so in our place.
reachable() {
  if [ -n "${HTTPS_PROXY:-}${https_proxy:-}" ]; then
    return 0
  fi
  # (A machine without getent is no Linux: nothing can be unpacked there, so
  # the network is all it has.)
  command -v getent >/dev/null || return 0
  within 3 getent hosts "$1" >/dev/null 2>&1 || return 1
  # (The shell may have no way to connect: then the name alone must do.)
  command -v bash >/dev/null || return 0
  within 3 bash -c 'exec 3<>"/dev/tcp/$1/443"' bash "$1" 2>/dev/null
}

# registry_open: true if Bazel can resolve modules from its central registry,
# whose answers point to files on GitHub. BUGO_REGISTRY=open or =closed decides
# without asking.
registry_open() {
  case ${BUGO_REGISTRY:-} in
    open) return 0 ;;
    closed) return 1 ;;
    '') ;;
    *) fail "BUGO_REGISTRY is $BUGO_REGISTRY." 'It may be open or closed, or unset to find out.' ;;
  esac
  memory=$(cache_root)/registry
  mkdir -p "$memory" || fail "cannot write to the cache directory $(cache_root)." 'Set BUGO_CACHE to one that is yours.'
  [ -z "$(find "$memory" -name silent -mmin -10)" ] || return 1
  asked=$(date +%s)
  if reachable bcr.bazel.build && reachable github.com; then
    rm -f "$memory/silent"
    : > "$memory/was-open"
    return 0
  fi
  [ $(($(date +%s) - asked)) -lt 2 ] || : > "$memory/silent"
  return 1
}

# registry_was_open: true if the registry answered on an earlier day, so that
# Bazel has what it needs of it (a machine that is on a train, say).
registry_was_open() {
  [ -z "${BUGO_REGISTRY:-}" ] && [ -e "$(cache_root)/registry/was-open" ]
}

# bazelisk_host: the host from which bazelisk fetches Bazel.
bazelisk_host() {
  printf '%s\n' "${BAZELISK_BASE_URL:-https://github.com}" | sed -e 's#^[a-z]*://##' -e 's#[/:].*##'
}
