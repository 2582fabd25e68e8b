# SPDX-License-Identifier: MIT
"""What is said about images that cannot be made: each rule writes it to a file, for a test to read."""

load("@rules_go//go:def.bzl", "GoArchive")
load(
    ":image.bzl",
    "APP_ATTRS",
    "IMAGE_ATTRS",
    "IMAGE_TOOLCHAINS",
    "KERNEL_ATTRS",
    "app_elf_and_image",
    "kernel_elf_and_image",
    "link_elf",
    "script_attr",
)
load(":transition.bzl", "k210_transition")

_RECORD = {
    "_record": attr.label(
        cfg = "exec",
        default = "//toolchains/riscv/record",
        executable = True,
    ),
}

def _failed_link_impl(ctx):
    record = ctx.actions.declare_file(ctx.label.name + ".txt")
    link_elf(ctx, ctx.attr.binary[GoArchive], [], {"HEAP_SIZE": "0"}, record)
    return [DefaultInfo(files = depset([record]), runfiles = ctx.runfiles([record]))]

failed_link = rule(
    implementation = _failed_link_impl,
    doc = "What the linker says about a program that does not link: the file NAME.txt.",
    attrs = IMAGE_ATTRS | script_attr("kernel.ld") | _RECORD,
    cfg = k210_transition,
    toolchains = IMAGE_TOOLCHAINS,
)

def _failed_app_impl(ctx):
    record = ctx.actions.declare_file(ctx.label.name + ".txt")
    app_elf_and_image(ctx, record)
    return [DefaultInfo(files = depset([record]), runfiles = ctx.runfiles([record]))]

failed_app = rule(
    implementation = _failed_app_impl,
    doc = "What mkimage says about an app that cannot be: the file NAME.txt.",
    attrs = APP_ATTRS | _RECORD,
    cfg = k210_transition,
    toolchains = IMAGE_TOOLCHAINS,
)

def _failed_kernel_impl(ctx):
    record = ctx.actions.declare_file(ctx.label.name + ".txt")
    kernel_elf_and_image(ctx, record)
    return [DefaultInfo(files = depset([record]), runfiles = ctx.runfiles([record]))]

failed_kernel = rule(
    implementation = _failed_kernel_impl,
    doc = "What mkimage says about a kernel that does not fit below the frames of apps: the file NAME.txt.",
    attrs = KERNEL_ATTRS | _RECORD,
    cfg = k210_transition,
    toolchains = IMAGE_TOOLCHAINS,
)
