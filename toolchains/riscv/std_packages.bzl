# SPDX-License-Identifier: MIT
"""The packages of Go's standard library that freestanding programs may import.

They are compiled unchanged from the pinned SDK, around our own package
runtime (//runtime). A package is here because it needs nothing of an
operating system; fmt and reflect are not, for their size.
"""

STD_PACKAGES = [
    "bufio",
    "bytes",
    "cmp",
    "container/heap",
    "container/list",
    "container/ring",
    "errors",
    "hash",
    "hash/crc32",
    "hash/fnv",
    "internal/abi",
    "internal/asan",
    "internal/bytealg",
    "internal/byteorder",
    "internal/cpu",
    "internal/goarch",
    "internal/goexperiment",
    "internal/goos",
    "internal/msan",
    "internal/race",
    "internal/reflectlite",
    "internal/runtime/atomic",
    "internal/runtime/maps",
    "internal/runtime/math",
    "internal/runtime/sys",
    "internal/strconv",
    "internal/stringslite",
    "internal/sync",
    "internal/synctest",
    "internal/trace/tracev2",
    "internal/unsafeheader",
    "io",
    "iter",
    "maps",
    "math",
    "math/bits",
    "math/cmplx",
    "path",
    "slices",
    "sort",
    "strconv",
    "strings",
    "sync",
    "sync/atomic",
    "unicode",
    "unicode/utf16",
    "unicode/utf8",
    "unsafe",
]

# Files of the SDK's own package runtime that serve ours as they are: each is
# pure assembly of one function, tuned for the ISA.
RUNTIME_FILES = [
    "memclr_riscv64.s",
    "memmove_riscv64.s",
]
