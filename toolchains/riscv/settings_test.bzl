# SPDX-License-Identifier: MIT
"""What sizes are, and what is said about those that are none."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts", "unittest")
load(":settings.bzl", "parse_size")

_SIZES = {
    "": None,
    " 16": None,
    "-16": None,
    "0": 0,
    "0X10": None,
    "0x": None,
    "0x10": 16,
    "0x300000": 0x300000,
    "0xg0": None,
    "0x_": None,
    "10h": None,
    "16": 16,
    "1_000": 1000,
    "2M": None,
    "3.5": None,
    "_": None,
    "abc": None,
}

def _parse_size_test_impl(ctx):
    env = unittest.begin(ctx)
    for text, want in _SIZES.items():
        asserts.equals(env, want, parse_size(text), "\"{}\"".format(text))
    return unittest.end(env)

parse_size_test = unittest.make(_parse_size_test_impl)

def refused_setting_test(setting, value, texts):
    """Returns a rule that tests what a value of a build setting ends in.

    Args:
      setting: label of the setting.
      value: what it cannot be.
      texts: what the message must hold.
    """

    def _impl(ctx):
        env = analysistest.begin(ctx)
        for text in texts:
            asserts.expect_failure(env, text)
        return analysistest.end(env)

    return analysistest.make(
        _impl,
        config_settings = {str(setting): value},
        expect_failure = True,
    )
