# SPDX-License-Identifier: MIT
"""emulator_env: a machine of //tools/k210emu as an execution environment (exec_env.bzl)."""

load(":board_image.bzl", "join_images")
load(":exec_env.bzl", "ExecEnvInfo")
load(":image.bzl", "ImageInfo")

_K210EMU = "//toolchains/riscv:k210emu"

def _path(file):
    """A File's path in the command. (The emulator takes paths as relative to where the user is.)"""
    return "{root}/" + file.short_path

def _images(ctx, env, run):
    """The arguments that give the machine its images, and the Files of these."""
    if not env.details.joined:
        files = [run.firmware.image, run.kernel.image]
        return ["--bios", _path(files[0]), "--kernel", _path(files[1])], files
    image = run.image or join_images(ctx, env.details.mkimage, run.firmware, run.kernel, ctx.label.name + ".bin")
    return ["--image", _path(image)], [image]

def _command(ctx, env, run):
    images, files = _images(ctx, env, run)
    command = [env.details.program.short_path] + env.details.arguments + images
    if run.harts and env.details.harts:
        if run.harts != env.details.harts:
            fail("{}: {} harts are asked for, and this machine always has {}: say so with unfit()".format(ctx.label, run.harts, env.details.harts))
    elif run.harts:
        command += ["--harts", str(run.harts)]

    for elf in run.kernel.sources + run.firmware.sources:
        command += ["--symbols", _path(elf)]

    # (exact asks for nothing: instructions are always counted, and each is a cycle.)
    if run.slow:
        command += env.details.slow_arguments
    if run.instruction_limit_millions:
        command += ["--limit", "{}000000".format(run.instruction_limit_millions)]
    if run.strict:
        command.append("--strict")
        command += ["--scanner=" + name for name in run.scanners]
    return struct(command = command, files = files)

def _emulator_env_impl(ctx):
    k210emu = ctx.toolchains[_K210EMU].info
    return [ExecEnvInfo(
        command = _command,
        details = struct(
            arguments = ["--machine", ctx.attr.machine] + ctx.attr.arguments,
            harts = ctx.attr.harts,
            joined = ctx.attr.joined,
            mkimage = ctx.attr._mkimage[DefaultInfo].files_to_run,
            program = k210emu.programs["k210emu"],
            slow_arguments = ctx.attr.slow_arguments,
        ),
        emulator = "k210emu",
        firmware = ctx.attr.firmware[ImageInfo],
        min_version = "",
        params = ctx.attr.params,
        program_files = k210emu.files,
    )]

emulator_env = rule(
    implementation = _emulator_env_impl,
    doc = "A machine of our emulator's.",
    attrs = {
        "arguments": attr.string_list(doc = "More arguments of the emulator."),
        "firmware": attr.label(
            doc = "The machine-mode firmware for this machine.",
            mandatory = True,
            providers = [ImageInfo],
        ),
        "harts": attr.int(doc = "How many harts the machine always has; 0 where it can have several numbers."),
        "joined": attr.bool(doc = "Firmware and kernel come as one flat image, as on the board."),
        "machine": attr.string(
            doc = "The emulator's name of the machine.",
            mandatory = True,
        ),
        "params": attr.string_dict(doc = "What stands in braces in a test's texts: exec_env.bzl."),
        "slow_arguments": attr.string_list(doc = "Arguments that make instructions take longer."),
        "_mkimage": attr.label(
            cfg = "exec",
            default = "//tools/mkimage",
            executable = True,
        ),
    },
    provides = [ExecEnvInfo],
    toolchains = [_K210EMU],
)
