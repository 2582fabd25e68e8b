#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: find_certificates.sh [--any]
#
# Prints the path of a bundle of certificate authorities for the go command's
# https, or nothing where the machine has what Go looks for by itself; with --any,
# that too. A minimal Debian has none: then Debian's, unpacked into the cache.
# BUGO_CERTIFICATES=unpack takes these in any case.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"
. "$here/debian_archive.sh"

# found BUNDLE: this machine has it. Go finds it by itself.
found() {
  [ "$any" = 0 ] || printf '%s\n' "$1"
  exit 0
}

any=0
[ "${1:-}" != --any ] || any=1
# Where Go looks (crypto/x509, root_linux.go), and what a user may have said.
if [ "${BUGO_CERTIFICATES:-}" != unpack ]; then
  [ -z "${SSL_CERT_FILE:-}" ] || found "$SSL_CERT_FILE"
  [ -z "${SSL_CERT_DIR:-}" ] || [ "$any" = 1 ] || exit 0
  for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem \
    /etc/pki/tls/cacert.pem /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/ssl/cert.pem; do
    [ ! -s "$bundle" ] || found "$bundle"
  done
fi

lock=$here/ca_certificates.lock
dir=$(cache_root)/ca_certificates-$(content_key "$lock" "$here/find_certificates.sh")
bundle=$dir/tree/bundle.crt
use() {
  usable "$dir" "$lock" packages.txt || return 1
  printf '%s\n' "$bundle"
}
use && exit
can_unpack_debian || exit 0 # the go command will say what it lacks
take_lock ca_certificates
use && exit
clear_tree "$dir"
say "no certificate authorities on this machine: using Debian's, unpacked"
sh "$here/fetch_debian.sh" "$lock" "$dir/tree"
cat "$dir"/tree/usr/share/ca-certificates/mozilla/*.crt > "$bundle"
seal "$dir"
printf '%s\n' "$bundle"
