# SPDX-License-Identifier: MIT
"""The build setting //heap:allocator."""

ALLOCATORS = ["buddy", "bump", "tlsf"]

AllocatorInfo = provider("The chosen allocator.", fields = {"value": "one of ALLOCATORS"})

def _allocator_setting_impl(ctx):
    value = ctx.build_setting_value
    if value not in ALLOCATORS:
        fail("\n\n{label} = \"{value}\": there is no such allocator. heap/allocator.bzl knows {known}: say for instance --{label}={first}\n".format(
            first = ALLOCATORS[0],
            known = ", ".join(ALLOCATORS),
            label = str(ctx.label).lstrip("@"),
            value = value,
        ))
    return AllocatorInfo(value = value)

allocator_setting = rule(
    implementation = _allocator_setting_impl,
    doc = "Which allocator stands behind new, make and append.",
    build_setting = config.string(flag = True),
)
