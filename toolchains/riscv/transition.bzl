# SPDX-License-Identifier: MIT
"""The transition that makes every image build for the K210, whatever --platforms says."""

load("//heap:allocator.bzl", "allocator_error")
load("//platforms/k210:variants.bzl", "variant")

_ALLOCATOR = "//heap:allocator"
_PLATFORMS = "//command_line_option:platforms"

def _k210_transition_impl(settings, attr):
    # An image may name its allocator; else the command line's holds. The choice
    # becomes a part of the platform, and not another build setting: Bazel hands
    # settings on to the tools of the host, which would be built once more for each.
    allocator = getattr(attr, "allocator", "") or settings[_ALLOCATOR]
    error = allocator_error(_ALLOCATOR, allocator)
    if error:
        fail(error)
    return {_PLATFORMS: "//platforms/k210:" + variant(allocator)}

k210_transition = transition(
    implementation = _k210_transition_impl,
    inputs = [_ALLOCATOR],
    outputs = [_PLATFORMS],
)
