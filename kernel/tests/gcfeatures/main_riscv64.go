// SPDX-License-Identifier: MIT

// Command gcfeatures is a kernel that runs the checks of package features, and
// has garbage collected after each of them: whatever the language makes the
// runtime allocate, the collector must know where its pointers are.
package main

import (
	"runtime"

	_ "bugo/heap/global"
	"bugo/kernel/handlers"
	"bugo/kernel/platform"
	"bugo/runtime/features"
)

// atLeast is how many checks there must be, so that none gets lost unseen.
const atLeast = 300

// litter is what writes over freed memory.
var litter []byte

func main() {
	handlers.Init()
	passed, failed := features.Run(func(name string, ok bool, detail string) {
		if !ok {
			println("FAIL", name, detail)
		}
		runtime.GC()
		for size := 1; size <= 1<<12; size += 1 + size/4 {
			for range 4 {
				litter = make([]byte, size)
				for i := range litter {
					litter[i] = 0xA5
				}
			}
		}
	})
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	println("gcfeatures:", passed, "passed,", failed, "failed, after", m.NumGC, "collections that freed", m.Frees, "of", m.Mallocs, "blocks")
	platform.Shutdown(failed == 0 && passed >= atLeast && int(m.NumGC) >= passed && m.Frees > m.Mallocs/2)
}
