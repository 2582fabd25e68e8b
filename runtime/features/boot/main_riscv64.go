// SPDX-License-Identifier: MIT

// Command boot runs the checks of package features on bare metal: in S-mode, on
// the runtime of this repository. It ends the machine with a failure unless all
// of them pass.
// Command boot runs the checks of package features on bare metal: in S-mode, on
// the runtime of this repository. It ends the machine with a failure unless all
// of them pass.
package main

import (
	"bugo/kernel/platform"
	"bugo/runtime/features"
	"bugo/runtime/features/bare"
)

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
	platform.Shutdown(failed == 0)
}
