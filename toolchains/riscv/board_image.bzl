# SPDX-License-Identifier: MIT
"""The files that carry firmware and kernel to a K210: k210-facts.md §12.2, §12.4."""

load(":image.bzl", "ImageInfo")

BoardImageInfo = provider(
    "Firmware and kernel in one image.",
    fields = {
        "firmware": "ImageInfo of what runs first",
        "image": "File: both, flat at 0x80000000",
        "kernel": "ImageInfo of what the firmware hands over to",
    },
)

def _mkimage(ctx, mkimage, command, inputs, name):
    """Runs mkimage with a File for each flag in inputs and returns the File that it wrote."""
    out = ctx.actions.declare_file(name)
    args = ctx.actions.args()
    args.add(command)
    for flag, file in inputs.items():
        args.add(file, format = "--" + flag + "=%s")
    args.add(out, format = "--out=%s")
    ctx.actions.run(
        executable = mkimage,
        arguments = [args],
        inputs = inputs.values(),
        outputs = [out],
        mnemonic = "MakeBoardImage",
        progress_message = "Making image %{output}",
    )
    return out

def join_images(ctx, mkimage, firmware, kernel, name):
    """Joins firmware and kernel.

    Args:
      ctx: the rule's context.
      mkimage: the File or FilesToRunProvider of //tools/mkimage.
      firmware: ImageInfo of what runs first.
      kernel: ImageInfo of what the firmware hands over to.
      name: of the file to make.

    Returns:
      The File.
    """
    return _mkimage(ctx, mkimage, "join", {"firmware": firmware.image, "kernel": kernel.image}, name)

def _default_info(ctx, file):
    return DefaultInfo(files = depset([file]), runfiles = ctx.runfiles([file]))

_MKIMAGE_ATTR = {"_mkimage": attr.label(
    cfg = "exec",
    default = "//tools/mkimage",
    executable = True,
)}

def _joined_image_impl(ctx):
    firmware, kernel = ctx.attr.firmware[ImageInfo], ctx.attr.kernel[ImageInfo]
    image = join_images(ctx, ctx.executable._mkimage, firmware, kernel, ctx.label.name + ".bin")
    return [
        _default_info(ctx, image),
        BoardImageInfo(firmware = firmware, image = image, kernel = kernel),
    ]

joined_image = rule(
    implementation = _joined_image_impl,
    doc = "NAME.bin: firmware, padded to its 128 KiB, and kernel, flat at 0x80000000.",
    attrs = _MKIMAGE_ATTR | {
        "firmware": attr.label(
            doc = "What runs first, in machine mode.",
            mandatory = True,
            providers = [ImageInfo],
        ),
        "kernel": attr.label(
            doc = "What the firmware hands over to.",
            mandatory = True,
            providers = [ImageInfo],
        ),
    },
)

_IMAGE_ATTRS = _MKIMAGE_ATTR | {"image": attr.label(
    allow_single_file = [".bin"],
    doc = "A flat image for 0x80000000, such as a joined_image.",
    mandatory = True,
)}

def _flash_image_impl(ctx):
    return [_default_info(ctx, _mkimage(ctx, ctx.executable._mkimage, "flash", {"in": ctx.file.image}, ctx.label.name + ".bin"))]

flash_image = rule(
    implementation = _flash_image_impl,
    doc = "NAME.bin: what flash holds from offset 0, header, image and hash.",
    attrs = _IMAGE_ATTRS,
)

def _kfpkg_impl(ctx):
    return [_default_info(ctx, _mkimage(ctx, ctx.executable._mkimage, "kfpkg", {"in": ctx.file.image}, ctx.label.name + ".kfpkg"))]

kfpkg = rule(
    implementation = _kfpkg_impl,
    doc = "NAME.kfpkg: the image in an archive for programs that write flash.",
    attrs = _IMAGE_ATTRS,
)
