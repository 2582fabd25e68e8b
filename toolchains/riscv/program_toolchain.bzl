# SPDX-License-Identifier: MIT
"""Toolchains of plain programs (binutils, QEMU, gdb) that Bazel has no rules for."""

ProgramInfo = provider(
    "Programs that actions or tests run, and the files they need beside them.",
    fields = {
        "programs": "dict: program name -> File of its launcher",
        "files": "depset of all files that the launchers need",
    },
)

def _program_toolchain_impl(ctx):
    programs = {}
    for target in ctx.attr.programs:
        launcher = target[DefaultInfo].files.to_list()[0]
        programs[launcher.basename] = launcher
    return [platform_common.ToolchainInfo(info = ProgramInfo(
        programs = programs,
        files = depset(ctx.files.programs + ctx.files.files),
    ))]

program_toolchain = rule(
    implementation = _program_toolchain_impl,
    doc = "A toolchain whose ToolchainInfo.info is a ProgramInfo.",
    attrs = {
        "programs": attr.label_list(
            allow_files = True,
            cfg = "exec",
            doc = "The launchers; each is known by its base name.",
            mandatory = True,
        ),
        "files": attr.label_list(
            allow_files = True,
            cfg = "exec",
            doc = "Libraries and data that the launchers need.",
        ),
    },
)
