// SPDX-License-Identifier: MIT

// Command guest measures allocators on the machine that they are for: it
// stands in the kernel's place, finds a job (package job) in memory, measures
// (package measure), counts with rdinstret, and prints a line for each trace
// and allocator (package outcome). Under QEMU's -icount the figures repeat to
// the instruction.
//
// It allocates nothing while it measures: all memory it needs lies behind the
// job.
package main

import (
	"unsafe"

	"bugo/arch/riscv"
	"bugo/heap/bench/job"
	"bugo/heap/bench/measure"
	"bugo/heap/bench/outcome"
	_ "bugo/heap/global" // for package initialisers
	"bugo/heap/trace"
	"bugo/kernel/platform"
)

// result is here because Each lets its fields' addresses escape.
var result outcome.Outcome

func main() {
	header := unsafe.Slice((*byte)(address(job.Address)), job.HeaderLength)
	file := unsafe.Slice((*byte)(address(job.Address)), job.Length(header))
	j, err := job.Open(file)
	if err != nil {
		fail(err)
	}
	layout := j.Layout(job.Address)
	ops := unsafe.Slice((*trace.Op)(address(layout.Ops)), 2*layout.MaxOps)
	slots := unsafe.Slice((*measure.Slot)(address(layout.Slots)), layout.MaxSlots)
	for i := range j.Traces() {
		packed := j.Trace(i)
		mine := ops[:packed.Len()]
		if err := packed.Unpack(mine); err != nil {
			fail(err)
		}
		bench := measure.New(layout.Region, uintptr(j.HeapSize()), mine, ops[layout.MaxOps:], slots[:packed.Slots()], riscv.ReadInstret)
		for n := range measure.Names {
			if !j.Wants(n) {
				continue
			}
			if err := bench.Run(measure.Allocator(n), &result); err != nil {
				fail(err)
			}
			print(outcome.Prefix, " ", n, " ", i)
			result.Each(printFigure)
			println()
		}
	}
	println(outcome.Done)
	platform.Shutdown(true)
}

// address makes a pointer of an address outside of all that Go knows.
func address(a uintptr) unsafe.Pointer { return unsafe.Add(nil, a) }

func printFigure(name string, figure *uint64) { print(" ", name, " ", *figure) }

func fail(err error) {
	println(outcome.Failed, err.Error())
	platform.Shutdown(false)
}
