# SPDX-License-Identifier: MIT
"""The machine that the bench measures in."""

load("//toolchains/riscv:boot.bzl", "MACHINE_ATTRS", "QEMU_TOOLCHAIN", "driver_providers", "qemu_command")
load("//toolchains/riscv:image.bzl", "ImageInfo")

def _bench_run_impl(ctx):
    # What explains an address where the machine hung.
    symbols = ctx.attr.kernel[ImageInfo].sources + ctx.attr.firmware[ImageInfo].sources
    return driver_providers(ctx, {
        # (The driver adds the traces, and memory for them.)
        "command": qemu_command(ctx) + ["-serial", "stdio"],
        "elf": ctx.attr.kernel[ImageInfo].elf.short_path,
        "expect": ["bench: done"],
        "forbid": ["bench: error:", "panic:", "fatal error:", "fatal trap"],
        "interactive": False,
        "symbols": [f.short_path for f in symbols],
        "timeout_seconds": 900,
    }, files = symbols)

bench_run = rule(
    implementation = _bench_run_impl,
    doc = "`bazel run` measures the allocators, on the host and in this machine.",
    attrs = MACHINE_ATTRS | {"_driver": attr.label(
        cfg = "target",
        default = "//heap/bench:program",
        executable = True,
    )},
    executable = True,
    toolchains = [QEMU_TOOLCHAIN],
)
