# SPDX-License-Identifier: MIT
"""Debugging images in an emulator: gdb_run on the terminal, gdb_test by a script."""

load(":boot.bzl", "MACHINE_ATTRS", "driver_providers", "machine_spec")

_GDB_TOOLCHAIN = "//toolchains/riscv:gdb"

def _session(ctx, spec, gdb, files = []):
    debugger = ctx.toolchains[_GDB_TOOLCHAIN].info
    return driver_providers(
        ctx,
        machine_spec(ctx),
        spec | {"gdb": gdb | {"program": debugger.programs["gdb-multiarch"].short_path}},
        files = files,
        transitive_files = [debugger.files],
    )

def _gdb_run_impl(ctx):
    return _session(ctx, {"interactive": True}, {})

def _gdb_test_impl(ctx):
    return _session(
        ctx,
        {"timeout_seconds": ctx.attr.deadline_seconds},
        {
            "expect": ctx.attr.expect,
            "forbid": ctx.attr.forbid,
            "script": ctx.attr.script,
        },
        files = ctx.files.srcs,
    )

_GDB_ATTRS = MACHINE_ATTRS | {"_driver": attr.label(
    cfg = "target",
    default = "//tools/gdb",
    executable = True,
)}

_TOOLCHAINS = [_GDB_TOOLCHAIN]

gdb_run = rule(
    implementation = _gdb_run_impl,
    doc = "`bazel run` starts the emulator stopped at its first instruction and gdb on the terminal; with `-- --print` it prints the command that connects a gdb instead.",
    attrs = _GDB_ATTRS,
    executable = True,
    toolchains = _TOOLCHAINS,
)

gdb_test = rule(
    implementation = _gdb_test_impl,
    doc = "Runs a gdb script on a kernel in an emulator and passes when gdb prints what is expected.",
    attrs = _GDB_ATTRS | {
        "deadline_seconds": attr.int(
            default = 60,
            doc = "Seconds until the session counts as hung.",
        ),
        "expect": attr.string_list(
            doc = "Texts that gdb must print, in this order; {{line \"FILE\" \"TEXT\"}} stands for the number of a source's line.",
            mandatory = True,
        ),
        "forbid": attr.string_list(doc = "Texts that gdb must not print."),
        "script": attr.string_list(
            doc = "gdb's commands, with {{line}} as in expect.",
            mandatory = True,
        ),
        "srcs": attr.label_list(
            allow_files = True,
            doc = "Sources that gdb lists, or that {{line}} reads.",
        ),
    },
    test = True,
    toolchains = _TOOLCHAINS,
)
