#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: trust_store.sh
#
# Prints the path of a Java key store with the certificate authorities that this
# machine trusts, for the JVM of Debian's Bazel. The JDK's own, lib/security/cacerts,
# is a link to what Debian makes when a JDK is installed: nothing is installed here,
# and without a store the JVM trusts nobody, so that Bazel's https fails.
#
# Where the machine has that file, it is used. Else the store is made of the bundle
# that the go command uses. The format is JKS: all numbers big-endian,
#   FEEDFEED, version 2, number of entries
#   entry: 2 (a trusted certificate), alias, date, "X.509", length, certificate
#   SHA-1 of the password in UTF-16, the words "Mighty Aphrodite", and all before
# where texts have their length in two bytes before them. The password is Java's
# usual one: there is no secret in it. (The JDK's keytool takes one certificate each
# time that it starts.) Nothing is printed where there are no certificates: Bazel will
# say what it lacks, if it needs them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"

of_java=/etc/ssl/certs/java/cacerts
if [ "${BUGO_CERTIFICATES:-}" != unpack ] && [ -z "${SSL_CERT_FILE:-}" ] && [ -s "$of_java" ]; then
  printf '%s\n' "$of_java"
  exit
fi

bundle=$(sh "$here/find_certificates.sh" --any)
[ -s "$bundle" ] || exit 0
if ! grep -q '^-----BEGIN CERTIFICATE-----' "$bundle"; then
  say "$bundle holds no certificate in PEM format: Bazel's https will trust nobody"
  exit
fi
dir=$(cache_root)/trust_store-$(content_key "$bundle" "$here/trust_store.sh")
store=$dir/tree/cacerts.jks
use() {
  usable "$dir" "$bundle" - || return 1
  printf '%s\n' "$store"
}
# (It is made of no packages, which --locked could compare.)
unset BUGO_LOCKED
use && exit
take_lock trust_store
use && exit
clear_tree "$dir"

# byte NUMBER..., u2 NUMBER, u4 NUMBER, text WORD: as the format has them.
byte() { for number; do printf "\\$(printf %03o "$number")"; done; }
u2() { byte $(($1 / 256)) $(($1 % 256)); }
u4() { u2 $(($1 / 65536)) && u2 $(($1 % 65536)); }
text() { u2 ${#1} && printf %s "$1"; }

# Each certificate of the bundle, decoded, in a file of its own.
parts=$dir/parts
mkdir "$parts"
awk -v parts="$parts" '
  /^-----BEGIN CERTIFICATE-----/ { file = sprintf("%s/%04d", parts, ++count); next }
  /^-----END CERTIFICATE-----/ { close(file); file = ""; next }
  file { print > file }' "$bundle"
count=0
for part in "$parts"/*; do
  count=$((count + 1))
  base64 -d "$part" > "$part.der" || fail "certificate $count of $bundle is no base64." 'Is it a file in PEM format?'
done
{
  byte 254 237 254 237
  u4 2
  u4 "$count"
  for part in "$parts"/*.der; do
    u4 2
    name=${part##*/}
    text "${name%.der}"
    u4 0 && u4 0
    text X.509
    u4 "$(wc -c < "$part")"
    cat "$part"
  done
} > "$dir/body"
sum=$({ printf 'c\000h\000a\000n\000g\000e\000i\000t' | { byte 0; cat; } && printf 'Mighty Aphrodite' && cat "$dir/body"; } | sha1sum)
{
  cat "$dir/body"
  rest=${sum%% *}
  while [ -n "$rest" ]; do
    pair=${rest%"${rest#??}"}
    byte "0x$pair"
    rest=${rest#??}
  done
} > "$store"
rm -rf "$parts" "$dir/body"
seal "$dir"
printf '%s\n' "$store"
