# SPDX-License-Identifier: MIT
"""All source files of the workspace, as inputs of an action.

No list in a BUILD file could name the files that no BUILD file names yet, and a
check of the tree must see those above all. A repository rule can: it reads the
workspace's folders, which Bazel then watches, and links every file it finds. A
file that is added or removed anywhere makes the list anew; a file that changes
is an input that has changed. So the checks that read the tree are sandboxed and
cached as everything else is.

A link to a BUILD file has another name, for else its folder would be a package
of Bazel, whose files no other package may name. //quality/pack gives it back.
"""

# What is no source: version control, Bazel's links, and what .gitignore says.
_IGNORED = [".git", "MODULE.bazel.lock"]
_IGNORED_AT_ROOT = ["user.bazelrc"]
_IGNORED_PREFIX_AT_ROOT = "bazel-"
_IGNORED_SUFFIXES = [".swp", "~"]

# Behind the name of a link to a BUILD file.
_RENAMED = ".source"

# More folders, or files in them, than any tree of this size has.
_FOLDERS_AT_MOST = 100000

def _ignored(name, at_root):
    if name in _IGNORED or [s for s in _IGNORED_SUFFIXES if name.endswith(s)]:
        return True
    return at_root and (name in _IGNORED_AT_ROOT or name.startswith(_IGNORED_PREFIX_AT_ROOT))

def _source_tree_impl(rctx):
    files = []
    folders = [("", rctx.workspace_root)]
    for _ in range(_FOLDERS_AT_MOST):
        if not folders:
            break
        prefix, folder = folders.pop()
        at_root = prefix == ""
        for path in folder.readdir(watch = "yes" if at_root else "no"):
            name = path.basename
            if _ignored(name, at_root):
                continue
            if path.is_dir:
                if at_root:
                    # (All below it. To watch each folder's list of names would
                    # do, but Bazel 7 then fails for good where such a folder is
                    # gone. Where one of the root's is gone, one command fails.)
                    rctx.watch_tree(path)
                folders.append((prefix + name + "/", path))
                continue
            link = "tree/" + prefix + name
            if name in ["BUILD", "BUILD.bazel"]:
                link += _RENAMED
            rctx.symlink(path, link)
            files.append(link)
    rctx.file("BUILD.bazel", """\
# SPDX-License-Identifier: MIT
filegroup(
    name = "files",
    srcs = {},
    visibility = ["//visibility:public"],
)
""".format(json.encode_indent(sorted(files), indent = "    ")))

source_tree = repository_rule(
    implementation = _source_tree_impl,
    doc = "A repository of links to every source file of the workspace.",
    local = False,
)
