# SPDX-License-Identifier: MIT
"""A C toolchain that compiles nothing, for rules that insist on there being one."""

def _no_cc_toolchain_config_impl(ctx):
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = "none",
        host_system_name = "local",
        target_system_name = "local",
        target_cpu = "none",
        target_libc = "none",
        compiler = "none",
        abi_version = "none",
        abi_libc_version = "none",
    )

no_cc_toolchain_config = rule(
    implementation = _no_cc_toolchain_config_impl,
    doc = "The configuration of a C toolchain without tools: Bugo has no C.",
    provides = [CcToolchainConfigInfo],
)
