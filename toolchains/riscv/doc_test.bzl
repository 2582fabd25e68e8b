# SPDX-License-Identifier: MIT
"""doc_test: the commands that a document shows, run, and their output compared."""

def _doc_test_impl(ctx):
    arguments = ["--doc=" + ctx.file.doc.short_path]
    environment = {}
    runfiles = ctx.runfiles([ctx.file.doc]).merge(ctx.attr._doctest[DefaultInfo].default_runfiles)
    for target, command in ctx.attr.runs.items():
        executable = target[DefaultInfo].files_to_run.executable
        arguments.append("--run={}={}".format(command, executable.short_path))
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
        if RunEnvironmentInfo in target:
            for key, value in target[RunEnvironmentInfo].environment.items():
                if environment.get(key, value) != value:
                    fail("{}: two of the documented commands want {} differently: use a doc_test for each".format(ctx.label, key))
                environment[key] = value
    arguments += ["--elsewhere=" + command for command in ctx.attr.elsewhere]

    arguments_file = ctx.actions.declare_file(ctx.label.name + ".args")
    ctx.actions.write(arguments_file, "\n".join(arguments) + "\n")
    executable = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = executable, target_file = ctx.executable._doctest, is_executable = True)
    return [
        DefaultInfo(
            executable = executable,
            runfiles = runfiles.merge(ctx.runfiles([arguments_file])),
        ),
        RunEnvironmentInfo(environment = environment | {"DOCTEST_ARGS": arguments_file.short_path}),
    ]

doc_test = rule(
    implementation = _doc_test_impl,
    doc = "Runs the target behind each command of a document's console blocks, and compares the output.",
    attrs = {
        "doc": attr.label(
            allow_single_file = [".md"],
            doc = "The document.",
            mandatory = True,
        ),
        "elsewhere": attr.string_list(
            doc = "Documented commands that cannot run inside a test, such as Bazel itself; say in a comment where they are checked.",
        ),
        "runs": attr.label_keyed_string_dict(
            doc = "The executable behind each documented command.",
        ),
        "_doctest": attr.label(
            cfg = "target",
            default = "//tools/doctest",
            executable = True,
        ),
    },
    test = True,
)
