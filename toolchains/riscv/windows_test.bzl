# SPDX-License-Identifier: MIT
"""What is said about windows that cannot be."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load(":windows.bzl", "app_window", "windows_error")

def _window(name, base, size):
    return app_window(name, "//user/hello", base, size)

_CASES = [
    ("apart", [("a", 0x80400000, 0x18000), ("b", 0x80418000, 0x1000)], None),
    ("the whole memory", [("a", 0x80400000, 0x200000)], None),
    ("no apps", [], None),
    (
        "overlap by a page",
        [("a", 0x80400000, 0x18000), ("b", 0x80417000, 0x18000)],
        "app b: its window [0x80417000, 0x8042f000) overlaps that of app a, [0x80400000, 0x80418000): move one of them",
    ),
    (
        "one inside the other, not neighbours in the list",
        [("a", 0x80400000, 0x18000), ("b", 0x80500000, 0x1000), ("c", 0x80404000, 0x1000)],
        "app c: its window [0x80404000, 0x80405000) overlaps that of app a, [0x80400000, 0x80418000): move one of them",
    ),
    (
        "the other inside the one",
        [("a", 0x80404000, 0x1000), ("b", 0x80400000, 0x18000)],
        "app b: its window [0x80400000, 0x80418000) overlaps that of app a, [0x80404000, 0x80405000): move one of them",
    ),
    (
        "below",
        [("a", 0x803ff000, 0x2000)],
        "app a: its window [0x803ff000, 0x80401000) leaves [0x80400000, 0x80600000), where apps may be",
    ),
    (
        "above",
        [("a", 0x805ff000, 0x2000)],
        "app a: its window [0x805ff000, 0x80601000) leaves [0x80400000, 0x80600000), where apps may be",
    ),
    (
        "around",
        [("a", 0x80400000, 0xffffffff80000000)],
        "app a: its window [0x80400000, 0x10000000000400000) leaves [0x80400000, 0x80600000), where apps may be",
    ),
    (
        "a base inside a page",
        [("a", 0x80400800, 0x1000)],
        "app a: its window [0x80400800, 0x80401800) does not consist of whole pages of 4096 bytes",
    ),
    (
        "half a page",
        [("a", 0x80400000, 0x1800)],
        "app a: its window [0x80400000, 0x80401800) does not consist of whole pages of 4096 bytes",
    ),
    (
        "nothing",
        [("a", 0x80400000, 0)],
        "app a: its window [0x80400000, 0x80400000) does not consist of whole pages of 4096 bytes",
    ),
    (
        "backwards",
        [("a", 0x80402000, -0x1000)],
        "app a: its window [0x80402000, 0x80401000) does not consist of whole pages of 4096 bytes",
    ),
    (
        "a name twice",
        [("a", 0x80400000, 0x1000), ("a", 0x80401000, 0x1000)],
        "app a is listed twice: give each a name of its own",
    ),
]

def _windows_test_impl(ctx):
    env = unittest.begin(ctx)
    for name, windows, want in _CASES:
        got = windows_error([_window(*w) for w in windows])
        asserts.equals(env, want, got, name)
    return unittest.end(env)

windows_test = unittest.make(_windows_test_impl)
