# SPDX-License-Identifier: MIT
"""The build setting //heap:allocator."""

ALLOCATORS = ["buddy", "bump", "tlsf"]
DEFAULT_ALLOCATOR = "tlsf"

def allocator_error(label, value):
    """Returns what is wrong with a value of the setting, or None."""
    if value in ALLOCATORS:
        return None
    return "\n\n{label} = \"{value}\": there is no such allocator. heap/allocator.bzl knows {known}: say for instance --{label}={first}\n".format(
        first = ALLOCATORS[0],
        known = ", ".join(ALLOCATORS),
        label = label,
        value = value,
    )

AllocatorInfo = provider("The chosen allocator.", fields = {"value": "one of ALLOCATORS"})

def _allocator_setting_impl(ctx):
    value = ctx.build_setting_value
    error = allocator_error(str(ctx.label).lstrip("@"), value)
    if error:
        fail(error)
    return AllocatorInfo(value = value)

allocator_setting = rule(
    implementation = _allocator_setting_impl,
    doc = "Which allocator stands behind new, make and append.",
    build_setting = config.string(flag = True),
)
