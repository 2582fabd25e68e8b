# SPDX-License-Identifier: MIT
"""What a launcher of a program of this machine says, and which libraries it knows."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load(":host_program.bzl", "launcher_of", "libraries_of")

_LDD = """\
\tlinux-vdso.so.1 (0x00007ffc0b7f2000)
\tlibbfd-2.40-riscv64.so => /usr/lib/x86_64-linux-gnu/libbfd-2.40-riscv64.so (0x00007f0000000000)
\tlibgone.so => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0000001000)
"""

_LAUNCHER = """\
#!/bin/sh
# A program of the machine that built this, sha256:
# 01ab  /usr/bin/ada's/ld
# 23cd  /lib/libc.so.6
exec '/usr/bin/ada'\\''s/ld' "$@"
"""

def _host_program_test_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, ["/usr/lib/x86_64-linux-gnu/libbfd-2.40-riscv64.so", "/lib64/ld-linux-x86-64.so.2"], libraries_of(_LDD))
    asserts.equals(env, [], libraries_of(""))
    asserts.equals(env, [], libraries_of("\tnot a dynamic executable\n"))
    asserts.equals(env, _LAUNCHER, launcher_of("/usr/bin/ada's/ld", "01ab  /usr/bin/ada's/ld\n23cd  /lib/libc.so.6\n"))
    return unittest.end(env)

host_program_test = unittest.make(_host_program_test_impl)
