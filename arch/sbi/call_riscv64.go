// SPDX-License-Identifier: MIT

package sbi

// Call calls a function of an extension, from S-mode (SBI v2.0 §3). Arguments
// that the function does not have are ignored.
func Call(extension, function, a0, a1, a2, a3, a4, a5 uintptr) (err Error, value uintptr)

// Legacy calls a legacy extension, from S-mode, and returns a0 (SBI v2.0 §5).
func Legacy(extension, a0 uintptr) (value uintptr)
