// SPDX-License-Identifier: MIT

// Command bench measures what the kernel costs an app, in guest instructions,
// and compares with the budget and with the peers. Run it under QEMU's -icount,
// where each figure repeats to the instruction.
//
// Two of it run: the second one, with the argument "partner", only yields. The
// kernel is that of //kernel/bench, which has one system call more: it tells how
// many instructions of the last write were the firmware's.
package main

import (
	"unsafe"

	"bugo/user/abi"
	"bugo/user/sys"
)

// rounds is how often each figure is taken. The least counts, because a tick of
// the timer may strike meanwhile.
const rounds = 100

// firmwareCost and fenceCost are numbers of system calls that only the bench's kernel has.
const (
	firmwareCost = 250
	fenceCost    = 251
)

// figure is a row of the table. The peers are the kernel of a Rust tutorial, at
// its chapter on address spaces, and xv6-riscv, both counted in the same way; 0 is unknown.
type figure struct {
	name                  string
	measure               func() uintptr
	fences                uintptr // how many sfence.vma are in it, as the firmware of the K210 emulates them
	budget, tutorial, xv6 uintptr
}

var figures = [...]figure{
	{"null system call (getpid), round trip", func() uintptr { return callCost(abi.SysGetpid, 0, 0, 0) }, 0, 110, 203, 1130},
	{"two apps yield, one round", func() uintptr { return callCost(abi.SysSchedYield, 0, 0, 0) }, 2, 320, 640, 3177},
	{"write of one byte, without the firmware", writeCost, 0, 650, 0, 0},
	{"page fault on a page not touched yet", faultCost, 1, 1500, 0, 0},
	{"kernel entry to first user instruction", bootCost, 3, 180_000, 5_282_068, 0},
}

var dot = [1]byte{'.'}

func writeCost() uintptr {
	total := callCost(abi.SysWrite, 1, uintptr(unsafe.Pointer(&dot)), 1)
	return total - sys.Call(firmwareCost, 0, 0, 0, 0, 0, 0)
}

// untouched is a page of the heap that nobody has touched.
var untouched uintptr

// faultCost touches one more page.
func faultCost() uintptr {
	if untouched == 0 {
		const page = 4096
		untouched = (sys.Layout().HeapEnd - 1) &^ (page - 1) // from above: bump goes up
	}
	cost := storeCost(untouched)
	untouched -= 4096
	return cost
}

func bootCost() uintptr {
	start, _ := sys.Start()
	return uintptr(sys.EntryInstret() - start.KernelEntryInstret)
}

func main() {
	if _, arguments := sys.Start(); len(arguments) > 1 && arguments[1] == "partner" {
		yields(rounds)
		return
	}
	fence := sys.Call(fenceCost, 0, 0, 0, 0, 0, 0)
	var least [len(figures)]uintptr
	for i := range figures {
		least[i] = ^uintptr(0)
		for range rounds {
			least[i] = min(least[i], figures[i].measure())
		}
		least[i] -= figures[i].fences * fence
	}
	println()
	row("guest instructions", "Bugo", "budget", "tutorial", "xv6")
	failed := false
	for i, f := range figures {
		row(f.name, decimal(least[i]), decimal(f.budget), decimal(f.tutorial), decimal(f.xv6))
		failed = failed || least[i] > f.budget
	}
	if fence > 0 {
		println("and", fence, "instructions of the firmware's for each sfence.vma, of which a yield has 1 and a page fault 1")
	}
	if failed {
		println("FAIL: over budget")
		sys.Exit(1)
	}
	println("all within budget")
}

// row prints a line of the table, the first cell flush left.
func row(cells ...string) {
	const first, other = 40, 10
	print(cells[0])
	spaces(first - len(cells[0]))
	for _, cell := range cells[1:] {
		spaces(other - len(cell))
		print(cell)
	}
	println()
}

func spaces(n int) {
	for range n {
		print(" ")
	}
}

func decimal(n uintptr) string {
	if n == 0 {
		return "-"
	}
	text := ""
	for ; n > 0; n /= 10 {
		text = string("0123456789"[n%10]) + text
	}
	return text
}
