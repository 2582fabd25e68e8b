# SPDX-License-Identifier: MIT
# Sourced after report.sh: the Debian archive as this machine is configured to
# reach it, without root and without a change to the machine's own packages.

# can_unpack_debian: true if packages of Debian can be fetched and unpacked here.
can_unpack_debian() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null &&
    [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ]
}

# apt_helper: apt's own downloader, which is not on PATH.
apt_helper() {
  command -v apt-helper || printf '%s\n' /usr/lib/apt/apt-helper
}

# mirror SUITE: the address of the archive that holds SUITE, as configured in
# the machine's apt sources; fails where there is none.
mirror() {
  case $1 in
    *-security) archive=debian-security ;;
    *) archive=debian ;;
  esac
  # (Before the first `apt-get update` only the address is known, not the origin.)
  apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)' 2>/dev/null |
    awk -F'|' -v archive="$archive" '
      { address = $2; sub(/\/+$/, "", address); name = address; sub(/.*\//, "", name) }
      ($1 == "Debian" || $1 == "") && name == archive { print address; found = 1; exit }
      # The security archive stands beside the main one.
      ($1 == "Debian" || $1 == "") && name == "debian" && !beside { beside = address "-security" }
      $1 == "Debian" && name !~ /security/ && !other { other = address }
      END {
        if (found) exit
        if (archive == "debian-security" && beside) print beside
        else if (archive == "debian" && other) print other
      }'
}

# own_apt STATE COMMAND ARG...: an apt program (apt-get, apt-cache) that reads
# and writes only below STATE: its sources, lists, package status and cache.
# Check-Valid-Until is off, as a mirror may stand still; signatures are checked.
own_apt() {
  state=$1
  command=$2
  shift 2
  "$command" -q \
    -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State="$state" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state" -o Dir::Cache::archives="$state/archives" \
    -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false \
    -o Acquire::Check-Valid-Until=false -o Acquire::Retries=3 -o Acquire::http::Timeout=20 \
    -o APT::Update::Error-Mode=any -o APT::Update::Post-Invoke::=true \
    -o APT::Sandbox::User= -o APT::Architecture=amd64 -o APT::Install-Recommends=false \
    -o Debug::NoLocking=true "$@"
}
