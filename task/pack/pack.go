// SPDX-License-Identifier: MIT

// Package pack is the container in which user apps travel inside the kernel's
// image: tools/mkimage writes it on the host, the linker script places it
// between sapps and eapps, and the kernel reads it with a Decoder.
//
// Layout, version 2. All numbers are little-endian, all sizes are bytes.
//
//	header, 32 bytes
//	   0  magic "BUGOPACK"
//	   8  version, uint32
//	  12  count of apps, uint32, 1..MaxApps
//	  16  size of the whole pack, uint64
//	  24  CRC-32 (IEEE) of the table of apps, uint32
//	  28  zero, uint32
//	table, count entries of 112 bytes
//	   0  name, ASCII, at most MaxName bytes, padded with NUL to 32
//	  32  base: the address of the window and of the image's first byte, uint64
//	  40  window: its size, uint64
//	  48  entry: the address of the first instruction, uint64
//	  56  offset of the image from the start of the pack, uint64, multiple of Align
//	  64  size of the image, uint64
//	  72  memory: size of the image and the .bss behind it, uint64
//	  80  CRC-32 (IEEE) of the image, uint32
//	  84  restarts: how often the app is started again after it ended, uint32
//	  88  fault: the address of the function that a nil dereference calls, or 0, uint64
//	  96  offset of the arguments from the start of the pack, uint64
//	 104  size of the arguments, uint32, at most MaxArguments
//	 108  nice: the priority as Linux counts it, int32, -20..19
//	images, each at a multiple of Align, and arguments, each ended by a NUL
//
// Invariants that both Encode and the Decoder enforce for every app:
// base <= entry < base+size, size <= memory <= window, fault is 0 or in the
// image, image and arguments lie wholly inside the pack and behind the table,
// the last argument has an end, and no sum wraps around. The windows of one pack
// do not overlap.
//
// The package runs in the kernel as well as on the host: it imports only
// unsafe, never panics on foreign bytes and allocates nothing unless it
// reports an error. It keeps no state, so it may be called in any context that
// may allocate.
package pack

const (
	// Version is the one version of the layout that both sides know.
	Version = 2

	// MaxName is the longest name of an app in bytes; one more holds the NUL.
	MaxName = 31

	// MaxApps bounds the count, so that a corrupt header cannot ask for a huge table.
	MaxApps = 256

	// MaxArguments bounds the arguments of one app, in bytes with their NULs.
	MaxArguments = 1024

	// MinNice and MaxNice bound priorities: setpriority(2) of Linux.
	MinNice, MaxNice = -20, 19

	// Align is the alignment of every image in the pack, the linker script's
	// own for its symbols.
	Align = 16
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
	entryWindow          = 40
	entryEntry           = 48
	entryOffset          = 56
	entrySize            = 64
	entryMemory          = 72
	entryCRC             = 80
	entryRestarts        = 84
	entryFault           = 88
	entryArgumentsOffset = 96
	entryArgumentsSize   = 104
	entryNice            = 108
	entryLength          = 112
)

// An App is one user program: what Encode takes and what a Decoder gives.
type App struct {
	Name   string // letters, digits, '_', '-' and '.', 1..MaxName bytes
	Base   uint64 // address of the window, where the image's first byte goes
	Window uint64 // bytes of memory set aside for the app
	Entry  uint64 // address of the first instruction
	Memory uint64 // bytes of image and .bss; what lies behind the image starts as zero
	Image  []byte // the flat image; from a Decoder it is a view of the pack, not a copy
	CRC    uint32 // CRC-32 (IEEE) of the image as stored; Encode computes it itself

	Fault     uint64 // address of the function that a nil dereference calls; 0 for none
	Arguments []byte // each ended by a NUL, the app's name not among them; like Image, a view
	Nice      int    // priority, MinNice (most) to MaxNice
	Restarts  uint32 // how often the app is started again after it has ended
}

// End is the address behind the app's window.
func (a *App) End() uint64 { return a.Base + a.Window }

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
	case a.Base+a.Window < a.Base:
		return &AppError{Name: a.Name, Err: ErrWindow, Detail: hex(a.Base) + " + " + hex(a.Window) + " wraps around"}
	case a.Memory < size:
		return &AppError{Name: a.Name, Err: ErrWindow, Detail: "memory of " + hex(a.Memory) + " bytes is less than its image of " + hex(size)}
	case a.Memory > a.Window:
		return &AppError{Name: a.Name, Err: ErrWindow, Detail: "image and bss end at " + hex(a.Base+a.Memory) + ", the window at " + hex(a.Base+a.Window)}
	case a.Entry < a.Base || a.Entry-a.Base >= size:
		return &AppError{Name: a.Name, Err: ErrEntry, Detail: hex(a.Entry) + " is not in [" + hex(a.Base) + ", " + hex(a.Base+size) + ")"}
	case a.Fault != 0 && (a.Fault < a.Base || a.Fault-a.Base >= size):
		return &AppError{Name: a.Name, Err: ErrFault, Detail: hex(a.Fault) + " is not in [" + hex(a.Base) + ", " + hex(a.Base+size) + ")"}
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
