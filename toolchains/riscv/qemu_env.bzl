# SPDX-License-Identifier: MIT
"""qemu_env: a machine of QEMU's as an execution environment (exec_env.bzl)."""

load(":exec_env.bzl", "ExecEnvInfo")
load(":image.bzl", "ImageInfo")

_QEMU = "//toolchains/riscv:qemu"

# Nanoseconds of an instruction, as a power of 2: QEMU's -icount shift.
_EXACT_SHIFT = 0
_SLOW_SHIFT = 4

def _command(_ctx, env, run):
    command = [env.details.program.short_path] + env.details.arguments + [
        "-smp",
        str(run.harts or 1),
        "-display",
        "none",
        "-monitor",
        "none",
        "-bios",
        run.firmware.image.short_path,
        "-device",
        "loader,file={},addr=0x80020000".format(run.kernel.image.short_path),
    ]
    if run.exact or run.slow:
        # (Without this, QEMU's clock is the host's, and no two runs are the same.)
        shift = _SLOW_SHIFT if run.slow else _EXACT_SHIFT
        command += ["-icount", "shift={},sleep=off".format(shift)]
    if run.interactive:
        # (signal=on: Ctrl-C is for QEMU, not for the guest.)
        command += ["-chardev", "stdio,id=console,signal=on", "-serial", "chardev:console"]
    else:
        command += ["-serial", "stdio"]
    return struct(command = command, files = [run.firmware.image, run.kernel.image])

def _qemu_env_impl(ctx):
    qemu = ctx.toolchains[_QEMU].info
    return [ExecEnvInfo(
        command = _command,
        details = struct(
            arguments = ctx.attr.arguments,
            program = qemu.programs["qemu-system-riscv64"],
        ),
        emulator = "QEMU",
        firmware = ctx.attr.firmware[ImageInfo],
        min_version = ctx.attr.min_version,
        params = ctx.attr.params,
        program_files = qemu.files,
    )]

qemu_env = rule(
    implementation = _qemu_env_impl,
    doc = "A machine of QEMU's, with firmware and kernel each where they are linked to be.",
    attrs = {
        "arguments": attr.string_list(doc = "QEMU's arguments that make the machine."),
        "firmware": attr.label(
            doc = "The machine-mode firmware for this machine.",
            mandatory = True,
            providers = [ImageInfo],
        ),
        "min_version": attr.string(doc = "The oldest QEMU that will do."),
        "params": attr.string_dict(doc = "What stands in braces in a test's texts: exec_env.bzl."),
    },
    provides = [ExecEnvInfo],
    toolchains = [_QEMU],
)
