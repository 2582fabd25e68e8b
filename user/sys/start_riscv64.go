// SPDX-License-Identifier: MIT

package sys

import (
	"runtime"
	"unsafe"

	"bugo/user/abi"
	"bugo/user/layout"
)

// Start returns what the kernel told this app at its start: its number, how
// often it was started, and its arguments, the app's name first. Without a good
// start block all is zero.
func Start() (abi.StartInfo, []string) {
	address, size := runtime.BootArgs()
	if address == 0 {
		return abi.StartInfo{}, nil
	}
	info, arguments, err := abi.ParseStart(unsafe.Slice((*byte)(unsafe.Pointer(address)), size))
	if err != nil {
		println("sys.Start:", err.Error())
	}
	return info, arguments
}

// Layout returns where the parts of the app are in its address space.
func Layout() layout.Layout {
	image := runtime.Image()
	start, size := runtime.BootArgs()
	return layout.Layout{
		Text: image.Text, ROData: image.ROData, Data: image.Data,
		DataEnd: image.Stack - layout.PageSize, // a guard is between them: platforms/k210/sections.ld
		Stack:   image.Stack, StackEnd: image.EStack,
		Heap: image.Heap, HeapEnd: image.EHeap,
		Start: start, StartEnd: (start + size + layout.PageSize - 1) &^ (layout.PageSize - 1),
	}
}
