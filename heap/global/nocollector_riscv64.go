// SPDX-License-Identifier: MIT

package global

import "unsafe"

// This file is for bump, which cannot free single blocks: runtime.GC does
// nothing.

func initialise(start, size uintptr) error { return instance.Init(start, size) }

func alloc(size, align uintptr) unsafe.Pointer { return instance.Alloc(size, align) }

func free(p unsafe.Pointer) error { return instance.Free(p) }
