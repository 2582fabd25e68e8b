# SPDX-License-Identifier: MIT
"""Booting images in QEMU: boot_test watches the console, qemu_run attaches the terminal."""

load(":image.bzl", "ImageInfo")

QEMU_TOOLCHAIN = "//toolchains/riscv:qemu"

# Arguments of QEMU. An instruction is a nanosecond, whatever the host does: every
# run is the same.
ICOUNT = [
    "-icount",
    "shift=0,sleep=off",
]

# 16 ns an instruction: more ticks in fewer instructions.
SLOW_ICOUNT = [
    "-icount",
    "shift=4,sleep=off",
]

def qemu_command(ctx):
    """QEMU's arguments for the K210's memory map on the virt machine."""
    qemu = ctx.toolchains[QEMU_TOOLCHAIN].info.programs["qemu-system-riscv64"]
    return [
        qemu.short_path,
        "-machine",
        "virt",
        "-cpu",
        "rv64,h=false",  # no hypervisor extension, as on the K210 (k210-facts.md §2.1)
        "-smp",
        str(ctx.attr.harts),
        "-m",
        "8M",  # k210-facts.md §1
        "-display",
        "none",
        "-monitor",
        "none",
        "-bios",
        ctx.attr.firmware[ImageInfo].image.short_path,
        "-device",
        "loader,file={},addr=0x80020000".format(ctx.attr.kernel[ImageInfo].image.short_path),
    ] + ctx.attr.qemu_args

def driver_providers(ctx, spec, files = [], transitive_files = []):
    """The providers of a target that runs its driver on a spec.

    Args:
      ctx: the rule's context; its attributes are MACHINE_ATTRS and _driver.
      spec: dict, the JSON of package //tools/boot/spec.
      files: more Files that the driver needs.
      transitive_files: list of depsets of Files, likewise.

    Returns:
      A list of providers.
    """
    spec = {"min_version": "7.0"} | spec
    spec_file = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(spec_file, json.encode_indent(struct(**spec)))
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = ctx.executable._driver, is_executable = True)
    kernel = ctx.attr.kernel[ImageInfo]
    files = files + [
        spec_file,
        kernel.image,
        kernel.elf,
        ctx.attr.firmware[ImageInfo].image,
    ]
    return [
        DefaultInfo(
            executable = executable,
            runfiles = ctx.runfiles(files, transitive_files = depset(transitive = transitive_files + [ctx.toolchains[QEMU_TOOLCHAIN].info.files]))
                .merge(ctx.attr._driver[DefaultInfo].default_runfiles),
        ),
        RunEnvironmentInfo(environment = {"BOOT_SPEC": spec_file.short_path}),
    ]

def _boot_test_impl(ctx):
    # What explains an address where the machine hung.
    symbols = ctx.attr.kernel[ImageInfo].sources + ctx.attr.firmware[ImageInfo].sources
    return driver_providers(ctx, {
        "command": qemu_command(ctx) + ["-serial", "stdio"],
        "elf": ctx.attr.kernel[ImageInfo].elf.short_path,
        "anywhere": ctx.attr.expect_anywhere,
        "exit_status": ctx.attr.exit_status,
        "expect": ctx.attr.expect,
        "forbid": ctx.attr.forbid,
        "symbols": [f.short_path for f in symbols],
        "interactive": False,
        "timeout_seconds": ctx.attr.deadline_seconds,
        "want_failure": ctx.attr.want_failure,
    }, files = symbols)

def _qemu_run_impl(ctx):
    return driver_providers(ctx, {
        # (signal=on: Ctrl-C is for QEMU, not for the guest.)
        "command": qemu_command(ctx) + ["-chardev", "stdio,id=console,signal=on", "-serial", "chardev:console"],
        "elf": ctx.attr.kernel[ImageInfo].elf.short_path,
        "interactive": True,
    })

# What every rule that starts a machine asks for.
MACHINE_ATTRS = {
    "firmware": attr.label(
        default = "//firmware:image",
        doc = "The machine-mode firmware.",
        providers = [ImageInfo],
    ),
    "harts": attr.int(default = 1, doc = "How many harts QEMU has."),
    "kernel": attr.label(
        doc = "What the firmware hands over to, at 0x80020000.",
        mandatory = True,
        providers = [ImageInfo],
    ),
    "qemu_args": attr.string_list(doc = "More arguments of QEMU."),
}

_BOOT_ATTRS = MACHINE_ATTRS | {"_driver": attr.label(
    cfg = "target",
    default = "//tools/boot",
    executable = True,
)}

boot_test = rule(
    implementation = _boot_test_impl,
    doc = """Boots a kernel in QEMU and passes when the console shows what is expected, nothing
that is forbidden, and QEMU ends in time with the wanted status. The whole console is kept
in the test's outputs.""",
    attrs = _BOOT_ATTRS | {
        "deadline_seconds": attr.int(
            default = 30,
            doc = "Seconds until the machine counts as hung.",
        ),
        "exit_status": attr.int(
            default = 0,
            doc = "How QEMU must end: 0 after a shutdown, 1 after a kernel panic.",
        ),
        "expect": attr.string_list(
            doc = "Texts that the console must show, in this order; \"send:TEXT\" types TEXT.",
            mandatory = True,
        ),
        "expect_anywhere": attr.string_list(
            doc = "Texts that the console must show, too, in whatever order.",
        ),
        "forbid": attr.string_list(
            default = ["panic:", "fatal error:", "FAIL"],
            doc = "Texts that the console must not show.",
        ),
        "want_failure": attr.string_list(
            doc = "Turns the test round: the run must fail, and its report must hold these texts in order.",
        ),
    },
    test = True,
    toolchains = [QEMU_TOOLCHAIN],
)

qemu_run = rule(
    implementation = _qemu_run_impl,
    doc = "`bazel run` boots a kernel in QEMU with the terminal as its console.",
    attrs = _BOOT_ATTRS,
    executable = True,
    toolchains = [QEMU_TOOLCHAIN],
)
