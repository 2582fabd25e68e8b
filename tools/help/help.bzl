# SPDX-License-Identifier: MIT
"""command_list: the tables of commands as JSON. commands_exist_test: their targets are there."""

load(":commands.bzl", "COMMANDS", "FIRST", "UPKEEP")

_ALL = {"first": FIRST, "more": COMMANDS, "upkeep": UPKEEP}

def _command_list_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(out, json.encode_indent([
        {"command": row.command, "table": table, "what": row.what}
        for table, rows in _ALL.items()
        for row in rows
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
    targets = {row.target: None for rows in _ALL.values() for row in rows if row.target}
    _commands_exist_test(name = name, targets = targets.keys(), **attributes)
