# SPDX-License-Identifier: MIT
"""command_list: the table of commands as JSON. commands_exist_test: its targets are there."""

load(":commands.bzl", "COMMANDS", "FIRST")

def _command_list_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(out, json.encode_indent([
        {"command": row.command, "first": row in FIRST, "what": row.what}
        for row in FIRST + COMMANDS
    ]))
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

command_list = rule(
    implementation = _command_list_impl,
    doc = "NAME.json: the commands and what they do.",
)

def _commands_exist_test_impl(ctx):
    # Bazel has found the targets, or this is never called; and they can be run.
    for target in ctx.attr.targets:
        if not target[DefaultInfo].files_to_run.executable:
            fail("//tools/help:commands.bzl says that one can run {}, but one can only build it".format(target.label))
    executable = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(executable, "#!/bin/sh\n", is_executable = True)
    return [DefaultInfo(executable = executable)]

_commands_exist_test = rule(
    implementation = _commands_exist_test_impl,
    doc = "Cannot be built when the target of a command is missing. Nothing is built of the targets.",
    attrs = {"targets": attr.label_list(
        doc = "What the commands run.",
        mandatory = True,
    )},
    test = True,
)

def commands_exist_test(name, **attributes):
    """Cannot be built when the target of a command is missing.

    Args:
      name: of the test.
      **attributes: of every test.
    """
    targets = {row.target: None for row in FIRST + COMMANDS if row.target}
    _commands_exist_test(name = name, targets = targets.keys(), **attributes)
