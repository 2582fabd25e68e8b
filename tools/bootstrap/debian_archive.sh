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
# the machine's apt sources; prints nothing where there is none.
mirror() {
  case $1 in
    *-security) archive=debian-security ;;
    *) archive=debian ;;
  esac
  configured_archives | awk -v archive="$archive" '
    { name = $0; sub(/.*\//, "", name) }
    name == archive { print; found = 1; exit }
    # A mirror may have another name, and the security archive stands beside.
    name !~ /security/ && !other { other = $0 }
    END {
      if (found || !other) exit
      if (archive == "debian") print other
      else { sub(/[^\/]*$/, "debian-security", other); print other }
    }'
}

# configured_archives: the addresses of Debian's archives in apt's sources.
configured_archives() {
  # What apt has read an index of tells its origin.
  known=$(apt-get indextargets --format '$(ORIGIN)|$(REPO_URI)' 2>/dev/null | sed -n 's#^Debian|\(.*[^/]\)/*$#\1#p')
  if [ -n "$known" ]; then
    printf '%s\n' "$known"
    return
  fi
  # On a machine where nobody has run `apt-get update` yet, the addresses that
  # this would read have to do: .../debian/dists/SUITE/main/...
  apt-get -o Debug::NoLocking=true update --print-uris 2>/dev/null |
    sed -n "s#^'\(.*/debian\(-security\)\{0,1\}\)/dists/[a-z-]*/main/binary-.*#\1#p"
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
