# SPDX-License-Identifier: MIT
"""Lists of user apps: a name, a program and what the kernel is told about each."""

load(":image.bzl", "user_app")

# platforms/k210/memory.go: UserBase and UserEnd.
_USER_SPACE = 0x200000
_PAGE = 4096

def app_spec(name, program, allocator = "buddy", arguments = [], heap = 0x10000, nice = 0, restarts = 0):
    """An entry of the list that user_apps takes.

    Args:
      name: what the kernel calls the app, and the name of its user_app target.
      program: label of the go_binary.
      allocator: a value of //heap:allocator; empty for the command line's.
      arguments: list of strings, what the app finds behind its name.
      heap: bytes that its heap may grow to, a multiple of 4096. Pages of it cost nothing until they are touched.
      nice: priority, -20 (most) to 19.
      restarts: how often the kernel starts the app again after it has ended.

    Returns:
      A struct of these.
    """
    return struct(
        name = name,
        allocator = allocator,
        arguments = arguments,
        heap = heap,
        nice = nice,
        program = program,
        restarts = restarts,
    )

def apps_error(apps):
    """Returns what is wrong with a list of apps, or None."""
    seen = {}
    for a in apps:
        if a.name in seen:
            return "app {} is listed twice: give each a name of its own".format(a.name)
        if a.heap % _PAGE != 0 or a.heap <= 0:
            return "app {}: its heap of {} bytes does not consist of whole pages of 4096 bytes".format(a.name, a.heap)
        if a.heap >= _USER_SPACE:
            return "app {}: its heap of {} bytes is more than the {} that an app has addresses for".format(a.name, a.heap, _USER_SPACE)
        seen[a.name] = a
    return None

def user_apps(apps, visibility = None):
    """A user_app for every entry of a list, after a look at all.

    Args:
      apps: list of what app_spec returns.
      visibility: of the targets.
    """
    error = apps_error(apps)
    if error:
        fail("\n\n//{}: {}\n".format(native.package_name(), error))
    for a in apps:
        user_app(
            name = a.name,
            allocator = a.allocator,
            arguments = a.arguments,
            binary = a.program,
            heap_limit = a.heap,
            nice = a.nice,
            restarts = a.restarts,
            visibility = visibility,
        )
