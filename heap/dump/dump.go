// SPDX-License-Identifier: MIT

// Package dump prints a heap as lines of text, one for each block, so that a
// kernel can show its heap over nothing but a console. heapview --console reads
// a console's log and draws the dumps in it; package consolelog has the reader.
//
// A dump is a header, the blocks in the order of their offsets, and an end:
//
//	heapdump v1 ALLOCATOR START SIZE
//	heapdump b OFFSET SIZE REQUESTED
//	heapdump f OFFSET SIZE
//	heapdump end COUNT CRC
//
// ALLOCATOR is a word. The numbers are hexadecimal, lower case, without 0x.
// START and SIZE are the region's address and bytes; OFFSET counts from START.
// A b line is a live block of SIZE usable bytes, of which the program asked for
// REQUESTED; an f line is a free block. What lies between blocks, before the
// first and after the last is the allocator's own. An allocator that does not
// know its blocks (heap.Bump) is dumped as one live and one free block.
//
// COUNT is the number of b and f lines. CRC is the CRC-32 (IEEE 802.3) of the
// header and of those lines, each from behind "heapdump " to the newline that
// ends it, both counted without a carriage return. So a reader notices lines
// that are lost, damaged or mixed with others. Other lines may stand between a
// dump's lines, and anything may stand before the word heapdump on a line.
//
// If the blocks contradict each other, the dump stops with a line
//
//	heapdump damaged OFFSET SIZE
//
// that names the first block which cannot be. It is printed where the heap's
// records are damaged, which is when one most wants to see them.
//
// The package allocates nothing, needs only package heap, and takes locks as
// little as the allocators do: nobody may use the heap while it is dumped.
package dump

import (
	"unsafe"

	"bugo/heap"
)

const (
	// Word starts every line.
	Word = "heapdump"

	// Version is the second word of a header.
	Version = "v1"

	// maxName is the length to which an allocator's name is cut.
	maxName = 32

	// maxLine is the length of the longest line: a header.
	maxLine = len(Word) + len(" v1 ") + maxName + 2*(1+16)
)

// Printer prints dumps. It holds the line that is being put together, and so
// belongs into a variable of the package that uses it, not on the heap.
type Printer struct {
	// Line prints one line. The text is without a newline, and only valid
	// until Line returns.
	Line func(text string)

	line   [maxLine]byte
	length int
	crc    uint32
}

// Print dumps the heap that a manages in the region [start, start+size). The
// error is heap.ErrCorrupted if the dump had to stop early.
func (p *Printer) Print(name string, start, size uintptr, a heap.Allocator) error {
	p.crc = 0
	p.begin(Version)
	p.name(name)
	p.hex(start)
	p.hex(size)
	p.end(true)

	count := uintptr(0)
	if inspector, ok := a.(heap.Inspector); ok {
		end := start
		for block, ok := inspector.NextBlock(heap.Block{}); ok; block, ok = inspector.NextBlock(block) {
			if block.Size == 0 || block.Start < end || block.Start-start > size || block.Size > size-(block.Start-start) ||
				!block.Free && block.Requested > block.Size {
				p.begin("damaged")
				p.hex(block.Start - start)
				p.hex(block.Size)
				p.end(false)
				return heap.ErrCorrupted
			}
			end = block.Start + block.Size
			p.block(block.Start-start, block.Size, block.Requested, block.Free)
			count++
		}
	} else {
		stats := a.Stats()
		if stats.HandedOut > 0 {
			p.block(0, stats.HandedOut, stats.Requested, false)
			count++
		}
		if stats.Free > 0 {
			p.block(stats.HandedOut, stats.Free, 0, true)
			count++
		}
	}

	crc := p.crc
	p.begin("end")
	p.hex(count)
	p.hex(uintptr(crc))
	p.end(false)
	return nil
}

func (p *Printer) block(offset, size, requested uintptr, free bool) {
	if free {
		p.begin("f")
	} else {
		p.begin("b")
	}
	p.hex(offset)
	p.hex(size)
	if !free {
		p.hex(requested)
	}
	p.end(true)
}

// begin starts a line with its first two words.
func (p *Printer) begin(kind string) {
	p.length = copy(p.line[:], Word)
	p.length += copy(p.line[p.length:], " ")
	p.length += copy(p.line[p.length:], kind)
}

// name appends the allocator's name, made into one word.
func (p *Printer) name(name string) {
	p.length += copy(p.line[p.length:], " ")
	if name == "" {
		name = "unknown"
	}
	for i := 0; i < len(name) && i < maxName; i++ {
		c := name[i]
		if c <= ' ' || c >= 0x7f {
			c = '-'
		}
		p.line[p.length] = c
		p.length++
	}
}

// hex appends a number.
func (p *Printer) hex(n uintptr) {
	p.length += copy(p.line[p.length:], " ")
	shift := 0
	for n>>shift > 15 {
		shift += 4
	}
	for ; shift >= 0; shift -= 4 {
		p.line[p.length] = "0123456789abcdef"[n>>shift&15]
		p.length++
	}
}

// end prints the line, and adds it to the checksum if counted.
func (p *Printer) end(counted bool) {
	if counted {
		for _, c := range p.line[len(Word)+1 : p.length] {
			p.crc = update(p.crc, c)
		}
		p.crc = update(p.crc, '\n')
	}
	p.Line(unsafe.String(&p.line[0], p.length))
}

// update adds a byte to a CRC-32, bit by bit: a table would cost more memory
// than a console could ever repay in time.
func update(crc uint32, c byte) uint32 {
	crc = ^crc ^ uint32(c)
	for range 8 {
		// 0xedb88320 is the polynomial of IEEE 802.3 §3.2.9, reversed.
		crc = crc>>1 ^ 0xedb88320&-(crc&1)
	}
	return ^crc
}
