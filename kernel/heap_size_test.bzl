# SPDX-License-Identifier: MIT
"""What sizes ends in that //kernel:heap_size cannot have."""

load("//toolchains/riscv:settings_test.bzl", "refused_setting_test")

def _refused(value):
    return refused_setting_test(Label("//kernel:heap_size"), value, [
        "//kernel:heap_size = \"{}\": this is no size in bytes. It must be a multiple of 16 and at least 65536".format(value),
        "say for instance --//kernel:heap_size=0x300000",
    ])

word_as_heap_size_test = _refused("abc")
small_heap_size_test = _refused("0xfff0")
odd_heap_size_test = _refused("0x300008")
negative_heap_size_test = _refused("-65536")
