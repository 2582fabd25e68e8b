# SPDX-License-Identifier: MIT
"""The values of the build setting //task:scheduler."""

SCHEDULERS = [
    "fifo",
    "round_robin",
    "stride",
]
DEFAULT_SCHEDULER = "round_robin"

# What is said of another value when an image is made.
UNKNOWN_SCHEDULER = "there is no such scheduler. task/scheduler.bzl knows"
