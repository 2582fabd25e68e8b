# SPDX-License-Identifier: MIT
"""A Go SDK whose standard library is our own runtime plus some of Go's packages.

The gc compiler and linker ask only for a package runtime with the symbols
that compiled code refers to. freestanding_sdk lays out a GOROOT of links: the
tools, headers and chosen packages of a stock SDK, and //runtime in the place
of its package runtime. rules_go's own GoStdlib action then compiles it, and
its stock rules compile everything above, with no patch anywhere.
"""

load("@rules_go//go:def.bzl", "GoSDK")

FreestandingInfo = provider(
    "What the standard library of a freestanding SDK holds.",
    fields = {"packages": "sorted list of import paths"},
)

def _below(path, root):
    """path relative to the directory root, or None where it is elsewhere."""
    prefix = root + "/"
    return path[len(prefix):] if path.startswith(prefix) else None

def _freestanding_sdk_impl(ctx):
    base = ctx.attr.sdk[GoSDK]
    base_root = base.root_file.dirname
    root = ctx.label.name

    def link(path, file, executable = False):
        out = ctx.actions.declare_file(root + "/" + path)
        ctx.actions.symlink(output = out, target_file = file, is_executable = executable)
        return out

    srcs = []
    packages = {}

    # Our own files: each overlay lies at a path below src/.
    for target, path in ctx.attr.overlays.items():
        top = target.label.package
        for file in target[DefaultInfo].files.to_list():
            rel = _below(file.short_path, top)
            if rel == None:
                fail("{} is not below {}".format(file.short_path, top))
            rel = path + rel.removeprefix("src/")
            srcs.append(link("src/" + rel, file))
            packages[rel.rpartition("/")[0]] = True
    ours = dict(packages)

    # The stock packages, and the few stock files that serve our runtime.
    wanted = {package: True for package in ctx.attr.packages}
    runtime_files = {"runtime/" + name: True for name in ctx.attr.runtime_files}
    for file in base.srcs.to_list():
        rel = _below(file.path, base_root + "/src")
        if not rel:
            continue
        package, _, name = rel.rpartition("/")
        if rel in runtime_files:
            runtime_files.pop(rel)
        elif package in ours or package not in wanted or name.endswith("_test.go"):
            continue
        srcs.append(link("src/" + rel, file))
        packages[package] = True
    missing = [p for p in wanted if p not in packages] + list(runtime_files)
    if missing:
        fail("{}: the SDK {} has no {}; mend toolchains/riscv/std_packages.bzl".format(
            ctx.label,
            base.version,
            ", ".join(missing),
        ))

    root_file = ctx.actions.declare_file(root + "/ROOT")
    ctx.actions.write(root_file, "")
    package_list = ctx.actions.declare_file(root + "/packages.txt")
    ctx.actions.write(package_list, "\n".join(sorted(packages)) + "\n")
    go = link("bin/go", base.go, executable = True)

    # The compiler gets a flag: see //toolchains/riscv/compile.
    tools = []
    for f in base.tools.to_list():
        if f.path.startswith(base_root + "/pkg/tool/"):
            path = _below(f.path, base_root)
            if f.basename == "compile":
                tools.append(link(path, ctx.executable.compiler, executable = True))
                path = f.dirname.removeprefix(base_root + "/") + "/stock_compile"
            tools.append(link(path, f, executable = True))
    headers = [link(_below(f.path, base_root), f) for f in base.headers.to_list()]
    return [
        DefaultInfo(files = depset([go, root_file, package_list] + srcs + tools + headers)),
        FreestandingInfo(packages = sorted(packages)),
        OutputGroupInfo(go = depset([go])),
        GoSDK(
            goos = base.goos,
            goarch = base.goarch,
            experiments = base.experiments,
            root_file = root_file,
            package_list = package_list,
            libs = depset(),
            headers = depset(headers),
            srcs = depset(srcs),
            tools = depset(tools),
            go = go,
            version = base.version,
        ),
    ]

freestanding_sdk = rule(
    implementation = _freestanding_sdk_impl,
    doc = "A GoSDK made of a stock one and of packages of ours.",
    attrs = {
        "compiler": attr.label(
            cfg = "exec",
            doc = "What starts the stock compiler, which it finds beside itself as stock_compile.",
            executable = True,
            mandatory = True,
        ),
        "overlays": attr.label_keyed_string_dict(
            doc = "Files of our own packages -> the path below src/ at which the contents of their folder, or of its src/, lie (\"\", or ending in /). They replace the SDK's packages of that name.",
            mandatory = True,
        ),
        "packages": attr.string_list(doc = "Packages taken from the SDK unchanged."),
        "runtime_files": attr.string_list(doc = "Files taken from the SDK's package runtime."),
        "sdk": attr.label(
            doc = "The stock SDK.",
            mandatory = True,
            providers = [GoSDK],
        ),
    },
    provides = [FreestandingInfo, GoSDK],
)
