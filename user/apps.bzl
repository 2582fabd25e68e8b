# SPDX-License-Identifier: MIT
"""The user apps: lists that give name, program, arguments and heap.

All apps are linked for the same addresses, each has an address space of its own. A
kernel packs apps of one list, in which names differ: that is checked when BUILD files
are loaded.
"""

load("//toolchains/riscv:defs.bzl", "app_spec")

def _app(name, program, arguments = [], nice = 0, restarts = 0):
    """An app that makes no garbage: bump, without a collector, is 10 KiB smaller."""
    return app_spec(
        name = name,
        allocator = "bump",
        arguments = arguments,
        nice = nice,
        program = program,
        restarts = restarts,
    )

def _bad(name, what):
    return _app(name, "//user/bad", arguments = [what])

# What a machine full of apps runs, all at the same time.
APPS = [
    _app("hello", "//user/hello"),
    _app("power_3", "//user/power", arguments = ["3"]),
    _app("power_5", "//user/power", arguments = ["5"]),
    _app("power_7", "//user/power", arguments = ["7"]),
    _app("sleep", "//user/sleep"),
    _app("yield", "//user/yield"),
    _app("floats_1", "//user/floats", arguments = ["1"]),
    _app("floats_2", "//user/floats", arguments = ["2"]),
    _bad("bad_load", "load"),
    _bad("bad_store", "store"),
    _bad("bad_jump", "jump"),
    _bad("bad_instruction", "instruction"),
    _bad("bad_csr", "csr"),
    _bad("stack_overflow", "stack_overflow"),
    _bad("nil", "nil"),
    _bad("bad_syscall", "syscall"),
    _bad("bad_pointer", "pointer"),
    # (killer's argument is the number of spin, its place in the pack.)
    _bad("spin", "spin"),
    _app("killer", "//user/killer", arguments = ["18"]),
    # Maps, strings and garbage: it wants more.
    app_spec("heapuser", "//user/heapuser", heap = 0x20000),
]

# What the kernel's other tests run.
TEST_APPS = [
    _app("fuzz", "//user/fuzz", arguments = [
        "1",
        "1000000",
        "reads",
    ]),
    _app("fuzz_mortal", "//user/fuzz", arguments = [
        "2",
        "2000",
        "mortal",
    ], restarts = 200),
    _app("fuzz_witness", "//user/power", arguments = ["3"]),
    _app("echo", "//user/echo"),
    _app("bootcost", "//user/bootcost"),
    _app("yield_a", "//user/yield", arguments = ["3"]),
    _app("yield_b", "//user/yield", arguments = ["3"]),
    _app("nil_recovered", "//user/bad", ["recover"]),
    _app("longline", "//user/longline"),
    app_spec("gc_buddy", "//user/gc", heap = 0x30000),
    app_spec("gc_tlsf", "//user/gc", allocator = "tlsf", heap = 0x30000),
    app_spec("formats", "//user/formats", heap = 0x20000),
]

# What must not come out of their address spaces: //kernel/tests/isolation.
ISOLATION_APPS = [
    # (Two of them, with something else at the same address.)
    app_spec(name, "//user/bad", allocator = "bump", arguments = ["keep"], heap = 0x40000)
    for name in [
        "keeper",
        "keeper_too",
    ]
] + [
    _bad("bad_" + what, what)
    for what in [
        "kernel_read",
        "kernel_write",
        "kernel_exec",
        "other_app",
        "rodata_write",
        "exec_data",
        "device",
        "trampoline",
    ]
] + [
    app_spec("bad_hog", "//user/bad", allocator = "bump", arguments = ["hog"], heap = 0x1e0000),
]

# What //kernel/bench runs: one that measures and one that yields to it.
BENCH_APPS = [
    # (A hundred pages of its heap are touched, one for each time that this is measured.)
    app_spec("bench", "//user/bench", allocator = "bump", heap = 0x80000),
    _app("bench_partner", "//user/bench", arguments = ["partner"]),
]

# Some that compute for the same time, to see how the hart is shared.
SHARE_APPS = [
    _app("share_{}".format(n + 1), "//user/share")
    for n in range(5)
] + [
    # 30, 10 and 10 tickets: task.Stride.
    _app("share_30", "//user/share", nice = -10),
    _app("share_10", "//user/share", nice = 10),
    _app("share_10_too", "//user/share", nice = 10),
    _app("share_reniced", "//user/share", arguments = ["renice"], nice = 10),
]

# What //kernel/timeline records, beside some of APPS.
TIMELINE_APPS = [
    # 30 and 10 tickets: task.Stride.
    _app("compute_30", "//user/power", arguments = ["3"], nice = -10),
    _app("compute_10", "//user/power", arguments = ["5"], nice = 10),
    # (Its arguments are the number of spin, its place in that pack, and milliseconds.)
    _app("hunter", "//user/killer", arguments = [
        "7",
        "150",
    ]),
]

# What //kernel/tests runs on kernels whose own calls, from number 240 on, go wrong.
CALL_APPS = [
    _app("call_{}".format(240 + n), "//user/call", arguments = [str(240 + n)] + (["spin"] if n == 1 else []))
    for n in range(16)
]
