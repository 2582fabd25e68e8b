// SPDX-License-Identifier: MIT

// Command heapuser uses its heap in all ways that Go has, and throws away eight
// times as much as the heap holds: it ends well only where a collector finds
// the garbage and leaves the rest alone.
package main

import (
	"runtime"

	"bugo/user/heapuser/churn"
	"bugo/user/os"
)

const factor = 8

func main() {
	image := runtime.Image()
	size := int(image.EHeap - image.Heap)
	println("heapuser: the heap has", size, "bytes")
	r := churn.Run(size, factor)
	if r.Wrong != "" {
		println("heapuser: FAIL in round", r.Rounds, "-", r.Wrong)
		os.Exit(1)
	}
	println("heapuser OK:", r.Rounds, "rounds,", r.Live, "bytes in use,", r.Garbage, "bytes of garbage")
}
