// SPDX-License-Identifier: MIT

package gc

import (
	"unsafe"

	"bugo/heap"
)

// Finish marks all that the roots lead to, and frees every other block. An
// error means that the allocator's records are damaged: heap.ErrCorrupted or
// what its Free has said.
func (c *Collector) Finish() error {
	c.trace()
	err := c.sweep()
	c.limit = max(c.figures.LiveBytes, c.share)
	c.since = 0
	c.active = false
	return err
}

// sweep goes through the live blocks. It is one ahead of what it frees, since
// what was free may grow by what is freed, or change its kind.
func (c *Collector) sweep() error {
	f := &c.figures
	garbage := uintptr(0) // a block that was found to be garbage, and is yet to be freed
	for block, ok := c.heap.NextBlock(heap.Block{}); ; block, ok = c.heap.NextBlock(block) {
		if ok && block.Free {
			continue
		}
		if garbage != 0 {
			if err := c.heap.Free(unsafe.Add(nil, garbage)); err != nil {
				return err
			}
			garbage = 0
			f.Freed++
			f.Frees++
		}
		if !ok {
			return nil
		}
		granule := (block.Start - c.origin) >> granuleShift
		if *c.marks.word(granule)>>(granule%64)&1 != 0 {
			f.LiveObjects++
			f.LiveBytes += block.Size
		} else {
			c.forget(block.Start, block.Size)
			garbage = block.Start
		}
	}
}
