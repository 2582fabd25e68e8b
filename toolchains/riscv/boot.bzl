# SPDX-License-Identifier: MIT
"""Booting images: boot_test watches the console, qemu_run attaches the terminal.

All of them start the machine of an execution environment (exec_env.bzl) through the
driver //tools/boot, which a spec tells what to do (package //tools/boot/spec).
"""

load(":board_image.bzl", "BoardImageInfo")
load(":exec_env.bzl", "EXEC_ENVS", "ExecEnvInfo", "K210EMU", "QEMU_VIRT", "env_name", "substitute")
load(":image.bzl", "ImageInfo")

def machine_spec(
        ctx,
        kernel = None,
        firmware = None,
        image = None,
        interactive = False,
        instruction_limit_millions = 0,
        strict = False,
        scanners = []):
    """The machine that a rule's attributes, MACHINE_ATTRS, describe.

    Args:
      ctx: the rule's context.
      kernel: ImageInfo, instead of the attribute's.
      firmware: ImageInfo, instead of the attribute's.
      image: File that has both, where there is one.
      interactive: whether the console is a person's terminal.
      instruction_limit_millions: when a machine that counts instructions ends as hung; 0 for never.
      strict: whether a machine that can reports what would break on the board, and fails.
      scanners: list of strings, see boot_test.

    Returns:
      A struct: spec is a dict with the part of a driver's spec that is about the machine, files are
      the Files that it names, transitive_files the depset of what the emulator needs.
    """
    env = ctx.attr.exec_env[ExecEnvInfo]
    kernel = kernel or ctx.attr.kernel[ImageInfo]
    firmware = firmware or (ctx.attr.firmware[ImageInfo] if ctx.attr.firmware else env.firmware)
    started = env.command(ctx, env, struct(
        exact = ctx.attr.exact,
        firmware = firmware,
        harts = ctx.attr.harts,
        image = image,
        instruction_limit_millions = instruction_limit_millions,
        interactive = interactive,
        kernel = kernel,
        scanners = scanners,
        slow = ctx.attr.slow,
        strict = strict,
    ))

    # What explains an address where the machine hung.
    symbols = kernel.sources + firmware.sources
    return struct(
        files = started.files + symbols,
        spec = {
            "command": started.command + ctx.attr.arguments,
            "elf": kernel.elf.short_path,
            "emulator": env.emulator,
            "interactive": interactive,
            "min_version": env.min_version,
            "symbols": [f.short_path for f in symbols],
        },
        transitive_files = env.program_files,
    )

def driver_providers(ctx, machine, spec, files = [], transitive_files = []):
    """The providers of a target that runs its driver on a spec.

    Args:
      ctx: the rule's context; its attributes are MACHINE_ATTRS and _driver.
      machine: what machine_spec returned.
      spec: dict, the rest of the JSON of package //tools/boot/spec.
      files: more Files that the driver needs.
      transitive_files: list of depsets of Files, likewise.

    Returns:
      A list of providers.
    """
    spec_file = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(spec_file, json.encode_indent(struct(**(machine.spec | spec))))
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = ctx.executable._driver, is_executable = True)
    runfiles = ctx.runfiles(
        [spec_file] + machine.files + files,
        transitive_files = depset(transitive = transitive_files + [machine.transitive_files]),
    )
    return [
        DefaultInfo(
            executable = executable,
            runfiles = runfiles.merge(ctx.attr._driver[DefaultInfo].default_runfiles),
        ),
        RunEnvironmentInfo(environment = {"BOOT_SPEC": spec_file.short_path}),
    ]

def _boot_test_impl(ctx):
    params = ctx.attr.exec_env[ExecEnvInfo].params
    return driver_providers(ctx, machine_spec(
        ctx,
        instruction_limit_millions = ctx.attr.instruction_limit_millions,
        scanners = ctx.attr.scanners,
        strict = ctx.attr.strict,
    ), {
        "anywhere": substitute(ctx.attr.expect_anywhere, params),
        "exit_status": ctx.attr.exit_status,
        "expect": substitute(ctx.attr.expect, params),
        "forbid": substitute(ctx.attr.forbid, params),
        "timeout_seconds": ctx.attr.deadline_seconds,
        "want_failure": substitute(ctx.attr.want_failure, params),
    })

def _boot_run_impl(ctx):
    return driver_providers(ctx, machine_spec(ctx, interactive = True), {})

def _image_run_impl(ctx):
    image = ctx.attr.image[BoardImageInfo]
    return driver_providers(ctx, machine_spec(
        ctx,
        firmware = image.firmware,
        image = image.image,
        interactive = True,
        kernel = image.kernel,
    ), {})

# What every rule that starts a machine asks for,
_ENV_ATTRS = {
    "arguments": attr.string_list(doc = "More arguments of the environment's program. (Not for tests: those run in several.)"),
    "exact": attr.bool(doc = """Guest instructions are counted: an instruction always takes as long, and every
run is the same. Emulators of our own always count; QEMU, where this is false, has the host's time."""),
    "exec_env": attr.label(
        default = QEMU_VIRT,
        doc = "The machine.",
        providers = [ExecEnvInfo],
    ),
    "harts": attr.int(doc = "How many harts the machine has, where it can have several numbers; 0 for its own number."),
    "slow": attr.bool(doc = """As exact, and instructions take longer, where that can be chosen: more
ticks in fewer instructions, for a test of what happens at ticks. (16 ns in QEMU instead of 1.)"""),
}

# and those that bring firmware and kernel together themselves.
MACHINE_ATTRS = _ENV_ATTRS | {
    "firmware": attr.label(
        doc = "The machine-mode firmware, instead of the environment's.",
        providers = [ImageInfo],
    ),
    "kernel": attr.label(
        doc = "What the firmware hands over to, at 0x80020000.",
        mandatory = True,
        providers = [ImageInfo],
    ),
}

_DRIVER_ATTR = {"_driver": attr.label(
    cfg = "target",
    default = "//tools/boot",
    executable = True,
)}

_BOOT_ATTRS = MACHINE_ATTRS | _DRIVER_ATTR

_boot_test = rule(
    implementation = _boot_test_impl,
    doc = "boot_test in one environment.",
    attrs = _BOOT_ATTRS | {
        "deadline_seconds": attr.int(
            default = 30,
            doc = "Seconds until the machine counts as hung.",
        ),
        "exit_status": attr.int(
            default = 0,
            doc = "How the emulator must end: 0 after a shutdown, 1 after a kernel panic.",
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
        "instruction_limit_millions": attr.int(
            default = 1000,
            doc = """Millions of guest instructions, of all harts together, until the machine counts as hung
where instructions are counted: always the same, however busy the host is.""",
        ),
        "scanners": attr.string_list(
            doc = """What names of functions begin with that may read words which were never written, where
the machine is strict.""",
        ),
        "strict": attr.bool(
            default = True,
            doc = """Where the machine can, it reports what works there and would break on the board, such as a
fence that is missing, and the test fails: //tools/k210emu, "Strict mode".""",
        ),
        "want_failure": attr.string_list(
            doc = "Turns the test round: the run must fail, and its report must hold these texts in order.",
        ),
        # What merges the coverage that the emulator leaves. (`bazel coverage` alone builds it.)
        "_lcov_merger": attr.label(
            cfg = "exec",
            default = configuration_field(
                fragment = "coverage",
                name = "output_generator",
            ),
        ),
    },
    fragments = ["coverage"],
    test = True,
)

def boot_test(name, exec_env = EXEC_ENVS, tags = [], visibility = None, **attributes):
    """Boots a kernel in each environment.

    A test passes when the console shows what is expected, nothing that is forbidden, and the
    emulator ends in time with the wanted status. The whole console is kept in the test's outputs.

    Args:
      name: of the test_suite of all the tests; each is called by it and its environment.
      exec_env: dict: the label of an environment -> None, or a dict of attributes that differ
        there, or unfit(reason). Without it, EXEC_ENVS.
      tags: of the tests, besides the environment's name.
      visibility: of suite and tests.
      **attributes: of the tests: those of _boot_test, in its texts {key} for a parameter of the
        environment.
    """
    tests = []
    for env, differing in exec_env.items():
        if hasattr(differing, "reason"):
            continue
        test = "{}_{}".format(name, env_name(env))
        _boot_test(
            name = test,
            exec_env = env,
            tags = tags + [env_name(env)],
            visibility = visibility,
            **(attributes | (differing or {}))
        )
        tests.append(test)
    if not tests:
        fail("boot_test {}: it runs nowhere".format(name))
    native.test_suite(
        name = name,
        tags = ["manual"],  # (a pattern such as //... finds the tests themselves)
        tests = tests,
        visibility = visibility,
    )

_boot_run = rule(
    implementation = _boot_run_impl,
    doc = "`bazel run` boots a kernel with the terminal as its console.",
    attrs = _BOOT_ATTRS,
    executable = True,
)

def qemu_run(name, **attributes):
    """`bazel run` boots a kernel in QEMU with the terminal as its console.

    Args:
      name: of the target.
      **attributes: those of MACHINE_ATTRS and of every rule.
    """
    _boot_run(name = name, exec_env = QEMU_VIRT, **attributes)

_image_run = rule(
    implementation = _image_run_impl,
    doc = "`bazel run` boots an image with the terminal as its console.",
    attrs = _ENV_ATTRS | _DRIVER_ATTR | {"image": attr.label(
        doc = "Firmware and kernel, as the machine's flash holds them.",
        mandatory = True,
        providers = [BoardImageInfo],
    )},
    executable = True,
)

def k210_run(name, **attributes):
    """`bazel run` boots an image in the K210's emulator with the terminal as its console.

    Args:
      name: of the target.
      **attributes: image, a joined_image, and those of every rule.
    """
    _image_run(name = name, exec_env = K210EMU, **attributes)
