// SPDX-License-Identifier: MIT

package film

// piece is a block as an allocator or a dump describes it, at an offset from
// the region's start.
type piece struct {
	offset, size, requested int
	free                    bool
}

// portray draws a heap whose blocks are all known, in the order of their
// offsets. What lies between two blocks, the headers, is drawn as rounding;
// what lies outside of all of them are records.
func portray(m *mapper, pieces []piece) Frame {
	var frame Frame
	end := 0
	for i, p := range pieces {
		if i == 0 {
			m.add(0, p.offset, KindRecords)
		} else {
			m.add(end, p.offset, KindRounded)
		}
		end = p.offset + p.size
		if p.free {
			m.add(p.offset, end, KindFree)
			frame.FreeBlocks[FreeClass(p.size)]++
			frame.Free += p.size
			frame.LargestFree = max(frame.LargestFree, p.size)
			continue
		}
		m.add(p.offset, p.offset+p.requested, KindOf(p.requested))
		m.add(p.offset+p.requested, end, KindRounded)
		frame.Live++
		frame.Requested += p.requested
		frame.HandedOut += p.size
	}
	m.add(end, m.size, KindRecords)
	frame.Cells = m.cells()
	return frame
}
