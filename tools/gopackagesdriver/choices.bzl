# SPDX-License-Identifier: MIT
"""source_choices: which files of a package are built, where a select() in a BUILD file decides.

A package such as //kernel/policy holds a file for each scheduler, of which Bazel takes one.
The go command would take them all, and find everything declared twice.
"""

load("@rules_go//go:def.bzl", "GoArchive")
load("//heap:allocator.bzl", "ALLOCATORS", "DEFAULT_ALLOCATOR")
load("//platforms/k210:variants.bzl", "variant")
load("//task:scheduler.bzl", "DEFAULT_SCHEDULER", "SCHEDULERS")

def _values(all, default):
    """The values of a setting, the default one first."""
    return [default] + [value for value in all if value != default]

def _at(values, i):
    return values[i] if i < len(values) else values[0]

def _variants():
    """The variants whose files are asked for: together they have every value of every setting."""
    allocators = _values(ALLOCATORS, DEFAULT_ALLOCATOR)
    schedulers = _values(SCHEDULERS, DEFAULT_SCHEDULER)
    return [
        variant(_at(allocators, i), _at(schedulers, i))
        for i in range(max(len(allocators), len(schedulers)))
    ]

# (The first is what is built by default.)
_VARIANTS = _variants()

_PLATFORMS = "//command_line_option:platforms"

def _variants_transition_impl(_settings, _attr):
    return {name: {_PLATFORMS: "//platforms/k210:" + name} for name in _VARIANTS}

_variants_transition = transition(
    implementation = _variants_transition_impl,
    inputs = [],
    outputs = [_PLATFORMS],
)

def _source_choices_impl(ctx):
    variants = []
    for name in _VARIANTS:
        packages = {}
        for program in ctx.split_attr.programs[name]:
            for archive in program[GoArchive].transitive.to_list():
                packages[archive.importpath] = [f.short_path for f in archive.srcs if f.extension == "go"]
        variants.append(struct(name = name, packages = packages))
    out = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.write(out, json.encode_indent(struct(variants = variants)))
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

source_choices = rule(
    implementation = _source_choices_impl,
    doc = "NAME.json: for each variant of the platform, the packages of programs and their files.",
    attrs = {
        "programs": attr.label_list(
            cfg = _variants_transition,
            doc = "Bare-metal programs. Nothing is compiled of them.",
            mandatory = True,
            providers = [GoArchive],
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)
