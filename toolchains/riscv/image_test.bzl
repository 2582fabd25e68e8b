# SPDX-License-Identifier: MIT
"""image_test: what readelf would show of an image, and how large it may be."""

load(":image.bzl", "ImageInfo")

# The symbols of //platforms/k210:sections.ld, in ascending order.
_ORDER = [
    "stext",
    "etext",
    "srodata",
    "sapps",
    "eapps",
    "erodata",
    "sdata",
    "edata",
    "sbss",
    "sstack",
    "estack",
    "sheap",
    "ebss",
    "eheap",  # in an app behind .bss, else its end
]

def _image_test_impl(ctx):
    image = ctx.attr.image[ImageInfo]
    arguments = [
        "--elf=" + image.elf.short_path,
        "--entry=" + ctx.attr.entry,
        "--order=" + ",".join(_ORDER + ctx.attr.more_symbols),
        "--align=16",
        "--no_dynamic",
        "--file_budget={}:{}:sapps:eapps".format(image.image.short_path, ctx.attr.image_budget),
    ]
    if ctx.attr.memory_budget:
        arguments.append("--budget=memory:stext:ebss:{}".format(ctx.attr.memory_budget))

    # The arguments stand in a file: a test rule has no place for its own.
    spec = ctx.actions.declare_file(ctx.label.name + ".args")
    ctx.actions.write(spec, "\n".join(arguments) + "\n")
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = ctx.executable._elfcheck, is_executable = True)
    return [
        DefaultInfo(
            executable = executable,
            runfiles = ctx.runfiles([spec, image.elf, image.image])
                .merge(ctx.attr._elfcheck[DefaultInfo].default_runfiles),
        ),
        RunEnvironmentInfo(environment = {"ELFCHECK_ARGS": spec.short_path}),
    ]

image_test = rule(
    implementation = _image_test_impl,
    doc = "Checks an image's entry, order of sections and sizes, and that nothing is left for a dynamic linker.",
    attrs = {
        "entry": attr.string(
            doc = "Address of the first instruction.",
            mandatory = True,
        ),
        "image": attr.label(
            mandatory = True,
            providers = [ImageInfo],
        ),
        "image_budget": attr.int(
            doc = "Bytes that the flat image may have, packed apps not counted.",
            mandatory = True,
        ),
        "memory_budget": attr.int(doc = "Bytes of memory that it may take, with data, .bss, stack and heap array."),
        "more_symbols": attr.string_list(doc = "Symbols that follow the common ones."),
        "_elfcheck": attr.label(
            cfg = "target",
            default = "//tools/elfcheck",
            executable = True,
        ),
    },
    test = True,
)
