# SPDX-License-Identifier: MIT
"""Execution environments: the machines that images run in, each a target.

An execution environment is one machine as a program starts it: QEMU's virt
(//platforms/virt:qemu_virt), the same machine in our emulator
(//platforms/virt:virtemu), the K210 there (//platforms/k210:k210emu). It is a
target with an ExecEnvInfo, made by a rule for each kind of program
(qemu_env.bzl, emulator_env.bzl), which resolves the program's toolchain and
knows its command line. Nothing else does: boot.bzl and gdb.bzl only ask.

    boot_test(
        name = "echo_test",
        expect = ["[kernel] app_0 [0x", "send:quit\\r"],
        kernel = ":echo_kernel",
    )

declares echo_test_qemu_virt, echo_test_virtemu and echo_test_k210emu, each
tagged with its environment's name, and a test_suite echo_test of them. So

    ./bazelw test //kernel/tests:echo_test                     everywhere
    ./bazelw test //kernel/tests:echo_test_k210emu             there
    ./bazelw test //... --test_tag_filters=k210emu             all of it there

A new machine is a target and its line in EXEC_ENVS: no test changes. Where what
the machine prints names it, the text has a parameter of the environment in
braces, as in "Platform: {platform}, ". Where an attribute has to differ, a test
says `exec_env = EXEC_ENVS | {env: dict(attribute = value)}` and why; where a
test makes no sense, `EXEC_ENVS | {env: unfit("the reason")}`.

The idea is OpenTitan's exec_env.
"""

ExecEnvInfo = provider(
    "A machine that images run in.",
    fields = {
        "command": """function(ctx, env, run) -> struct(command, files): the command that starts
the machine, a list of strings, paths relative to the main repository's runfiles, for which {root}
may stand; and the Files that it needs beside program_files and the symbols of kernel and firmware.
ctx is that of the rule that runs it, for files to be made. run is a struct: kernel and firmware
(ImageInfo), image (File that has both, or None), harts (0 for the machine's own number), exact and
slow (bool: see boot_test), instruction_limit_millions (0 for none), interactive (bool: the console is
a person's terminal), strict (bool) and scanners (list of strings; of both, see boot_test).""",
        "details": "struct for command alone",
        "emulator": "what the program is called in messages: QEMU, or its own name",
        "firmware": "ImageInfo of the firmware that the machine starts with",
        "min_version": "string: the oldest version of the program that will do; empty for any",
        "params": "dict of strings: what stands in braces in a test's texts",
        "program_files": "depset of Files: the program and what it needs",
    },
)

K210EMU = "//platforms/k210:k210emu"
QEMU_VIRT = "//platforms/virt:qemu_virt"
VIRTEMU = "//platforms/virt:virtemu"

# Where every boot test runs, unless it says otherwise.
EXEC_ENVS = {
    QEMU_VIRT: None,
    VIRTEMU: None,
    K210EMU: None,
}

UnfitInfo = provider(
    "Why a test does not run in an environment.",
    fields = {"reason": "string"},
)

def unfit(reason):
    """Returns what a test declares in place of an environment's attributes where it cannot run.

    Args:
      reason: string, why it makes no sense there: a test that fails is no reason.
    """
    if not reason:
        fail("unfit() wants the reason")
    return UnfitInfo(reason = reason)

def env_name(env):
    """Returns the name of an environment by its label, such as k210emu."""
    return Label(env).name

def substitute(texts, params):
    """Returns texts with each {key} of params replaced by its value; other braces stay."""
    out = []
    for text in texts:
        for key, value in params.items():
            text = text.replace("{" + key + "}", value)
        out.append(text)
    return out
