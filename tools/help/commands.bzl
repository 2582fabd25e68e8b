# SPDX-License-Identifier: MIT
"""What one can run: README.md's tables of commands, and `./bazelw run //:help`.

//tools/help:help_test compares README.md with these tables, row by row, and
//:commands_exist_test wants each row's target to be there.
"""

def _row(command, what, target = None):
    """A row of the table.

    Args:
      command: what one types.
      what: what happens then, in Markdown.
      target: string, the label that the command runs; None for patterns of Bazel's and other programs.

    Returns:
      A struct of these.
    """
    return struct(command = command, what = what, target = target)

# What README.md begins with.
FIRST = [
    _row(
        "./bazelw run //:qemu",
        "builds firmware, kernel and an app, and boots them in QEMU",
        "//:qemu",
    ),
    _row(
        "./bazelw test //...",
        "runs all tests",
    ),
]

# The table of the section "More to do with it".
COMMANDS = [
    _row(
        "./bazelw run //:qemu --//heap:allocator=buddy",
        "the same with another allocator behind `new`: `tlsf`, `buddy` or `bump`",
        "//:qemu",
    ),
    _row(
        "./bazelw run //:k210",
        "the same kernel with the board's firmware, as flash holds both, in our emulator of the K210 and its LEDs",
        "//:k210",
    ),
    _row(
        "./bazelw run //:k210 -- --strict",
        "the same, and a report of all that would break on the board: a missing fence, memory that was never written, …",
        "//:k210",
    ),
    _row(
        "./bazelw run //:k210 -- --gdb",
        "the same, waiting for gdb, which can also step back; `--trace`, `--count`: [tools/k210emu](tools/k210emu)",
        "//:k210",
    ),
    _row(
        "./bazelw run //:flash -- --port /dev/ttyUSB0",
        "writes firmware and kernel into a board's flash over its serial line, and resets it",
        "//:flash",
    ),
    _row(
        "./bazelw run //:monitor -- --port /dev/ttyUSB0",
        "the board's console",
        "//:monitor",
    ),
    _row(
        "./bazelw run //:apps",
        "a machine full of apps at the same time, good ones and bad ones",
        "//:apps",
    ),
    _row(
        "./bazelw run //:apps --//task:scheduler=stride",
        "the same under another scheduler: `round_robin`, `fifo` or `stride`",
        "//:apps",
    ),
    _row(
        "./bazelw run //kernel/tests/isolation:spaces > LOG",
        "who has which memory, as tables; apps that try what is not theirs",
        "//kernel/tests/isolation:spaces",
    ),
    _row(
        "./bazelw run //tools/spaceview -- LOG --space kernel",
        "the same as a picture",
        "//tools/spaceview",
    ),
    _row(
        "./bazelw run //kernel/bench",
        "what a system call and a switch cost, beside budget and peers",
        "//kernel/bench",
    ),
    _row(
        "./bazelw run //tools/symbolize < LOG",
        "functions and lines behind the addresses in a console's log",
        "//tools/symbolize",
    ),
    _row(
        "./bazelw run //kernel/timeline > LOG",
        "some apps, and every switch between them recorded",
        "//kernel/timeline",
    ),
    _row(
        "./bazelw run //tools/timeline -- LOG",
        "who ran when, as a picture, or as text with `--text`",
        "//tools/timeline",
    ),
    _row(
        "./bazelw run //:gdb",
        "QEMU stopped at the first instruction, gdb attached, with symbols and lines",
        "//:gdb",
    ),
    _row(
        "./bazelw run //tools/heapview -- TRACE...",
        "a page that plays a heap trace over each allocator's memory",
        "//tools/heapview",
    ),
    _row(
        "./bazelw run //heap/bench",
        "what the allocators cost in guest instructions, and what memory they waste",
        "//heap/bench",
    ),
    _row(
        "./bazelw test //kernel/tests/...",
        "only the boot tests, each on every machine",
    ),
    _row(
        "./bazelw test //... --test_tag_filters=k210emu",
        "all boot tests on one machine: `qemu_virt`, `virtemu` or `k210emu`",
    ),
    _row(
        "./bazelw coverage //...",
        "all tests, counting which lines run, on the host and in guests",
    ),
    _row(
        "./bazelw run //tools/coverage",
        "what that has found: a table, and a page with the sources",
        "//tools/coverage",
    ),
    _row(
        "./bazelw run //:gazelle",
        "writes the BUILD files anew",
        "//:gazelle",
    ),
    _row(
        "./bazelw run //quality:fix",
        "formats Go and BUILD files",
        "//quality:fix",
    ),
    _row(
        "./bazelw test //quality/...",
        "only the checks of the tree; [quality/](quality) says how to mend what they find",
    ),
    _row(
        "./bazelw run //quality:size_report",
        "how large the images are, and by how much they grew",
        "//quality:size_report",
    ),
    _row(
        "./bazelw --locked test //...",
        "the same tests, but drift of a pinned Debian package is an error",
    ),
    _row(
        "./bazelw run //tools/gopackagesdriver/install",
        "a go command and gopls for your editor: [docs/editors.md](docs/editors.md)",
        "//tools/gopackagesdriver/install",
    ),
    _row(
        "go build ./... && go test ./...",
        "the packages that run on the host, with plain Go",
    ),
    _row(
        "./bazelw run //:help",
        "lists these commands",
        "//:help",
    ),
]

# The table of the section "Caches, and what a build may use": what is run now and then,
# to check the tree from outside or to keep it up.
UPKEEP = [
    _row(
        "./bazelw run //tools/remote_cache -- --dir DIR",
        "a remote cache on this machine: nginx of Debian's packages",
        "//tools/remote_cache",
    ),
    _row(
        "./bazelw test //... --config=remote_cache --remote_cache=URL",
        "reads from it; `remote_cache_write` also writes",
    ),
    _row(
        "./bazelw run //tools/remote_cache/endtoend",
        "checks that builds are cached, the same, offline and hermetic, on two clean copies of the tree",
        "//tools/remote_cache/endtoend",
    ),
    _row(
        "./bazelw run //tools/bootstrap/endtoend",
        "checks `./bazelw` itself: from empty caches, and with programs that are missing, old or damaged",
        "//tools/bootstrap/endtoend",
    ),
    _row(
        "./bazelw run //tools/gopackagesdriver/endtoend",
        "checks that gopls understands every package of the tree",
        "//tools/gopackagesdriver/endtoend",
    ),
    _row(
        "./bazelw run //docs/changes",
        "makes each change of CONTRIBUTING.md in a clean copy of the tree, builds it and tests it",
        "//docs/changes",
    ),
    _row(
        "./bazelw run //quality/layers",
        "draws the layers of README.md anew, from the build graph",
        "//quality/layers",
    ),
    _row(
        "./bazelw run //tools/chapters",
        "makes the pictures and figures of the chapters anew, from what machines do",
        "//tools/chapters",
    ),
    _row(
        "tools/bootstrap/update_pins.sh",
        "brings SDK, modules and packages up to date, and says what changed",
    ),
]
