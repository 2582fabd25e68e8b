# SPDX-License-Identifier: MIT
"""Flat binaries for the K210, each one Go program linked with a linker script of ours.

    go_binary's archives -> the Go linker -> NAME.go.o -> slimtab -> NAME.slim.o
        -> GNU ld -> NAME.elf -> mkimage -> NAME.bin

The Go linker, in external mode, resolves Go's own symbols and writes one
relocatable object; slimtab takes from its function tables what our runtime
does not read; GNU ld places it with //platforms/k210's script, behind a stub
of assembly; mkimage flattens and checks it. No action runs a shell, and
none reads a tool from PATH.
"""

load("@rules_go//go:def.bzl", "GoArchive", "go_context")
load(":freestanding_sdk.bzl", "FreestandingInfo")
load(":settings.bzl", "SettingInfo")
load(":transition.bzl", "k210_transition")

_BINUTILS = "//toolchains/riscv:binutils"
_GO = "@rules_go//go:toolchain"

ImageInfo = provider(
    "An image for the K210.",
    fields = {
        "elf": "File: with symbols and DWARF",
        "image": "File: the flat binary",
        "sources": "list of ELF Files of all programs inside, this one first",
    },
)

AppInfo = provider(
    "A user app and what the kernel is told about it.",
    fields = {
        "arguments": "list of strings, without the name",
        "heap_limit": "bytes that its heap may grow to",
        "name": "what the kernel calls it",
        "nice": "priority, -20 to 19",
        "restarts": "how often it is started again",
    },
)

def _packagefile(data):
    return "packagefile {}={}".format(data.importmap, data.file.path)

def _link_go(ctx, archive):
    """NAME.go.o: all Go code of the program, as one relocatable object."""
    go = go_context(ctx, maybe_needs_cc_toolchain = False)
    std = "{}/{}_{}".format(go.stdlib.root_file.path, go.mode.goos, go.mode.goarch)
    importcfg = ctx.actions.declare_file(ctx.label.name + ".importcfg")
    content = ctx.actions.args()
    content.set_param_file_format("multiline")
    content.add_all(archive.transitive, map_each = _packagefile)
    content.add_all([
        "packagefile {p}={std}/{p}.a".format(p = package, std = std)
        for package in ctx.attr._sdk[FreestandingInfo].packages
    ])

    # External linking asks for runtime/cgo; any empty package will do.
    content.add("packagefile runtime/cgo={}/cmd/internal/bio.a".format(std))
    ctx.actions.write(importcfg, content)

    out = ctx.actions.declare_file(ctx.label.name + ".go.o")
    args = ctx.actions.args()
    args.add_all(["-linkmode=external", "-buildid=", "-compressdwarf=false"])

    # (extld puts the object where the linked program would go.)
    args.add(ctx.executable._extld, format = "-extld=%s")
    args.add("-importcfg", importcfg)
    args.add("-o", out)
    args.add(archive.data.file)
    ctx.actions.run(
        executable = [f for f in go.sdk.tools.to_list() if f.basename == "link"][0],
        arguments = [args],
        inputs = depset([importcfg], transitive = [archive.libs, go.stdlib.libs]),
        outputs = [out],
        tools = [ctx.executable._extld],
        env = {
            "GOARCH": go.mode.goarch,
            "GOEXPERIMENT": go.env["GOEXPERIMENT"],
            "GOOS": go.mode.goos,
        },
        mnemonic = "GoLinkObject",
        progress_message = "Linking Go code of %{label}",
        toolchain = _GO,
    )
    return out

def _slim_tables(ctx, go_object):
    """NAME.slim.o: the object with smaller function tables."""
    out = ctx.actions.declare_file(ctx.label.name + ".slim.o")
    args = ctx.actions.args()
    args.add(go_object, format = "--in=%s")
    args.add(out, format = "--out=%s")
    ctx.actions.run(
        executable = ctx.executable._slimtab,
        arguments = [args],
        inputs = [go_object],
        outputs = [out],
        mnemonic = "SlimTables",
        progress_message = "Slimming the function tables of %{label}",
    )
    return out

def _run_binutils(ctx, program, args, inputs, output, mnemonic):
    binutils = ctx.toolchains[_BINUTILS].info
    command = binutils.commands["riscv64-linux-gnu-" + program]
    ctx.actions.run(
        executable = command.executable,
        arguments = command.arguments + [args],
        inputs = inputs,
        outputs = [output],
        tools = binutils.files,
        mnemonic = mnemonic,
        progress_message = mnemonic + " %{output}",
        toolchain = _BINUTILS,
    )

def _assemble(ctx, src, data = []):
    out = ctx.actions.declare_file("{}.{}.o".format(ctx.label.name, src.basename))
    args = ctx.actions.args()
    args.add("-march=rv64gc")
    args.add_all(data, format_each = "-I%s", map_each = _dirname)
    args.add("-o", out)
    args.add(src)
    _run_binutils(ctx, "as", args, [src] + data, out, "RiscvAssemble")
    return out

def _dirname(file):
    return file.dirname

def link_elf(ctx, archive, objects, defines, record = None):
    """Links the Go program behind the start stub, placed by the script.

    Args:
      ctx: the rule's context.
      archive: the program's GoArchive.
      objects: more objects to link.
      defines: dict of symbols that the script reads.
      record: where given, a File that tells how GNU ld ended, instead of an ELF.

    Returns:
      The File NAME.elf, or record.
    """
    go_object = _slim_tables(ctx, _link_go(ctx, archive))
    stub = _assemble(ctx, ctx.file._start)
    elf = None if record else ctx.actions.declare_file(ctx.label.name + ".elf")
    args = ctx.actions.args()
    args.add_all(["--no-relax", "-nostdlib", "-static", "--build-id=none", "--fatal-warnings", "--no-warn-rwx-segments"])

    # (Symbols must be defined before the script that reads them.)
    args.add_all(["--defsym={}={}".format(k, v) for k, v in defines.items()])
    args.add_all(ctx.files._scripts, format_each = "-L%s", map_each = _dirname, uniquify = True)
    args.add("-T", ctx.file.script)
    args.add(stub)
    args.add_all(objects)
    args.add(go_object)
    args.add("-o", elf or "/dev/null")
    inputs = [go_object, stub, ctx.file.script] + objects + ctx.files._scripts
    if not record:
        _run_binutils(ctx, "ld", args, inputs, elf, "RiscvLink")
        return elf
    binutils = ctx.toolchains[_BINUTILS].info
    linker = binutils.commands["riscv64-linux-gnu-ld"]
    _run_recorded(ctx, record, linker, args, inputs, binutils.files, "RecordFailedLink")
    return record

def _run_recorded(ctx, record, program, args, inputs, tools, mnemonic):
    """Runs a command that is expected to fail; record, a File, tells how it ended."""
    command = ctx.actions.args()
    command.add_all([record, program.executable])
    command.add_all(program.arguments)
    ctx.actions.run(
        executable = ctx.executable._record,
        arguments = [command, args],
        inputs = inputs,
        outputs = [record],
        tools = tools,
        mnemonic = mnemonic,
        progress_message = mnemonic + " %{output}",
    )

def _mkimage(ctx, arguments, inputs, output, record = None):
    args = ctx.actions.args()
    args.add_all(arguments)
    if record:
        _run_recorded(ctx, record, struct(executable = ctx.executable._mkimage, arguments = []), args, inputs, [ctx.attr._mkimage[DefaultInfo].files_to_run], "RecordMakeImage")
        return None
    ctx.actions.run(
        executable = ctx.executable._mkimage,
        arguments = [args],
        inputs = inputs,
        outputs = [output],
        mnemonic = "MakeImage",
        progress_message = "Making image %{output}",
    )
    return output

def _flatten(ctx, elf, kind, base, limit, record = None):
    out = None if record else ctx.actions.declare_file(ctx.label.name + ".bin")
    return _mkimage(ctx, [
        "flat",
        "--elf=" + elf.path,
        "--out=" + (out.path if out else "/dev/null"),
        "--base=" + base,
        "--limit=" + limit,
        "--kind=" + kind,
        "--label=" + str(ctx.label).lstrip("@"),
    ], [elf], out, record)

def _image_providers(ctx, elf, image, sources):
    return [
        DefaultInfo(files = depset([image]), runfiles = ctx.runfiles([image, elf])),
        ImageInfo(elf = elf, image = image, sources = [elf] + sources),
        OutputGroupInfo(elf = depset([elf])),
    ]

IMAGE_ATTRS = {
    "binary": attr.label(
        doc = "The go_binary; only its archives are asked for, never its own link.",
        mandatory = True,
        providers = [GoArchive],
    ),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
    "_extld": attr.label(
        cfg = "exec",
        default = "//toolchains/riscv/extld",
        executable = True,
    ),
    "_go_context_data": attr.label(default = "@rules_go//:go_context_data"),
    "_mkimage": attr.label(
        cfg = "exec",
        default = "//tools/mkimage",
        executable = True,
    ),
    "_scripts": attr.label(default = "//platforms/k210:linker_scripts"),
    "_sdk": attr.label(
        default = "//toolchains/riscv:freestanding_sdk",
        providers = [FreestandingInfo],
    ),
    "_slimtab": attr.label(
        cfg = "exec",
        default = "//tools/slimtab",
        executable = True,
    ),
    "_start": attr.label(
        allow_single_file = [".S"],
        default = "//platforms/k210:start.S",
    ),
}

def script_attr(script):
    """Returns the attribute that has the linker script."""
    return {"script": attr.label(
        allow_single_file = [".ld"],
        default = "//platforms/k210:" + script,
        doc = "The linker script.",
    )}

IMAGE_TOOLCHAINS = [_GO, _BINUTILS]

def _firmware_image_impl(ctx):
    elf = link_elf(ctx, ctx.attr.binary[GoArchive], [], {})
    image = _flatten(ctx, elf, "firmware", "0x80000000", "0x80020000")
    return _image_providers(ctx, elf, image, [])

firmware_image = rule(
    implementation = _firmware_image_impl,
    doc = "Machine-mode firmware, in the 128 KiB below the kernel.",
    attrs = IMAGE_ATTRS | script_attr("firmware.ld"),
    cfg = k210_transition,
    provides = [ImageInfo],
    toolchains = IMAGE_TOOLCHAINS,
)

def app_elf_and_image(ctx, record = None):
    """Links an app. Returns its ELF file and its flat image, or lets record tell how mkimage ended."""
    elf = link_elf(ctx, ctx.attr.binary[GoArchive], [], {
        "HEAP_LIMIT": _hex(ctx.attr.heap_limit),
        "HEAP_SIZE": "0",  # its heap lies behind the image: app.ld
    })

    # (Behind the heap come a guard and the start block: app.ld, user/abi.)
    return elf, _flatten(ctx, elf, "app", _hex(_USER_BASE), _hex(_USER_END - ctx.attr.heap_limit - 2 * 4096), record)

# Virtual addresses of apps: platforms/k210/memory.go.
_USER_BASE = 0x40000000
_USER_END = 0x40200000

def _user_app_impl(ctx):
    elf, image = app_elf_and_image(ctx)
    return _image_providers(ctx, elf, image, []) + [
        AppInfo(
            name = ctx.attr.app_name or ctx.label.name,
            arguments = ctx.attr.arguments,
            heap_limit = ctx.attr.heap_limit,
            nice = ctx.attr.nice,
            restarts = ctx.attr.restarts,
        ),
    ]

def _hex(n):
    return "0x%x" % n

APP_ATTRS = IMAGE_ATTRS | script_attr("app.ld") | {
    "allocator": attr.string(
        default = "buddy",
        doc = """A value of //heap:allocator; empty for the command line's. An app has a heap of
some tens of KiB, in which slabs of 4 KiB are large, and an image that buddy keeps 10 KiB smaller.""",
    ),
    "app_name": attr.string(doc = "What the kernel calls it; the target's name unless given."),
    "arguments": attr.string_list(doc = "What the app finds behind its name."),
    "heap_limit": attr.int(
        default = 0x10000,
        doc = "Bytes that its heap may grow to, a multiple of 4096.",
    ),
    "nice": attr.int(doc = "Priority, -20 (most) to 19."),
    "restarts": attr.int(doc = "How often the kernel starts the app again after it has ended."),
}

user_app = rule(
    implementation = _user_app_impl,
    doc = "A program in user mode, in an address space of its own.",
    attrs = APP_ATTRS,
    cfg = k210_transition,
    provides = [AppInfo, ImageInfo],
    toolchains = IMAGE_TOOLCHAINS,
)

def _pack(ctx):
    """All apps in one file, which the kernel finds between sapps and eapps."""
    pack = ctx.actions.declare_file(ctx.label.name + "/apps.pack")
    spec = ctx.actions.declare_file(ctx.label.name + "/apps.json")
    inputs = [spec]
    apps = []
    for app in ctx.attr.apps:
        image, info = app[ImageInfo], app[AppInfo]
        inputs += [image.elf, image.image]
        apps.append(struct(
            name = info.name,
            arguments = info.arguments,
            bin = image.image.path,
            elf = image.elf.path,
            heap = _hex(info.heap_limit),
            nice = info.nice,
            restarts = info.restarts,
        ))
    ctx.actions.write(spec, json.encode_indent(apps))
    return _mkimage(ctx, ["pack", "--out=" + pack.path, "--apps=" + spec.path], inputs, pack)

def kernel_elf_and_image(ctx, record = None):
    """Links a kernel with its apps. Returns its ELF file and its flat image, or lets record tell how mkimage ended."""
    objects = [_assemble(ctx, ctx.file._apps, [_pack(ctx)])] if ctx.attr.apps else []
    elf = link_elf(ctx, ctx.attr.binary[GoArchive], objects, {
        "HEAP_SIZE": ctx.attr.heap_size or ctx.attr._heap_size[SettingInfo].value,
    })
    return elf, _flatten(ctx, elf, "kernel", "0x80020000", "0x80400000", record)

def _kernel_image_impl(ctx):
    elf, image = kernel_elf_and_image(ctx)
    return _image_providers(ctx, elf, image, [app[ImageInfo].elf for app in ctx.attr.apps])

KERNEL_ATTRS = IMAGE_ATTRS | script_attr("kernel.ld") | {
    "allocator": attr.string(doc = "A value of //heap:allocator, instead of the command line's."),
    "apps": attr.label_list(
        doc = "What the kernel loads, in this order.",
        providers = [AppInfo, ImageInfo],
    ),
    "heap_size": attr.string(doc = "A value of //kernel:heap_size, instead of the command line's."),
    "scheduler": attr.string(doc = "A value of //task:scheduler, instead of the command line's."),
    "_apps": attr.label(
        allow_single_file = [".S"],
        default = "//platforms/k210:apps.S",
    ),
    "_heap_size": attr.label(
        default = "//kernel:heap_size",
        providers = [SettingInfo],
    ),
}

kernel_image = rule(
    implementation = _kernel_image_impl,
    doc = "A kernel in supervisor mode with the apps that it runs.",
    attrs = KERNEL_ATTRS,
    cfg = k210_transition,
    provides = [ImageInfo],
    toolchains = IMAGE_TOOLCHAINS,
)
