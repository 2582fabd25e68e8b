# SPDX-License-Identifier: MIT
"""The transition that makes every image build for the K210, whatever --platforms says."""

_ALLOCATOR = "//heap:allocator"
_PLATFORMS = "//command_line_option:platforms"

def _k210_transition_impl(settings, attr):
    return {
        # A kernel image may name its allocator; else the command line's holds.
        _ALLOCATOR: getattr(attr, "allocator", "") or settings[_ALLOCATOR],
        _PLATFORMS: "//platforms/k210",
    }

k210_transition = transition(
    implementation = _k210_transition_impl,
    inputs = [_ALLOCATOR],
    outputs = [
        _ALLOCATOR,
        _PLATFORMS,
    ],
)
