# SPDX-License-Identifier: MIT
"""Windows of memory for user apps: until there is paging, each is linked for its own."""

load(":image.bzl", "user_app")

# platforms/k210/memory.go: AppsBase and AppsEnd.
_APPS_BASE = 0x80400000
_APPS_END = 0x80600000
_PAGE = 4096

def app_window(name, program, base, size, allocator = "buddy", arguments = [], nice = 0, restarts = 0):
    """An entry of the list that user_apps takes.

    Args:
      name: what the kernel calls the app, and the name of its user_app target.
      program: label of the go_binary.
      base: address of the window, a multiple of 4096.
      size: bytes of the window, a multiple of 4096: image, .bss, stack, heap and start block.
      allocator: a value of //heap:allocator; empty for the command line's.
      arguments: list of strings, what the app finds behind its name.
      nice: priority, -20 (most) to 19.
      restarts: how often the kernel starts the app again after it has ended.

    Returns:
      A struct of these.
    """
    return struct(
        name = name,
        allocator = allocator,
        arguments = arguments,
        base = base,
        nice = nice,
        program = program,
        restarts = restarts,
        size = size,
    )

def windows_error(apps):
    """Returns what is wrong with the windows of a list of apps, or None."""
    seen = {}
    for a in apps:
        window = "app {}: its window [{}, {})".format(a.name, hex(a.base), hex(a.base + a.size))
        if a.name in seen:
            return "app {} is listed twice: give each a name of its own".format(a.name)
        if a.base % _PAGE != 0 or a.size % _PAGE != 0 or a.size <= 0:
            return window + " does not consist of whole pages of 4096 bytes"
        if a.base < _APPS_BASE or a.base + a.size > _APPS_END:
            return window + " leaves [{}, {}), where apps may be".format(hex(_APPS_BASE), hex(_APPS_END))
        for b in seen.values():
            if a.base < b.base + b.size and b.base < a.base + a.size:
                return window + " overlaps that of app {}, [{}, {}): move one of them".format(b.name, hex(b.base), hex(b.base + b.size))
        seen[a.name] = a
    return None

def hex(n):
    """Returns n as 0x…."""
    return "0x%x" % n

def user_apps(apps, visibility = None):
    """A user_app for every entry of a list, after a look at the windows of all.

    Args:
      apps: list of what app_window returns.
      visibility: of the targets.
    """
    error = windows_error(apps)
    if error:
        fail("\n\n//{}: {}\n".format(native.package_name(), error))
    for a in apps:
        user_app(
            name = a.name,
            allocator = a.allocator,
            arguments = a.arguments,
            binary = a.program,
            nice = a.nice,
            restarts = a.restarts,
            visibility = visibility,
            window_base = hex(a.base),
            window_size = hex(a.size),
        )
