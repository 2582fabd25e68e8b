// SPDX-License-Identifier: MIT

package bare

import "runtime"

// sigpanic is where a trap continues: see runtime.SigpanicPC.
var sigpanic uintptr

// CatchFaults makes every exception a Go panic.
func CatchFaults() {
	sigpanic = runtime.SigpanicPC()
	setVector()
}

func setVector()
