# SPDX-License-Identifier: MIT
"""What is said about lists of apps that cannot be."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load(":user_apps.bzl", "app_spec", "apps_error")

def _app(name, heap):
    return app_spec(name, "//user/hello", heap = heap)

_CASES = [
    ("no apps", [], None),
    ("two apps", [("a", 0x10000), ("b", 0x1000)], None),
    ("no heap at all", [("a", 0)], "app a: its heap of 0 bytes does not consist of whole pages of 4096 bytes"),
    ("a name twice", [("a", 0x1000), ("a", 0x2000)], "app a is listed twice: give each a name of its own"),
    ("half a page", [("a", 0x1800)], "app a: its heap of 6144 bytes does not consist of whole pages of 4096 bytes"),
    ("less than nothing", [("a", -0x1000)], "app a: its heap of -4096 bytes does not consist of whole pages of 4096 bytes"),
    (
        "more than there are addresses",
        [("a", 0x200000)],
        "app a: its heap of 2097152 bytes is more than the 2097152 that an app has addresses for",
    ),
]

def _apps_test_impl(ctx):
    env = unittest.begin(ctx)
    for name, apps, want in _CASES:
        asserts.equals(env, want, apps_error([_app(*a) for a in apps]), name)
    return unittest.end(env)

user_apps_test = unittest.make(_apps_test_impl)
