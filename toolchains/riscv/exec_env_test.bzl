# SPDX-License-Identifier: MIT
"""What tests say about execution environments."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load(":exec_env.bzl", "EXEC_ENVS", "env_name", "substitute", "unfit")

_PARAMS = {"platform": "QEMU virt", "timebase_hz": "10000000"}

_TEXTS = [
    ("Platform: {platform}, timer {timebase_hz} Hz", "Platform: QEMU virt, timer 10000000 Hz"),
    ("{platform} and {platform}", "QEMU virt and QEMU virt"),
    ("layout = {5008, 8}", "layout = {5008, 8}"),
    ("{}", "{}"),
    ("{unknown}", "{unknown}"),
    ("platform", "platform"),
]

def _exec_env_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, [want for _, want in _TEXTS], substitute([text for text, _ in _TEXTS], _PARAMS))
    asserts.equals(env, [], substitute([], _PARAMS))
    asserts.equals(env, "No serial port.", unfit("No serial port.").reason)

    # What tests are called by, and tagged with.
    asserts.equals(env, ["k210emu", "qemu_virt", "virtemu"], sorted([env_name(label) for label in EXEC_ENVS]))
    return unittest.end(env)

exec_env_test = unittest.make(_exec_env_test_impl)
