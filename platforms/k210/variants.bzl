# SPDX-License-Identifier: MIT
"""The platform k210 and its variants: one for each choice that is made when images are built."""

load("//heap:allocator.bzl", "ALLOCATORS", "DEFAULT_ALLOCATOR")

def variant(allocator):
    """Returns the name of the platform on which the allocator stands behind new."""
    return "k210" if allocator == DEFAULT_ALLOCATOR else "k210_" + allocator

def variants(name):
    """Declares the variants of the platform of that name.

    Args:
      name: the platform with all choices as they are by default.
    """
    for allocator in ALLOCATORS:
        if allocator != DEFAULT_ALLOCATOR:
            native.platform(
                name = variant(allocator),
                constraint_values = ["//heap:allocator_is_" + allocator],
                parents = [name],
                visibility = ["//visibility:public"],
            )
