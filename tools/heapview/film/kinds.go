// SPDX-License-Identifier: MIT

package film

import "math/bits"

// Kind is what a piece of memory is used for.
type Kind uint8

// The kinds. Live blocks have one for each size class, counted by what the
// program asked for: KindLive is the first class, KindLive+LiveClasses-1 the
// last.
const (
	KindFree    Kind = iota // can be handed out
	KindRecords             // the allocator's own, or unusable at the region's ends
	KindRounded             // handed out, but not asked for: rounding and headers
	KindStuck               // freed by the program, but not to be had again yet
	KindLive
)

// LiveClasses is the number of size classes of live blocks.
const LiveClasses = 8

// Kinds is the number of kinds.
const Kinds = int(KindLive) + LiveClasses

// liveLimits are the largest sizes of the classes, in bytes; the last class has
// none.
var liveLimits = [LiveClasses - 1]int{64, 128, 256, 1 << 10, 2 << 10, 4 << 10, 16 << 10}

// KindOf returns the kind of a live block of that many bytes.
func KindOf(requested int) Kind {
	for class, limit := range liveLimits {
		if requested <= limit {
			return KindLive + Kind(class)
		}
	}
	return KindLive + LiveClasses - 1
}

// names of the kinds, for legends.
var names = [Kinds]string{
	"free", "allocator's records", "rounding, headers", "freed, but stuck",
	"1–64 B", "65–128 B", "129–256 B", "257 B–1 KiB", "1–2 KiB", "2–4 KiB", "4–16 KiB", "> 16 KiB",
}

// Name says in a few words what the kind is.
func (k Kind) Name() string { return names[k] }

// FreeClasses is the number of classes that free blocks are counted in:
// FreeClass 0 is up to 16 bytes, each further one has twice as much, and the
// last takes all that is larger.
const FreeClasses = 20

// FreeClass returns the class of a free block of that many bytes.
func FreeClass(size int) int {
	if size <= 16 {
		return 0
	}
	return min(bits.Len(uint(size-1))-4, FreeClasses-1)
}

// Cell is what a memory map shows at one place: four times the kind, plus the
// level.
type Cell uint8

// Levels is the number of levels: level 0 means that up to a quarter of the
// cell is of its kind, Levels-1 that all or almost all is.
const Levels = 4

// Kind is what the cell shows.
func (c Cell) Kind() Kind { return Kind(c / Levels) }

// Level tells how much of the cell is of its kind.
func (c Cell) Level() int { return int(c % Levels) }
