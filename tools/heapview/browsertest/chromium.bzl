# SPDX-License-Identifier: MIT
"""A headless Chromium and a font, from Debian's packages, unpacked and not installed.

The launcher bin/chromium-headless-shell needs nothing of the machine but its
kernel and /bin/sh. Chromium starts itself again for its child processes, and
finds its data beside its program: so it cannot be run by its loader, as the
tools of //toolchains/riscv:debian_tools.bzl are. Instead patchelf writes the
loader's place and the way to the libraries into the program.

Where packages of Debian cannot be had (no apt, not amd64, no network), or where
BUGO_HOST_TOOLS=1, the launcher runs a Chromium found on PATH.
"""

load("//toolchains/riscv:host_program.bzl", "refuse_when_locked", "tell_of_host_programs", "use_host_program")

_ON_PATH = [
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
]

# Keeps of the unpacked packages (in unpacked/) Chromium's own directory, the
# libraries that it asks for, and the fonts.
_KEEP = """
set -eu
unpacked=$PWD/unpacked
loader=$(find "$unpacked" -path '*/x86_64-linux-gnu/ld-linux-x86-64.so.2' | head -n 1)
usr=$unpacked/usr/lib/x86_64-linux-gnu
libraries=$unpacked/lib/x86_64-linux-gnu:$usr:$usr/pulseaudio:$usr/nss
mkdir -p bin lib chromium/locales fonts
cp -L "$loader" lib/
keep_libraries() { # keep_libraries ELF: (--list reads ELF headers and runs nothing)
  "$loader" --inhibit-cache --library-path "$libraries" --list "$1" > listing || {
    cat listing >&2
    echo "$1: its libraries cannot be listed" >&2
    exit 1
  }
  if grep 'not found' listing >&2; then
    echo "$1: a library is missing from the packages" >&2
    exit 1
  fi
  sed -n 's/.* => \\(.*\\) (0x.*/\\1/p' listing | while read -r library; do
    [ -e "lib/${library##*/}" ] || cp -L "$library" lib/
  done
}
for file in chromium-headless-shell icudtl.dat snapshot_blob.bin v8_context_snapshot.bin \\
  headless_lib_data.pak headless_lib_strings.pak headless_command_resources.pak \\
  resources.pak chrome_100_percent.pak locales/en-US.pak; do
  if [ -e "$unpacked/usr/lib/chromium/$file" ]; then
    cp -L "$unpacked/usr/lib/chromium/$file" "chromium/$file"
  fi
done
keep_libraries "$PWD/chromium/chromium-headless-shell"
# (NSS loads these at run time.)
for module in "$usr"/libsoftokn3.so "$usr"/libfreebl3.so "$usr"/libfreeblpriv3.so \\
  "$usr"/nss/libsoftokn3.so "$usr"/nss/libfreebl3.so "$usr"/nss/libfreeblpriv3.so; do
  [ ! -e "$module" ] || { keep_libraries "$module"; cp -L "$module" lib/; }
done
patch() {
  "$loader" --inhibit-cache --library-path "$libraries" "$unpacked/usr/bin/patchelf" "$@"
}
# (The launcher goes where this is found: no file has a path of this machine.)
patch --set-interpreter lib/ld-linux-x86-64.so.2 --force-rpath --set-rpath '$ORIGIN/../lib' \\
  chromium/chromium-headless-shell
# (A library that says itself where to look would not look here.)
for library in lib/*; do
  [ -z "$(patch --print-rpath "$library")" ] || patch --remove-rpath "$library"
done
find "$unpacked/usr/share/fonts" -name '*.ttf' -exec cp -L {} fonts/ ';'
cp "$unpacked/packages.txt" packages.txt
rm -rf "$unpacked" listing
"""

# What is beside this file.
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
"""

_LAUNCHER = """\
#!/bin/sh
here=$(cd "${0%/*}/.." && pwd)
FONTCONFIG_FILE=$here/fonts.conf
export FONTCONFIG_FILE
cd "$here" && exec chromium/chromium-headless-shell "$@"
"""

_BUILD = """\
package(default_visibility = ["//visibility:public"])

exports_files(["bin/chromium-headless-shell"])

filegroup(
    name = "files",
    srcs = glob(
        ["bin/*", "lib/*", "chromium/**", "fonts/*", "fonts.conf"],
        allow_empty = True,
    ),
)
"""

def _from_path(rctx, why):
    """A launcher that runs what PATH has, or a failure that says what to install."""
    refuse_when_locked(rctx, why)
    for name in _ON_PATH:
        program = rctx.which(name)
        if program:
            use_host_program(rctx, "chromium-headless-shell", program)
            tell_of_host_programs(rctx.attr.lock, [program], why)
            return
    fail("\n\nChromium is missing: there is no {names} on PATH, and the packages of Debian ({lock}) cannot be used: {why}\nInstall a headless Chromium, or build on Debian (amd64) with its archive reachable.\n".format(
        lock = str(rctx.attr.lock).replace("@@", ""),
        names = " or ".join(_ON_PATH),
        why = why.strip(),
    ))

def _chromium_impl(rctx):
    bootstrap = rctx.path(rctx.attr._fetch).dirname
    for script in rctx.attr._scripts:
        rctx.watch(script)
    rctx.watch(rctx.attr.lock)

    # (Both change what is fetched, so both must be known to Bazel.)
    forced, _locked = rctx.getenv("BUGO_HOST_TOOLS"), rctx.getenv("BUGO_LOCKED")

    why = ""
    if forced == "1":
        why = "BUGO_HOST_TOOLS=1 asks for what PATH has."
    elif not (rctx.which("apt-get") and rctx.which("dpkg-deb") and rctx.os.arch in ("amd64", "x86_64")):
        why = "this is not Debian on amd64."
    else:
        rctx.report_progress("fetching {}".format(rctx.attr.lock.name))
        result = rctx.execute(
            ["sh", bootstrap.get_child("fetch_debian.sh"), rctx.path(rctx.attr.lock), "unpacked"],
            timeout = 3600,
        )
        if result.return_code:
            why = result.stderr
        else:
            for line in result.stderr.split("\n"):
                if "moved on" in line:
                    print(line)  # buildifier: disable=print
    if why:
        rctx.delete("unpacked")
        _from_path(rctx, why)
    else:
        result = rctx.execute(["sh", "-c", _KEEP], timeout = 600)
        if result.return_code:
            fail("\n\n{}: {}".format(rctx.attr.lock, result.stderr))
        rctx.file("fonts.conf", _FONTS, executable = False)
        rctx.file("bin/chromium-headless-shell", _LAUNCHER, executable = True)
    rctx.file("BUILD.bazel", _BUILD, executable = False)

chromium_headless_shell = repository_rule(
    implementation = _chromium_impl,
    doc = "@NAME//:bin/chromium-headless-shell, and @NAME//:files for all it needs.",
    attrs = {
        "lock": attr.label(mandatory = True, allow_single_file = [".lock"], doc = "the packages: see //tools/bootstrap"),
        "_fetch": attr.label(default = "//tools/bootstrap:fetch_debian.sh", allow_single_file = True),
        "_scripts": attr.label_list(
            allow_files = True,
            default = ["//tools/bootstrap:" + script for script in [
                "cache.sh",
                "debian_archive.sh",
                "download.sh",
                "drift.sh",
                "fetch_debian.sh",
                "report.sh",
                "resolve_debian.sh",
            ]],
        ),
    },
)
