# SPDX-License-Identifier: MIT
"""The Go SDK, as the Go module proxy serves it to any go command.

A go command (of any version that knows toolchains: 1.21 or newer; Debian's,
unpacked, where PATH has none) fetches the module golang.org/toolchain from
wherever GOPROXY says and checks it against the checksum database. Here it is
checked against the sum in MODULE.bazel too.
"""

# The module cache is read-only, keeps no mode bits and spells go.mod "_go.mod".
# The go command puts that right when it first uses a toolchain, and so do we.
_COPY = """
set -eu
cp -R "$1"/. .
chmod -R u+w .
chmod +x bin/* pkg/tool/*/*
for file in src/_go.mod src/cmd/_go.mod; do
  [ ! -f "$file" ] || cp "$file" "${file%_go.mod}go.mod"
done
"""

def _host(rctx):
    os = rctx.os.name
    os = "darwin" if os == "mac os x" else "windows" if os.startswith("windows") else os
    return os + "-" + {"aarch64": "arm64", "x86_64": "amd64"}.get(rctx.os.arch, rctx.os.arch)

def _go_module_sdk_impl(rctx):
    host = _host(rctx)
    module = "golang.org/toolchain@v0.0.1-go{}.{}".format(rctx.attr.version, host)
    pinned = rctx.attr.sums.get(host)
    if not pinned:
        fail("\n\nThe Go SDK {} is not pinned for {}: add `\"{}\": \"h1:...\"` to the sums of go_module_sdk in MODULE.bazel,\nwith the Sum that `go mod download -json {}` prints.\n".format(rctx.attr.version, host, host, module))

    for script in rctx.attr._scripts:
        rctx.watch(script)
    result = rctx.execute(["sh", rctx.path(rctx.attr._find_go)], timeout = 3600)
    if result.return_code:
        fail("\n\n" + result.stderr)
    go = result.stdout.strip()

    rctx.report_progress("go mod download " + module)
    result = rctx.execute(
        [go, "mod", "download", "-json", module],
        environment = {"GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOWORK": "off"},
        timeout = 3600,
    )
    if result.return_code:
        fail("\n\nThe Go SDK cannot be fetched: `{} mod download {}` says:\n{}{}\nConnect this machine to its Go module proxy (go env GOPROXY).\n".format(go, module, result.stdout, result.stderr))
    answer = json.decode(result.stdout)
    if answer["Sum"] != pinned:
        fail("\n\n{} has the sum {}, but MODULE.bazel wants {}:\nsomebody has changed one of the two. Do not go on before you know who.\n".format(module, answer["Sum"], pinned))

    result = rctx.execute(["sh", "-c", _COPY, "sh", answer["Dir"]], timeout = 600)
    if result.return_code:
        fail("\n\ncopying the Go SDK from {}: {}".format(answer["Dir"], result.stderr))
    rctx.file("ROOT")
    rctx.file("BUILD.bazel", 'exports_files(["ROOT"])\n')

go_module_sdk = repository_rule(
    implementation = _go_module_sdk_impl,
    doc = "A Go SDK whose file @NAME//:ROOT go_sdk.wrap takes as its root.",
    attrs = {
        "sums": attr.string_dict(mandatory = True, doc = "host, such as linux-amd64 -> the module's h1: sum"),
        "version": attr.string(mandatory = True, doc = "such as 1.26.8"),
        "_find_go": attr.label(default = "//tools/bootstrap:find_go.sh", allow_single_file = True),
        "_scripts": attr.label_list(
            allow_files = True,
            default = ["//tools/bootstrap:" + script for script in [
                "cache.sh",
                "debian_archive.sh",
                "download.sh",
                "drift.sh",
                "fetch_debian.sh",
                "find_go.sh",
                "golang.lock",
                "report.sh",
                "resolve_debian.sh",
            ]],
        ),
    },
    environ = ["GOMODCACHE", "GONOSUMDB", "GOPROXY", "GOSUMDB"],
)
