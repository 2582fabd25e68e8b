# SPDX-License-Identifier: MIT
"""The values of the build setting //heap:allocator."""

ALLOCATORS = ["buddy", "bump", "tlsf"]
DEFAULT_ALLOCATOR = "tlsf"

# What is said of another value.
UNKNOWN_ALLOCATOR = "there is no such allocator. heap/allocator.bzl knows"
