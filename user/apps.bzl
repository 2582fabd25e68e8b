# SPDX-License-Identifier: MIT
"""The user apps: lists that give name, window, program and arguments.

Until there is paging, every app is linked for the memory that it runs in. The
windows of one list must not overlap, nor leave the memory of apps: that is
checked when BUILD files are loaded. A kernel packs apps of one list.
"""

load("//toolchains/riscv:defs.bzl", "app_window")

# 96 KiB: image, .bss with 8 KiB of stack, and the rest for the heap. 21 of them fit.
_SIZE = 0x18000

def _app(n, name, program, arguments = [], nice = 0, restarts = 0):
    """An app with window n. It makes no garbage: bump, without a collector, is 10 KiB smaller."""
    return app_window(
        name = name,
        allocator = "bump",
        arguments = arguments,
        base = 0x80400000 + n * _SIZE,
        nice = nice,
        program = program,
        restarts = restarts,
        size = _SIZE,
    )

def _bad(n, name, what):
    return _app(n, name, "//user/bad", arguments = [what])

# What a machine full of apps runs, all at the same time.
APPS = [
    _app(0, "hello", "//user/hello"),
    _app(1, "power_3", "//user/power", arguments = ["3"]),
    _app(2, "power_5", "//user/power", arguments = ["5"]),
    _app(3, "power_7", "//user/power", arguments = ["7"]),
    _app(4, "sleep", "//user/sleep"),
    _app(5, "yield", "//user/yield"),
    _app(6, "floats_1", "//user/floats", arguments = ["1"]),
    _app(7, "floats_2", "//user/floats", arguments = ["2"]),
    _bad(8, "bad_load", "load"),
    _bad(9, "bad_store", "store"),
    _bad(10, "bad_jump", "jump"),
    _bad(11, "bad_instruction", "instruction"),
    _bad(12, "bad_csr", "csr"),
    _bad(13, "stack_overflow", "stack_overflow"),
    _bad(14, "nil", "nil"),
    _bad(15, "bad_syscall", "syscall"),
    _bad(16, "bad_pointer", "pointer"),
    # (killer's argument is the number of spin, its place in the pack.)
    _bad(17, "spin", "spin"),
    _app(18, "killer", "//user/killer", arguments = ["18"]),
    # Maps, strings and garbage: twice the window.
    app_window("heapuser", "//user/heapuser", 0x80400000 + 19 * _SIZE, 2 * _SIZE),
]

# What the kernel's other tests run.
TEST_APPS = [
    _app(0, "fuzz", "//user/fuzz", arguments = [
        "1",
        "1000000",
        "reads",
    ]),
    _app(1, "fuzz_mortal", "//user/fuzz", arguments = [
        "2",
        "2000",
        "mortal",
    ], restarts = 200),
    _app(2, "fuzz_witness", "//user/power", arguments = ["3"]),
    _app(3, "echo", "//user/echo"),
    _app(4, "bootcost", "//user/bootcost"),
    _app(5, "yield_a", "//user/yield", arguments = ["3"]),
    _app(6, "yield_b", "//user/yield", arguments = ["3"]),
    # (A panic takes 64 bytes: twice the window.)
    app_window("nil_recovered", "//user/bad", 0x80400000 + 7 * _SIZE, 2 * _SIZE, allocator = "bump", arguments = ["recover"]),
    _app(9, "longline", "//user/longline"),
    app_window("gc_buddy", "//user/gc", 0x80500000, 0x40000, allocator = "buddy"),
    app_window("gc_tlsf", "//user/gc", 0x80540000, 0x40000, allocator = "tlsf"),
    app_window("formats", "//user/formats", 0x80580000, 0x30000),
]

# What //kernel/bench runs: one that measures and one that yields to it.
BENCH_APPS = [
    _app(0, "bench", "//user/bench"),
    _app(1, "bench_partner", "//user/bench", arguments = ["partner"]),
]

# Some that compute for the same time, to see how the hart is shared.
SHARE_APPS = [
    _app(n, "share_{}".format(n + 1), "//user/share")
    for n in range(5)
] + [
    # 30, 10 and 10 tickets: task.Stride.
    _app(5, "share_30", "//user/share", nice = -10),
    _app(6, "share_10", "//user/share", nice = 10),
    _app(7, "share_10_too", "//user/share", nice = 10),
    _app(8, "share_reniced", "//user/share", arguments = ["renice"], nice = 10),
]

# What //kernel/timeline records, beside some of APPS, whose windows these leave alone.
TIMELINE_APPS = [
    # 30 and 10 tickets: task.Stride.
    _app(1, "compute_30", "//user/power", arguments = ["3"], nice = -10),
    _app(2, "compute_10", "//user/power", arguments = ["5"], nice = 10),
    # (Its arguments are the number of spin, its place in that pack, and milliseconds.)
    _app(18, "hunter", "//user/killer", arguments = [
        "7",
        "150",
    ]),
]

# What //kernel/tests runs on kernels whose own calls, from number 240 on, go wrong.
CALL_APPS = [
    _app(n, "call_{}".format(240 + n), "//user/call", arguments = [str(240 + n)] + (["spin"] if n == 1 else []))
    for n in range(16)
]
