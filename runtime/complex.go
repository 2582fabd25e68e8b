// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import "runtime/internal/quotient"

// complex128div is n / m; complex64 numbers are divided as complex128 too.
func complex128div(n, m complex128) complex128 { return quotient.Complex(n, m) }
