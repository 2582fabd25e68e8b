// SPDX-License-Identifier: MIT

package gc

import "bugo/heap"

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
	block, ok := c.nextLive(heap.Block{})
	for ok {
		next, more := c.nextLive(block)
		granule := (block.Start - c.origin) >> granuleShift
		if c.marks[granule/64]>>(granule%64)&1 != 0 {
			f.LiveObjects++
			f.LiveBytes += block.Requested
		} else {
			c.forget(block.Start, block.Size)
			if err := c.heap.Free(at(block.Start)); err != nil {
				return err
			}
			f.Freed++
			f.Frees++
		}
		block, ok = next, more
	}
	return nil
}

// nextLive is heap.NextBlock for live blocks.
func (c *Collector) nextLive(block heap.Block) (heap.Block, bool) {
	for {
		next, ok := c.heap.NextBlock(block)
		if !ok || !next.Free {
			return next, ok
		}
		block = next
	}
}
