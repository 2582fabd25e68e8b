# SPDX-License-Identifier: MIT
"""elf_list: the linked programs inside images, by name, for symbolize."""

load("//toolchains/riscv:image.bzl", "AppInfo", "ImageInfo")

_NamesInfo = provider(
    "The apps packed into an image.",
    fields = {"names": "dict: path of the app's ELF -> what the kernel calls it"},
)

def _names_impl(_target, ctx):
    names = {}
    for app in getattr(ctx.rule.attr, "apps", []):
        if AppInfo in app and ImageInfo in app:
            names[app[ImageInfo].elf.short_path] = app[AppInfo].name
    return [_NamesInfo(names = names)]

_names = aspect(
    implementation = _names_impl,
    doc = "Collects the names of the apps in a kernel_image.",
)

def _elf_list_impl(ctx):
    elfs = []
    lines = []
    for image in ctx.attr.images:
        names = image[_NamesInfo].names
        for elf in image[ImageInfo].sources:
            name = names.get(elf.short_path)
            elfs.append(elf)
            lines.append((name + "=" if name else "") + elf.short_path)
    out = ctx.actions.declare_file(ctx.label.name + ".txt")
    ctx.actions.write(out, "".join([line + "\n" for line in lines]))
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out] + elfs))]

elf_list = rule(
    implementation = _elf_list_impl,
    doc = "NAME.txt: a line [NAME=]PATH for each program inside the images, which become runfiles.",
    attrs = {"images": attr.label_list(
        aspects = [_names],
        doc = "Images of firmware, kernels and apps.",
        mandatory = True,
        providers = [ImageInfo],
    )},
)
