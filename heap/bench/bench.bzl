# SPDX-License-Identifier: MIT
"""The machine that the bench measures in."""

load("//toolchains/riscv:boot.bzl", "MACHINE_ATTRS", "driver_providers", "machine_spec")

def _bench_run_impl(ctx):
    # (The driver adds the traces, and memory for them.)
    return driver_providers(ctx, machine_spec(ctx), {
        "expect": ["bench: done"],
        "forbid": ["bench: error:", "panic:", "fatal error:", "fatal trap"],
        "timeout_seconds": 900,
    })

bench_run = rule(
    implementation = _bench_run_impl,
    doc = "`bazel run` measures the allocators, on the host and in this machine.",
    attrs = MACHINE_ATTRS | {"_driver": attr.label(
        cfg = "target",
        default = "//heap/bench:program",
        executable = True,
    )},
    executable = True,
)
