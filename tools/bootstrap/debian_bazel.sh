#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: debian_bazel.sh
#
# Prints the path of a launcher that runs Bazel, made from Debian's packages
# without installing them: fetches what bazel.lock names, unpacks it into the
# cache and repoints its programs to their own dynamic loader and libraries, so
# that they run on any Debian. Needs neither root nor namespaces.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/report.sh"
. "$here/cache.sh"

lock=$here/bazel.lock
dir=$(cache_root)/bazel-$(content_key "$lock" "$here/debian_bazel.sh")
use() {
  usable "$dir" "$lock" packages.txt || return 1
  printf '%s\n' "$dir/tree/launch"
}
use && exit
take_lock bazel
use && exit

# Servers that run on damaged files may never answer again, not even to end.
if [ -n "$unusable" ]; then
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe" 2>/dev/null || true) in
      "$dir"/tree/*/bin/java*)
        say "ending the Bazel server ${process#/proc/}, which runs on what is replaced"
        kill -9 "${process#/proc/}" 2>/dev/null || true
        ;;
    esac
  done
fi
clear_tree "$dir"
tree=$dir/tree
sh "$here/fetch_debian.sh" "$lock" "$tree"

# The packages take it for granted that /lib is /usr/lib.
for link in lib lib64 bin sbin; do
  [ -e "$tree/$link" ] || ln -s "usr/$link" "$tree/$link"
done
find "$tree" -type l -lname '/*' | while read -r link; do
  ln -sfn "$tree$(readlink "$link")" "$link"
done

libraries=$tree/usr/lib/x86_64-linux-gnu
loader=$libraries/ld-linux-x86-64.so.2
java=$(echo "$tree"/usr/lib/jvm/java-[0-9][0-9]-openjdk-amd64)
repoint() { # repoint RPATH PROGRAM
  "$loader" --library-path "$libraries" "$tree/usr/bin/patchelf" \
    --set-interpreter "$loader" --force-rpath --set-rpath "$1" "$2" ||
    fail "cannot repoint $2 to its own libraries."
}
for program in "$tree/usr/bin/bazel" "$tree"/usr/libexec/x86_64-linux-gnu/bazel/*; do
  repoint "$libraries" "$program"
done
repoint "\$ORIGIN:\$ORIGIN/../lib:$libraries" "$java/bin/java"
repoint "\$ORIGIN:$libraries" "$java/lib/jspawnhelper"

# The server's class path, and the jars that those jars name by absolute path.
# (Without one of them the server dies at once and the client waits two minutes.)
class_path=$tree/usr/share/bazel/bazel_classpath_debian_depends.txt
sed -i "s#^/usr#$tree/usr#" "$class_path"
for jar in perfmark-api protobuf animal-sniffer-annotations error-prone-annotations; do
  printf '%s\n' "$tree/usr/share/java/$jar.jar"
done >> "$class_path"

# Each making has an install base of another name: where a damaged tree was made
# anew, a server that still runs on the damaged files is thereby replaced.
install_base=$tree/usr/share/bazel-made-$(date +%s)
ln -s bazel "$install_base"
cat > "$tree/bazelrc" <<RC
startup --install_base="$install_base" --trust_install_base --server_javabase="$java"
RC
# (Bazel answers --version only where that is its one argument.)
cat > "$tree/launch" <<LAUNCH
#!/bin/sh
if [ "\$*" = --version ]; then
  echo "bazel $(cat "$tree/usr/share/bazel/build-label.txt")"
  exit
fi
exec "$tree/usr/bin/bazel" --nosystem_rc --bazelrc="$tree/bazelrc" "\$@"
LAUNCH
chmod +x "$tree/launch"
"$loader" --list "$tree/usr/bin/bazel" >/dev/null && "$java/bin/java" -version 2>/dev/null ||
  fail "the Bazel unpacked into $tree does not start." 'If it happens again: install Bazel or bazelisk.'
seal "$dir"
say "unpacked into $dir ($(du -sm "$dir" | cut -f1) MB)"
printf '%s\n' "$tree/launch"
