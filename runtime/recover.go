// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/abi"
	"internal/runtime/sys"
)

// gorecover is recover: it stops the innermost panic and returns its value if
// it was called directly by a function which that panic has called because it
// was deferred. On the stack, between gopanic and gorecover, there is then
// exactly one function as the source has them: wrappers of the compiler do not
// count, functions that were inlined do.
func gorecover() any {
	p := getg().panics
	if p == nil || p.recovered {
		return nil
	}
	between := 0
	for f := callerFrame(sys.GetCallerPC(), sys.GetCallerSP()); f.fn != nil; f.out() {
		c, more := f.innermost(), true
		for more {
			switch abi.FuncID(c.ID()) {
			case abi.FuncIDWrapper:
			case abi.FuncID_gopanic:
				if between != 1 || f.fp != p.sp {
					return nil
				}
				p.recovered = true
				return p.arg
			default:
				between++
				if between > 1 {
					return nil
				}
			}
			c, more = firstmoduledata.Outer(c)
		}
	}
	return nil
}
