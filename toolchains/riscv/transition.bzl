# SPDX-License-Identifier: MIT
"""The transition that makes every image build for the K210, whatever --platforms says."""

load("//heap:allocator.bzl", "ALLOCATORS", "UNKNOWN_ALLOCATOR")
load("//platforms/k210:variants.bzl", "variant")
load("//task:scheduler.bzl", "SCHEDULERS", "UNKNOWN_SCHEDULER")
load(":settings.bzl", "choice_error")

_ALLOCATOR = "//heap:allocator"
_COVERAGE = "//command_line_option:collect_code_coverage"
_PLATFORMS = "//command_line_option:platforms"
_SCHEDULER = "//task:scheduler"

def _k210_transition_impl(settings, attr):
    # An image may name its allocator and its scheduler; else the command line's
    # hold. The choices become a part of the platform, and not another build
    # setting: Bazel hands settings on to the tools of the host, which would be
    # built once more for each.
    allocator = getattr(attr, "allocator", "") or settings[_ALLOCATOR]
    scheduler = getattr(attr, "scheduler", "") or settings[_SCHEDULER]
    error = (choice_error(_ALLOCATOR, allocator, ALLOCATORS, UNKNOWN_ALLOCATOR) or
             choice_error(_SCHEDULER, scheduler, SCHEDULERS, UNKNOWN_SCHEDULER))
    if error:
        fail(error)
    return {
        # Of what runs in a machine the emulator tells the coverage (tools/coverage): it
        # is what ships, without the counters that the compiler would put in.
        _COVERAGE: False,
        _PLATFORMS: "//platforms/k210:" + variant(allocator, scheduler),
    }

k210_transition = transition(
    implementation = _k210_transition_impl,
    inputs = [
        _ALLOCATOR,
        _SCHEDULER,
    ],
    outputs = [
        _COVERAGE,
        _PLATFORMS,
    ],
)
