// SPDX-License-Identifier: MIT

// Package pack is the container in which user apps travel inside the kernel's
// image: tools/mkimage writes it on the host, the linker script places it
// between sapps and eapps, and the kernel reads it with a Decoder.
//
// Layout, version 3. All numbers are little-endian, all sizes are bytes.
//
//	header, 32 bytes
//	   0  magic "BUGOPACK"
//	   8  version, uint32
//	  12  count of apps, uint32, 1..MaxApps
//	  16  size of the whole pack, uint64
//	  24  CRC-32 (IEEE) of the table of apps, uint32
//	  28  zero, uint32
//	table, count entries of 144 bytes; what is marked * is a multiple of PageSize
//	   0  name, ASCII, at most MaxName bytes, padded with NUL to 32
//	  32  base: the virtual address of the image's first byte, uint64 *
//	  40  entry: the address of the first instruction, uint64
//	  48  offset of the image from the start of the pack, uint64 *
//	  56  size of the image, uint64
//	  64  text: how much of the image, from its start, is instructions, uint64 *
//	  72  rodata: how much behind that is constants, uint64; the rest is data *
//	  80  stack: where it begins, counted from base, uint64 *
//	  88  size of the stack, uint64 *
//	  96  memory: where the heap begins, counted from base, uint64 *
//	 104  heap: how large it may become, uint64 *
//	 112  fault: the address of the function that a nil dereference calls, or 0, uint64
//	 120  CRC-32 (IEEE) of the image, uint32
//	 124  restarts: how often the app is started again after it ended, uint32
//	 128  offset of the arguments from the start of the pack, uint64
//	 136  size of the arguments, uint32, at most MaxArguments
//	 140  nice: the priority as Linux counts it, int32, -20..19
//	arguments, each ended by a NUL
//	images, each at a multiple of PageSize; equal images are there once
//
// Where the pack itself lies at a multiple of PageSize, text and constants can be
// mapped for an app as they are: no page of them holds anything else.
//
// An app's addresses, from base on; what lies between is a guard of a page at least:
//
//	text | rodata | data | bss   guard   stack   guard   heap ... limit   guard   start block
//
// Invariants that both Encode and the Decoder enforce for every app: the parts are
// in this order, without overlap, in less than 1 GiB; text and rodata lie wholly in
// the image; entry is in the text, and so is fault, or it is 0; image and arguments
// lie wholly inside the pack and behind the table, the last argument has an end, and
// no sum wraps around. All apps of a pack have the same addresses.
//
// The package runs in the kernel as well as on the host: it imports only
// unsafe, never panics on foreign bytes and allocates nothing unless it
// reports an error. It keeps no state, so it may be called in any context that
// may allocate.
package pack

const (
	// Version is the one version of the layout that both sides know.
	Version = 3

	// MaxName is the longest name of an app in bytes; one more holds the NUL.
	MaxName = 31

	// MaxApps bounds the count, so that a corrupt header cannot ask for a huge table.
	MaxApps = 256

	// MaxArguments bounds the arguments of one app, in bytes with their NULs.
	MaxArguments = 1024

	// MinNice and MaxNice bound priorities: setpriority(2) of Linux.
	MinNice, MaxNice = -20, 19

	// PageSize is the size of a page, and so of what has permissions of its own.
	PageSize = 4096

	// maxSpan bounds the addresses of one app.
	maxSpan = 1 << 30
)

// Offsets within the header, see the package comment.
const (
	magic         = "BUGOPACK"
	headerVersion = 8
	headerCount   = 12
	headerSize    = 16
	headerCRC     = 24
	headerZero    = 28
	headerLength  = 32
)

// Offsets within an entry of the table, see the package comment.
const (
	entryBase            = 32
	entryEntry           = 40
	entryOffset          = 48
	entrySize            = 56
	entryText            = 64
	entryROData          = 72
	entryStack           = 80
	entryStackSize       = 88
	entryMemory          = 96
	entryHeap            = 104
	entryFault           = 112
	entryCRC             = 120
	entryRestarts        = 124
	entryArgumentsOffset = 128
	entryArgumentsSize   = 136
	entryNice            = 140
	entryLength          = 144
)

// An App is one user program: what Encode takes and what a Decoder gives.
type App struct {
	Name   string // letters, digits, '_', '-' and '.', 1..MaxName bytes
	Base   uint64 // virtual address of the image's first byte
	Entry  uint64 // address of the first instruction
	Text   uint64 // bytes of instructions, from the image's start on
	ROData uint64 // bytes of constants behind them; the rest of the image is data

	Stack     uint64 // where the stack begins, counted from Base
	StackSize uint64 // its bytes
	Memory    uint64 // where the heap begins, counted from Base
	Heap      uint64 // bytes that the heap may grow to

	Image []byte // the flat image; from a Decoder it is a view of the pack, not a copy
	CRC   uint32 // CRC-32 (IEEE) of the image as stored; Encode computes it itself

	Fault     uint64 // address of the function that a nil dereference calls; 0 for none
	Arguments []byte // each ended by a NUL, the app's name not among them; like Image, a view
	Nice      int    // priority, MinNice (most) to MaxNice
	Restarts  uint32 // how often the app is started again after it has ended
}

// HeapLimit is the first address that the heap cannot have.
func (a *App) HeapLimit() uint64 { return a.Base + a.Memory + a.Heap }

// StartBlock is the address of the page that the kernel tells the app in who it is.
func (a *App) StartBlock() uint64 { return a.HeapLimit() + PageSize }

// End is the address behind all that is the app's.
func (a *App) End() uint64 { return a.StartBlock() + PageSize }

// Verify compares the image with its checksum. It reads every byte (about eight
// instructions each), which is why Decoder.App leaves it to the caller: a pack
// inside the kernel's own image is as trustworthy as the kernel, one from a
// disk is not.
func (a *App) Verify() error {
	if sum := Checksum(a.Image); sum != a.CRC {
		return &AppError{Name: a.Name, Err: ErrChecksum, Detail: "image has " + hex(uint64(sum)) + ", the table says " + hex(uint64(a.CRC))}
	}
	return nil
}

// check returns which invariant of the package comment the app breaks.
func (a *App) check() error {
	size := uint64(len(a.Image))
	switch {
	case !validName(a.Name):
		return &AppError{Name: a.Name, Err: ErrName, Detail: "want 1 to 31 letters, digits, '_', '-' or '.'"}
	case size == 0:
		return &AppError{Name: a.Name, Err: ErrEmpty, Detail: "its image has no bytes"}
	case (a.Base|a.Text|a.ROData|a.Stack|a.StackSize|a.Memory|a.Heap)%PageSize != 0:
		return &AppError{Name: a.Name, Err: ErrLayout, Detail: "its parts are not whole pages of " + hex(PageSize) + " bytes"}
	case max(a.Text, a.ROData, size, a.Stack, a.StackSize, a.Memory, a.Heap) > maxSpan || a.Base > ^uint64(0)-8*maxSpan:
		return &AppError{Name: a.Name, Err: ErrLayout, Detail: "a part of it is larger than " + hex(maxSpan) + " bytes, or wraps around"}
	case a.Text+a.ROData > size:
		return &AppError{Name: a.Name, Err: ErrLayout, Detail: "text of " + hex(a.Text) + " and rodata of " + hex(a.ROData) + " bytes are more than its image of " + hex(size)}
	case size+PageSize > a.Stack:
		return &AppError{Name: a.Name, Err: ErrLayout, Detail: "its stack at " + hex(a.Base+a.Stack) + " has no guard before the image's end at " + hex(a.Base+size)}
	case a.StackSize == 0 || a.Stack+a.StackSize+PageSize > a.Memory:
		return &AppError{Name: a.Name, Err: ErrLayout, Detail: "its heap at " + hex(a.Base+a.Memory) + " has no guard before the stack's end at " + hex(a.Base+a.Stack+a.StackSize)}
	case a.Entry < a.Base || a.Entry-a.Base >= a.Text:
		return &AppError{Name: a.Name, Err: ErrEntry, Detail: hex(a.Entry) + " is not in [" + hex(a.Base) + ", " + hex(a.Base+a.Text) + ")"}
	case a.Fault != 0 && (a.Fault < a.Base || a.Fault-a.Base >= a.Text):
		return &AppError{Name: a.Name, Err: ErrFault, Detail: hex(a.Fault) + " is not in [" + hex(a.Base) + ", " + hex(a.Base+a.Text) + ")"}
	case len(a.Arguments) > MaxArguments:
		return &AppError{Name: a.Name, Err: ErrArguments, Detail: hex(uint64(len(a.Arguments))) + " bytes, at most " + hex(MaxArguments)}
	case len(a.Arguments) > 0 && a.Arguments[len(a.Arguments)-1] != 0:
		return &AppError{Name: a.Name, Err: ErrArguments, Detail: "the last one has no NUL"}
	case a.Nice < MinNice || a.Nice > MaxNice:
		return &AppError{Name: a.Name, Err: ErrNice, Detail: decimal(a.Nice) + " is not in -20..19"}
	}
	return nil
}

// validName tells whether a name is safe to print and fits the table.
func validName(name string) bool {
	if len(name) == 0 || len(name) > MaxName {
		return false
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-', c == '.':
		default:
			return false
		}
	}
	return true
}
