# SPDX-License-Identifier: MIT
"""The platform k210 and its variants: one for each choice that is made when images are built."""

load("//heap:allocator.bzl", "ALLOCATORS", "DEFAULT_ALLOCATOR")
load("//task:scheduler.bzl", "DEFAULT_SCHEDULER", "SCHEDULERS")

def variant(allocator, scheduler):
    """Returns the name of the platform with an allocator behind new and a scheduler."""
    name = "k210"
    if allocator != DEFAULT_ALLOCATOR:
        name += "_" + allocator
    if scheduler != DEFAULT_SCHEDULER:
        name += "_" + scheduler
    return name

def variants(name):
    """Declares the variants of the platform of that name.

    Args:
      name: the platform with all choices as they are by default.
    """
    for allocator in ALLOCATORS:
        for scheduler in SCHEDULERS:
            if variant(allocator, scheduler) == name:
                continue
            native.platform(
                name = variant(allocator, scheduler),
                constraint_values = [
                    "//heap:allocator_is_" + allocator,
                    "//task:scheduler_is_" + scheduler,
                ],
                parents = [name],
                visibility = ["//visibility:public"],
            )
