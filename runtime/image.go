// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import "unsafe"

// Layout says where the parts of the running image lie. Each pair is the
// first address and the first one after it; all are multiples of 16.
type Layout struct {
	Text, EText     uintptr // instructions
	ROData, EROData uintptr // constants, type descriptions, function tables
	Data, EData     uintptr // variables with an initial value
	BSS, EBSS       uintptr // variables that start as zero, with stack and heap
	Heap, EHeap     uintptr // the array for the allocator, inside BSS
	Stack, EStack   uintptr // the boot stack, inside BSS
	Apps, EApps     uintptr // packed user apps, in the kernel's image
}

// Image returns the layout of this program, as its linker script made it.
func Image() *Layout { return (*Layout)(unsafe.Pointer(&image)) }

// image has the shape of Layout, but with pointers: the linker can fill in
// addresses of symbols, while a conversion to uintptr would have to run first.
var image = struct {
	text, etext, rodata, erodata, data, edata, bss, ebss *byte
	heap, eheap, stack, estack, apps, eapps              *byte
}{
	&stext, &etext, &srodata, &erodata, &sdata, &edata, &sbss, &ebss,
	&sheap, &eheap, &sstack, &estack, &sapps, &eapps,
}

// The symbols which the linker scripts (platforms/k210/*.ld) define.
// cgo_import_static tells the Go linker to leave them to the GNU linker; go.o
// mentions only those that the program refers to.
//
//go:cgo_import_static stext
//go:cgo_import_static etext
//go:cgo_import_static srodata
//go:cgo_import_static erodata
//go:cgo_import_static sdata
//go:cgo_import_static edata
//go:cgo_import_static sbss
//go:cgo_import_static ebss
//go:cgo_import_static sheap
//go:cgo_import_static eheap
//go:cgo_import_static sstack
//go:cgo_import_static estack
//go:cgo_import_static sclear
//go:cgo_import_static sguard
//go:cgo_import_static sapps
//go:cgo_import_static eapps
//go:linkname stext stext
//go:linkname etext etext
//go:linkname srodata srodata
//go:linkname erodata erodata
//go:linkname sdata sdata
//go:linkname edata edata
//go:linkname sbss sbss
//go:linkname ebss ebss
//go:linkname sheap sheap
//go:linkname eheap eheap
//go:linkname sstack sstack
//go:linkname estack estack
//go:linkname sclear sclear
//go:linkname sguard sguard
//go:linkname sapps sapps
//go:linkname eapps eapps

var (
	stext, etext, srodata, erodata, sdata, edata, sbss, ebss byte
	sheap, eheap, sstack, estack, sapps, eapps               byte
	sclear, sguard                                           byte
)
