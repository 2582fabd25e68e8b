# SPDX-License-Identifier: MIT
"""Toolchains of plain programs (binutils, QEMU, gdb) that Bazel has no rules for."""

ProgramInfo = provider(
    "Programs that actions or tests run, and the files they need beside them.",
    fields = {
        "commands": "dict: program name -> struct(executable, arguments), for actions: what starts it without a shell",
        "programs": "dict: program name -> File of its launcher, for tests and people",
        "files": "depset of all files that the launchers need",
    },
)

# Where debian_tools puts the dynamic loader of what it unpacks.
_LOADER = "/lib/ld-linux-x86-64.so.2"

def _command(launcher, files):
    """What starts a program of debian_tools with nothing of the machine, /bin/sh included.

    Its launcher is a shell script. An action names the packages' own loader
    instead, so that it also runs where no shell is (a remote executor). A
    program from PATH has only its launcher.
    """
    root = launcher.path[:-len("/bin/" + launcher.basename)]
    loader = files.get(root + _LOADER)
    program = files.get(root + "/libexec/" + launcher.basename)
    if not loader or not program:
        return struct(executable = launcher, arguments = [])
    return struct(
        executable = loader,
        arguments = ["--inhibit-cache", "--library-path", loader.dirname, "--argv0", launcher.basename, program.path],
    )

def _program_toolchain_impl(ctx):
    files = {file.path: file for file in ctx.files.files}
    programs, commands = {}, {}
    for target in ctx.attr.programs:
        launcher = target[DefaultInfo].files.to_list()[0]
        programs[launcher.basename] = launcher
        commands[launcher.basename] = _command(launcher, files)
    return [platform_common.ToolchainInfo(info = ProgramInfo(
        commands = commands,
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
