# SPDX-License-Identifier: MIT
"""What an unknown value of //task:scheduler ends in."""

load("//toolchains/riscv:settings_test.bzl", "refused_setting_test")

unknown_scheduler_test = refused_setting_test(Label("//task:scheduler"), "lottery", [
    "//task:scheduler = \"lottery\": there is no such choice. Known are fifo, round_robin, stride",
    "say for instance --//task:scheduler=fifo",
])
