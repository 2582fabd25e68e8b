// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

// The rest of package runtime's interface that stock packages use.

// What this runtime was built as: the object code's ABI is that of Linux.
const (
	Compiler = "gc"
	GOARCH   = "riscv64"
	GOOS     = "linux"
)

// Version returns the version of Go that built the program.
func Version() string { return buildVersion }

// GOMAXPROCS returns 1: one thread runs Go code.
func GOMAXPROCS(int) int { return 1 }

// Gosched has nobody to give way to.
func Gosched() {}

// Goexit would end the calling goroutine: a program that uses it does not link.
// See missing_riscv64.s.
func Goexit()

// KeepAlive marks the last use of its argument.
//
//go:noinline
func KeepAlive(any) {}

// GC collects garbage now. It does nothing in a program without a collector.
func GC() { collect() }

// SetFinalizer does nothing: no finalizer ever runs.
func SetFinalizer(obj, finalizer any) {}
