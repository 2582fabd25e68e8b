// SPDX-License-Identifier: MIT

package heap_test

import (
	"unsafe"

	"github.com/stretchr/testify/require"

	"bugo/heap"
)

// model is what an allocator promises, kept in plain sight: which bytes of
// the region are whose. Each operation is carried out on both and compared.
type model struct {
	t         require.TestingT
	allocator heap.Allocator
	start     uintptr
	size      uintptr
	owner     []uint32 // for each byte of the region its block's number, or 0
	blocks    []modelBlock
	number    uint32
	requested uintptr
	failures  uintptr

	operations int // calls of Alloc and Free
}

type modelBlock struct {
	pointer unsafe.Pointer
	size    uintptr
	number  uint32
}

// newModel starts an allocator over size bytes of memory from offset on.
func newModel(t require.TestingT, allocator heap.Allocator, memory []byte, offset, size uintptr) *model {
	m := &model{t: t, allocator: allocator, size: size, owner: make([]uint32, size)}
	m.start = addressOf(memory) + offset
	require.NoError(t, allocator.Init(m.start, size))
	return m
}

// alloc asks for a block and claims its bytes.
func (m *model) alloc(size, align uintptr) bool {
	m.operations++
	p := m.allocator.Alloc(size, align)
	if p == nil {
		m.failures++
		return false
	}
	size = max(size, 1)
	address := uintptr(p)
	if align > 1 {
		require.Zero(m.t, address%align, "alignment of %d bytes", size)
	}
	require.True(m.t, address >= m.start && address-m.start+size <= m.size, "a block of %d bytes leaves the region", size)
	m.number++
	bytes := m.owner[address-m.start:][:size]
	for i := range bytes {
		if bytes[i] != 0 {
			require.Failf(m.t, "overlap", "block %d of %d bytes overlaps block %d", m.number, size, bytes[i])
		}
		bytes[i] = m.number
	}
	block := modelBlock{p, size, m.number}
	block.mark()
	m.blocks = append(m.blocks, block)
	m.requested += size
	return true
}

// mark writes a byte that depends on the block to its first and last 8 bytes.
func (b *modelBlock) mark() {
	bytes := unsafe.Slice((*byte)(b.pointer), b.size)
	for i := range min(8, len(bytes)) {
		bytes[i] = byte(b.number * 31)
		bytes[len(bytes)-1-i] = byte(b.number * 31)
	}
}

// intact tells whether the marks are still there.
func (b *modelBlock) intact() bool {
	bytes := unsafe.Slice((*byte)(b.pointer), b.size)
	for i := range min(8, len(bytes)) {
		if bytes[i] != byte(b.number*31) || bytes[len(bytes)-1-i] != byte(b.number*31) {
			return false
		}
	}
	return true
}

// free gives the i-th live block back.
func (m *model) free(i int) {
	block := m.blocks[i]
	require.True(m.t, block.intact(), "block %d of %d bytes lost its content", block.number, block.size)
	m.operations++
	require.NoError(m.t, m.allocator.Free(block.pointer))
	clear(m.owner[uintptr(block.pointer)-m.start:][:block.size])
	last := len(m.blocks) - 1
	m.blocks[i] = m.blocks[last]
	m.blocks = m.blocks[:last]
	m.requested -= block.size
}

// misuse frees an address that is not the start of a block, which an
// inspector must report.
func (m *model) misuse(address uintptr) {
	if _, ok := m.allocator.(heap.Inspector); !ok {
		return
	}
	for i := range m.blocks {
		if uintptr(m.blocks[i].pointer) == address {
			return
		}
	}
	m.operations++
	require.Error(m.t, m.allocator.Free(unsafe.Add(unsafe.Pointer(nil), address)), "free of offset %d", address-m.start)
}

// check compares the figures and has the allocator verify itself.
func (m *model) check() {
	inspector, ok := m.allocator.(heap.Inspector)
	if ok {
		require.NoError(m.t, inspector.Check())
	}
	stats := m.allocator.Stats()
	require.Equal(m.t, uintptr(len(m.blocks)), stats.Allocations, "live blocks")
	require.Equal(m.t, m.failures, stats.Failures, "failures")
	require.LessOrEqual(m.t, stats.HandedOut, stats.Peak)
	require.LessOrEqual(m.t, stats.LargestFree, stats.Free)
	if ok {
		require.Equal(m.t, m.requested, stats.Requested, "requested bytes")
		require.NoError(m.t, inspector.Check())
	}
	require.GreaterOrEqual(m.t, stats.HandedOut, m.requested)
}

// addressOf returns where the memory is that a test gives to an allocator.
func addressOf(memory []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(memory))) }
