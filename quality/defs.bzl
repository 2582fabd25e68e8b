# SPDX-License-Identifier: MIT
"""Rules of the checks under //quality."""

load("@rules_go//go:def.bzl", "GoArchive", "go_context")
load("//toolchains/riscv:image.bzl", "ImageInfo")
load("//toolchains/riscv:transition.bzl", "k210_transition")

def _source_archive_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".zip")
    files = ctx.actions.args()
    files.use_param_file("--files=%s", use_always = True)
    files.set_param_file_format("multiline")
    files.add_all(ctx.files.srcs)
    args = ctx.actions.args()
    args.add(out, format = "--out=%s")
    ctx.actions.run(
        arguments = [args, files],
        executable = ctx.executable._pack,
        inputs = ctx.files.srcs,
        mnemonic = "PackSources",
        outputs = [out],
        progress_message = "Packing the source tree",
    )
    return [DefaultInfo(files = depset([out]))]

source_archive = rule(
    implementation = _source_archive_impl,
    doc = "The files of @source_tree in one archive, under their own names.",
    attrs = {
        "srcs": attr.label_list(allow_files = True, mandatory = True),
        "_pack": attr.label(
            cfg = "exec",
            default = "//quality/pack",
            executable = True,
        ),
    },
)

def _check_test_impl(ctx):
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = executable,
        target_file = ctx.executable.program,
    )
    environment = {
        "QUALITY_CHECK": ctx.attr.check,
        "QUALITY_TREE": ctx.file.tree.short_path,
    }
    files = [ctx.file.tree]
    if ctx.attr.images:
        elves = [image[ImageInfo].elf for image in ctx.attr.images]
        environment["QUALITY_IMAGES"] = ",".join([elf.short_path for elf in elves])
        files += elves
    for target, name in ctx.attr.data.items():
        environment[name] = target[DefaultInfo].files.to_list()[0].short_path
    runfiles = ctx.runfiles(files).merge_all(
        [target[DefaultInfo].default_runfiles for target in [ctx.attr.program] + ctx.attr.data.keys()] +
        [ctx.runfiles(transitive_files = target[DefaultInfo].files) for target in ctx.attr.data.keys()],
    )
    return [
        DefaultInfo(executable = executable, runfiles = runfiles),
        RunEnvironmentInfo(environment = environment),
    ]

check_test = rule(
    implementation = _check_test_impl,
    doc = "A check of the source tree as a test: cached until a file changes.",
    attrs = {
        "check": attr.string(
            doc = "What the program is told to run, in QUALITY_CHECK.",
            mandatory = True,
        ),
        "data": attr.label_keyed_string_dict(
            allow_files = True,
            doc = "More files -> the variable that tells the program where the first of them is.",
        ),
        "images": attr.label_list(
            doc = "Linked programs to look into: QUALITY_IMAGES tells the program their ELF files.",
            providers = [ImageInfo],
        ),
        "program": attr.label(
            cfg = "exec",
            default = "//quality/run",
            executable = True,
        ),
        "tree": attr.label(
            allow_single_file = True,
            default = "//quality:tree",
        ),
    },
    test = True,
)

def _go_exports_impl(ctx):
    go = go_context(ctx, maybe_needs_cc_toolchain = False)
    out = ctx.actions.declare_file(ctx.label.name + ".txt")
    standard = go.stdlib.libs.to_list()
    archives = [
        data
        for data in depset(transitive = [dep[GoArchive].transitive for dep in ctx.attr.deps]).to_list()
        if data.label.repo_name  # our own packages are read from their sources
    ]

    # (A test finds its files relative to the folder that it starts in.)
    lines = ["standard {}/{}_{}".format(_short_root(go.stdlib), go.mode.goos, go.mode.goarch)]
    lines += ["package {}={}".format(data.importpath, data.export_file.short_path) for data in archives]
    ctx.actions.write(out, "\n".join(lines) + "\n")
    files = standard + [data.export_file for data in archives]
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles(files))]

def _short_root(stdlib):
    return stdlib.root_file.short_path

_GO_EXPORTS_ATTRS = {
    "deps": attr.label_list(
        doc = "Packages of other modules that the tree imports.",
        providers = [GoArchive],
    ),
    "_go_context_data": attr.label(default = "@rules_go//:go_context_data"),
}

go_exports = rule(
    implementation = _go_exports_impl,
    doc = "Export data of the standard library and of packages, and where each is: see //quality/load.",
    attrs = _GO_EXPORTS_ATTRS,
    toolchains = ["@rules_go//go:toolchain"],
)

k210_go_exports = rule(
    implementation = _go_exports_impl,
    doc = "The same for the machine.",
    attrs = _GO_EXPORTS_ATTRS,
    cfg = k210_transition,
    toolchains = ["@rules_go//go:toolchain"],
)

def _size_report_impl(ctx):
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        is_executable = True,
        output = executable,
        target_file = ctx.executable._program,
    )
    lines = []
    files = []
    for target, name in ctx.attr.images.items():
        image = target[ImageInfo]
        lines.append("{} {} {} {}\n".format(name, str(target.label).replace("@@//", "//"), image.elf.short_path, image.image.short_path))
        files += [image.elf, image.image]
    images = ctx.actions.declare_file(ctx.label.name + ".images")
    ctx.actions.write(images, "".join(lines))
    return [
        DefaultInfo(
            executable = executable,
            runfiles = ctx.runfiles([images] + files).merge(ctx.attr._program[DefaultInfo].default_runfiles),
        ),
        RunEnvironmentInfo(environment = {"SIZE_REPORT_IMAGES": images.short_path}),
    ]

size_report = rule(
    implementation = _size_report_impl,
    doc = "Tells how large images are, and by how much they grew.",
    attrs = {
        "images": attr.label_keyed_string_dict(
            doc = "Images -> what the table calls them.",
            mandatory = True,
            providers = [ImageInfo],
        ),
        "_program": attr.label(
            cfg = "target",
            default = "//quality/sizereport",
            executable = True,
        ),
    },
    executable = True,
)
