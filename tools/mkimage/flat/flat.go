// SPDX-License-Identifier: MIT

// Package flat turns a linked ELF file into the flat image that a machine
// without a loader can run: byte i of the image belongs at address base+i, and
// the first byte is the first instruction executed.
//
// The image holds the contents of the PT_LOAD segments only. Memory behind it
// (.bss, with stacks and heap) is not in the file, but it counts: everything
// must end at or below the limit, where the next part's memory begins
// (k210-facts.md §1: firmware, kernel and apps share 8 MiB).
package flat

import (
	"fmt"

	"bugo/tools/riscvelf"
	"bugo/tools/sizes"
)

// The kinds of image. The kind only chooses the words of an error.
const (
	Firmware = "firmware"
	Kernel   = "kernel"
	App      = "app"
)

// maxWindow bounds limit-base, so that a typing error cannot ask for an image
// of gigabytes. The K210 has 8 MiB.
const maxWindow = 1 << 30

// A Window is where one image has to fit.
type Window struct {
	Kind  string // Firmware, Kernel or App
	Name  string // the label or the app's name, for messages
	Base  uint64 // address of the first byte, which is also the entry
	Limit uint64 // address behind the last byte that image and .bss may use
}

// An Image is a program made flat.
type Image struct {
	Bytes  []byte
	Entry  uint64
	Memory uint64 // bytes from the base to the end of .bss
}

// String names the part in messages: "app hello".
func (w Window) String() string {
	if w.Name == "" {
		return w.Kind
	}
	return w.Kind + " " + w.Name
}

// Flatten checks that f fits the window and returns its image.
func Flatten(f *riscvelf.File, w Window) (*Image, error) {
	if w.Limit <= w.Base || w.Limit-w.Base > maxWindow {
		return nil, fmt.Errorf("%v: the window %s is empty or larger than 1 GiB: check --base and --limit", w, sizes.Range(w.Base, w.Limit))
	}
	if err := f.Static(); err != nil {
		return nil, fmt.Errorf("%v: %w", w, err)
	}
	if f.Entry != w.Base {
		return nil, fmt.Errorf("%v: the entry of %s is %#x, want %#x: _start must come first in the linker script, at the base of its memory",
			w, f.Path, f.Entry, w.Base)
	}
	end, err := memoryEnd(f, w)
	if err != nil {
		return nil, err
	}
	if end > w.Limit {
		return nil, tooBig(w, end)
	}
	image, err := contents(f, w)
	if err != nil {
		return nil, err
	}
	return &Image{Bytes: image, Entry: f.Entry, Memory: end - w.Base}, nil
}

// memoryEnd returns the address behind everything the program occupies.
func memoryEnd(f *riscvelf.File, w Window) (uint64, error) {
	loads := f.Loads()
	if len(loads) == 0 {
		return 0, fmt.Errorf("%v: %s has nothing to load: is it an object file, or linked with --gc-sections and no entry?", w, f.Path)
	}
	var end uint64
	for _, p := range loads {
		if p.Vaddr != p.Paddr {
			return 0, fmt.Errorf("%v: a segment of %s is linked for %#x but loaded at %#x: the image is run where it is loaded, drop AT() from the linker script",
				w, f.Path, p.Vaddr, p.Paddr)
		}
		if p.Vaddr < w.Base {
			return 0, fmt.Errorf("%v: a segment of %s lies at %s, below its base %#x: correct the address in the linker script",
				w, f.Path, sizes.Range(p.Vaddr, p.Vaddr+p.Memsz), w.Base)
		}
		end = max(end, p.Vaddr+p.Memsz)
	}
	// The segments know .bss already; the symbols are what the program itself
	// clears at boot, so they are checked as well.
	_, ebss, err := f.Span("sbss", "ebss")
	if err != nil {
		return 0, fmt.Errorf("%v: %w", w, err)
	}
	return max(end, ebss), nil
}

// contents returns the bytes of the segments from the base to the last byte
// that the file provides; what lies between segments is zero.
func contents(f *riscvelf.File, w Window) ([]byte, error) {
	var end uint64
	for _, p := range f.Loads() {
		if p.Filesz > 0 {
			end = max(end, p.Vaddr+p.Filesz)
		}
	}
	if end == 0 {
		return nil, fmt.Errorf("%v: %s consists of .bss only, there is nothing to run: does its link name its objects?", w, f.Path)
	}
	image := make([]byte, end-w.Base)
	for _, p := range f.Loads() {
		if p.Filesz > 0 { // a segment of .bss alone may lie behind the image's end
			copy(image[p.Vaddr-w.Base:], f.Data[p.Off:][:p.Filesz])
		}
	}
	return image, nil
}

// tooBig says what a too large image collides with and where to change it.
func tooBig(w Window, end uint64) error {
	size := sizes.Bytes(end - w.Base)
	switch w.Kind {
	case Firmware:
		return fmt.Errorf("firmware overlaps the kernel: %s bytes of %v's image, bss and stacks end at %#x, and the kernel starts at %#x: make it smaller, or move the kernel in platforms/k210/kernel.ld and toolchains/riscv/image.bzl",
			size, w, end, w.Limit)
	case App:
		return fmt.Errorf("%v: %s bytes of image, bss and stack end at %#x, past %s, which its heap leaves of an app's addresses: make it smaller or lower its heap in user/apps.bzl",
			w, size, end, sizes.Range(w.Base, w.Limit))
	default:
		return fmt.Errorf("kernel overlaps the apps: %s bytes of %v's image, bss, stack and heap end at %#x, and the frames of apps start at %#x: pack fewer or smaller apps, or lower --//kernel:heap_size",
			size, w, end, w.Limit)
	}
}

// CheckBudget returns an error where the image, without the span between the
// symbols low and high (none if both are empty), exceeds the budget in bytes.
func CheckBudget(f *riscvelf.File, w Window, image *Image, budget uint64, low, high string) error {
	size, without := uint64(len(image.Bytes)), ""
	if low != "" || high != "" {
		from, to, err := f.Span(low, high)
		if err != nil {
			return fmt.Errorf("%v: %w", w, err)
		}
		if from < w.Base || to-w.Base > size {
			return fmt.Errorf("%v: %s..%s is %s, outside the image %s of %s: check the names of the symbols",
				w, low, high, sizes.Range(from, to), sizes.Range(w.Base, w.Base+size), f.Path)
		}
		size -= to - from
		without = fmt.Sprintf(" without %s..%s", low, high)
	}
	if size > budget {
		return fmt.Errorf("%v: the image has %s bytes%s, over its budget of %s by %s: make it smaller, or raise the budget and say why in the commit",
			w, sizes.Bytes(size), without, sizes.Bytes(budget), sizes.Bytes(size-budget))
	}
	return nil
}
