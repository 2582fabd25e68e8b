// SPDX-License-Identifier: MIT

package film

// maxCells bounds the number of cells of a memory map: 128 by 48, which for a
// heap of 3 MiB makes cells of 512 bytes and rows of 64 KiB.
const maxCells = 128 * 48

// cellSizeFor returns the smallest power of two that divides a heap into at
// most maxCells.
func cellSizeFor(heapSize int) int {
	size := 16
	for (heapSize+size-1)/size > maxCells {
		size *= 2
	}
	return size
}

// mapper adds up, for each cell, how many bytes of each kind it has.
type mapper struct {
	size     int // of the region
	cellSize int
	bytes    [][Kinds]int32
}

func newMapper(size, cellSize int) *mapper {
	return &mapper{size: size, cellSize: cellSize, bytes: make([][Kinds]int32, (size+cellSize-1)/cellSize)}
}

// add says that the bytes from one offset in the region to another are of kind.
// What lies outside of the region is left out.
func (m *mapper) add(from, to int, kind Kind) {
	from, to = max(from, 0), min(to, m.size)
	for from < to {
		cell := from / m.cellSize
		end := min((cell+1)*m.cellSize, to)
		m.bytes[cell][kind] += int32(end - from)
		from = end
	}
}

// move says that bytes which were added as one kind are of another.
func (m *mapper) move(from, to int, was, is Kind) {
	for from < to {
		cell := from / m.cellSize
		end := min((cell+1)*m.cellSize, to)
		m.bytes[cell][was] -= int32(end - from)
		m.bytes[cell][is] += int32(end - from)
		from = end
	}
}

// cells returns the map and starts a new one.
//
// A cell with live blocks shows their most frequent class (by bytes), at a
// level that tells how much the program asked for: a cell full of small holes
// looks pale, whether these are free or lost to rounding. Only where rounding
// or stuck memory outweigh both what is live and what is free, that is shown.
func (m *mapper) cells() []Cell {
	cells := make([]Cell, len(m.bytes))
	for i := range m.bytes {
		length := min(m.cellSize, m.size-i*m.cellSize)
		cells[i] = show(&m.bytes[i], int32(length))
		m.bytes[i] = [Kinds]int32{}
	}
	return cells
}

func show(bytes *[Kinds]int32, length int32) Cell {
	live, class := int32(0), KindLive
	for kind := KindLive; int(kind) < Kinds; kind++ {
		live += bytes[kind]
		if bytes[kind] > bytes[class] {
			class = kind
		}
	}
	kind, shown := class, live
	for _, other := range [...]Kind{KindRounded, KindStuck, KindRecords} {
		if bytes[other] > shown && bytes[other] >= bytes[KindFree] || shown == 0 {
			kind, shown = other, bytes[other]
		}
	}
	if shown == 0 {
		return Cell(KindFree) * Levels
	}
	level := (shown*Levels+length-1)/length - 1
	return Cell(kind)*Levels + Cell(min(level, Levels-1))
}
