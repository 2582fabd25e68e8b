# SPDX-License-Identifier: MIT
"""What an unknown value of //heap:allocator ends in."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")

def _unknown_allocator_test_impl(ctx):
    env = analysistest.begin(ctx)
    asserts.expect_failure(env, "//heap:allocator = \"first_fit\": there is no such allocator.")
    asserts.expect_failure(env, "heap/allocator.bzl knows buddy, bump, tlsf")
    asserts.expect_failure(env, "--//heap:allocator=buddy")
    return analysistest.end(env)

unknown_allocator_test = analysistest.make(
    _unknown_allocator_test_impl,
    config_settings = {str(Label("//heap:allocator")): "first_fit"},
    expect_failure = True,
)
