# SPDX-License-Identifier: MIT
"""The values of the build setting //task:scheduler."""

SCHEDULERS = [
    "fifo",
    "round_robin",
    "stride",
]
DEFAULT_SCHEDULER = "round_robin"

def scheduler_error(label, value):
    """Returns what is wrong with a value of the setting, or None."""
    if value in SCHEDULERS:
        return None
    return "\n\n{label} = \"{value}\": there is no such scheduler. task/scheduler.bzl knows {known}: say for instance --{label}={first}\n".format(
        first = SCHEDULERS[0],
        known = ", ".join(SCHEDULERS),
        label = label,
        value = value,
    )
