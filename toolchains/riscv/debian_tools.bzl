# SPDX-License-Identifier: MIT
"""Programs from Debian's packages, unpacked and not installed.

Each program gets a launcher, bin/NAME, that starts it under the packages' own
dynamic loader and libraries: it needs nothing of the machine but its kernel and
/bin/sh. Where packages of Debian cannot be had (no apt, not amd64, no network),
or where BUGO_HOST_TOOLS=1, the launcher runs a program found on PATH: see
host_program.bzl.
"""

load(":host_program.bzl", "refuse_when_locked", "tell_of_host_programs", "use_host_program")

# Keeps of the unpacked packages (in unpacked/) the programs, the libraries that
# their ELF headers ask for, and the data directories.
_KEEP = """
set -eu
unpacked=$PWD/unpacked
loader=$(find "$unpacked" -path '*/x86_64-linux-gnu/ld-linux-x86-64.so.2' | head -n 1)
libraries=$unpacked/lib/x86_64-linux-gnu:$unpacked/usr/lib/x86_64-linux-gnu
mkdir -p bin lib libexec
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
    case $library in
      "$unpacked"/*) ;;
      *) echo "$1: $library is not from the packages" >&2; exit 1 ;;
    esac
    [ -e "lib/${library##*/}" ] || cp -L "$library" lib/
  done
}
while [ "$1" != -- ]; do
  for folder in usr/bin bin usr/sbin; do # (where programs, essential ones and daemons are)
    program=$unpacked/$folder/$1
    [ ! -e "$program" ] || break
  done
  keep_libraries "$program"
  cp -L "$program" "libexec/$1"
  shift
done
shift
for data; do
  mkdir -p "$(dirname "$data")"
  cp -R "$unpacked/$data" "$data"
  find "$data" -xtype l -exec rm -f {} + # (links out of what is kept)
  # (The modules that a program loads at run time have libraries too.)
  find "$data" -type f -name '*.so' | while read -r module; do
    keep_libraries "$PWD/$module"
  done
done
cp "$unpacked/packages.txt" packages.txt
rm -rf "$unpacked" listing
"""

_BUILD = """\
package(default_visibility = ["//visibility:public"])

exports_files(glob(["bin/*"]))

filegroup(
    name = "files",
    srcs = glob(
        ["bin/*", "lib/*", "libexec/*"] + {data},
        allow_empty = True,
        exclude = ["**/* *"],
    ),
)
"""

def _shell_quote(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _launcher(rctx, tool):
    """The text of bin/TOOL for a program from packages; @ is where they are."""
    words = [_shell_quote(word).replace("@", "'\"$here\"'") for word in rctx.attr.arguments.get(tool, [])]
    settings = [
        "{}={}\nexport {}\n".format(name, _shell_quote(value).replace("@", "'\"$here\"'"), name)
        for name, value in rctx.attr.environment.items()
    ]
    return """\
#!/bin/sh
here=$(cd "${{0%/*}}/.." && pwd)
{settings}exec "$here/lib/ld-linux-x86-64.so.2" --inhibit-cache --library-path "$here/lib" \\
  --argv0 {tool} "$here/libexec/{tool}" {words}"$@"
""".format(settings = "".join(settings), tool = tool, words = "".join([word + " " for word in words]))

def _numbers(version):
    return [int(part) for part in version.split(".") if part.isdigit()]

def _version_of(rctx, program):
    """The first word like 7.2 or 7.2.22 in what PROGRAM --version prints."""
    result = rctx.execute([program, "--version"])
    for word in (result.stdout + " " + result.stderr).replace("\n", " ").replace("(", " ").replace(")", " ").replace(",", " ").split(" "):
        if word[:1].isdigit() and "." in word:
            return word.split("-")[0].split("+")[0]
    return "unknown"

def _from_path(rctx, why, remedy):
    """Launchers that run what PATH has, or a failure that says what to install."""
    refuse_when_locked(rctx, why)
    title, instead = "", ""
    for line in rctx.read(rctx.attr.lock).split("\n"):
        if line.startswith("@title "):
            title = line[len("@title "):]
        if line.startswith("@instead "):
            instead = line[len("@instead "):]
    used = []
    for tool, alternatives in rctx.attr.tools.items():
        least = rctx.attr.min_version.get(tool)
        chosen, too_old = None, []
        for name in [tool] + alternatives:
            program = rctx.which(name)
            if not program:
                continue
            if least:
                version = _version_of(rctx, program)
                if _numbers(version) < _numbers(least):
                    too_old.append("{} is version {}".format(program, version))
                    continue
            chosen = program
            break
        if not chosen:
            problem = "{} is too old: {}; this build needs {} or newer".format(tool, ", ".join(too_old), least) if too_old else "{} is missing: there is no {} on PATH".format(tool, " or ".join([tool] + alternatives))
            fail("\n\n{problem}, and the packages of Debian ({title}, {lock}) cannot be used: {why}\nInstall {instead}, or {remedy}.\n".format(
                problem = problem,
                title = title,
                lock = str(rctx.attr.lock).replace("@@", ""),
                why = why.strip(),
                instead = instead,
                remedy = remedy,
            ))
        use_host_program(rctx, tool, chosen)
        used.append(chosen)
    tell_of_host_programs(rctx.attr.lock, used, why)

def _debian_tools_impl(rctx):
    bootstrap = rctx.path(rctx.attr._fetch).dirname
    for script in rctx.attr._scripts:
        rctx.watch(script)
    rctx.watch(rctx.attr.lock)

    # (Both change what is fetched, so both must be known to Bazel.)
    forced, _locked = rctx.getenv("BUGO_HOST_TOOLS"), rctx.getenv("BUGO_LOCKED")

    why, remedy = "", "build on Debian (amd64) with its archive reachable"
    if forced == "1":
        why, remedy = "BUGO_HOST_TOOLS=1 asks for what PATH has.", "unset BUGO_HOST_TOOLS"
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
    if not why:
        result = rctx.execute(["sh", "-c", _KEEP, "sh"] + rctx.attr.tools.keys() + ["--"] + rctx.attr.data, timeout = 600)
        if result.return_code:
            fail("\n\n{}: {}".format(rctx.attr.lock, result.stderr))
        for tool in rctx.attr.tools:
            rctx.file("bin/" + tool, _launcher(rctx, tool), executable = True)
    else:
        rctx.delete("unpacked")
        _from_path(rctx, why, remedy)
    rctx.file("BUILD.bazel", _BUILD.format(data = [] if why else [data + "/**" for data in rctx.attr.data]))

debian_tools = repository_rule(
    implementation = _debian_tools_impl,
    doc = "A repository of programs: @NAME//:bin/TOOL for each, @NAME//:files for all they need.",
    attrs = {
        "arguments": attr.string_list_dict(doc = "tool -> arguments that always come first; @ stands for the repository's directory"),
        "data": attr.string_list(doc = "directories of the packages to keep, such as usr/share/gdb"),
        "environment": attr.string_dict(doc = "environment variables of the tools; @ stands for the repository's directory"),
        "lock": attr.label(mandatory = True, allow_single_file = [".lock"], doc = "the packages: see //tools/bootstrap"),
        "min_version": attr.string_dict(doc = "tool -> the oldest version that will do when it is found on PATH"),
        "tools": attr.string_list_dict(mandatory = True, doc = "program -> other names that it has on PATH"),
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
