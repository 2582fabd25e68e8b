// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// Goexit would end the calling goroutine. See missing_riscv64.s.
func Goexit()
