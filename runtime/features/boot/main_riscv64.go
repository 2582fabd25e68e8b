// SPDX-License-Identifier: MIT

// Command boot runs the checks of package features on bare metal: in S-mode, on
// the runtime of this repository. It ends the machine with a failure unless all
// of them pass.
package main

import (
	"bugo/kernel/platform"
	"bugo/runtime/features"
	"bugo/runtime/features/bare"
)

// atLeast is how many checks there must be, so that none gets lost unseen.
const atLeast = 300

func main() {
	bare.CatchFaults()
	features.Print()
	passed, failed := features.Run(func(name string, ok bool, detail string) {
		if ok {
			println("ok  ", name)
		} else {
			println("FAIL", name, detail)
		}
	})
	println("features:", passed, "passed,", failed, "failed")
	platform.Shutdown(failed == 0 && passed >= atLeast)
}
