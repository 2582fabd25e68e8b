// SPDX-License-Identifier: MIT

package space_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/memory/frame"
	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/memory/space/spacetest"
)

// An app's addresses.
const (
	text  = 0x4000_0000 // 2 pages
	data  = 0x4000_2000 // 1 page and a bit
	bss   = 0x4000_4000 // 3 pages
	heap  = 0x4001_0000
	limit = heap + 0x8000
	start = limit + 0x1000
	page  = 0x1000
)

// newSpace returns a space like an app's.
func newSpace(t testing.TB, frames uintptr) (*spacetest.Machine, *space.Space) {
	m := spacetest.New(frames)
	s := &space.Space{}
	require.NoError(t, s.Init(m.Table(), m, &m.Frames))
	image := m.Place(bytes.Repeat([]byte("text"), 2*page/4))
	require.NoError(t, s.AddShared("text", text, m.Physical(image), 2*page, space.ReadExecute))
	require.NoError(t, s.AddCopy("data", data, bytes.Repeat([]byte("data"), page/4+1), space.ReadWrite))
	s.AddLazy("bss", bss, bss+3*page, space.ReadWrite)
	s.AddLazy("nothing", bss+4*page, bss+4*page, space.ReadWrite)
	s.AddHeap("heap", heap, limit)
	block, err := s.AddPage("start block", start, space.ReadOnly)
	require.NoError(t, err)
	copy(block, "who you are")
	return m, s
}

func read(t testing.TB, s *space.Space, address uintptr, size int) string {
	t.Helper()
	p := make([]byte, size)
	require.Equal(t, space.Resolved, s.CopyIn(p, address), "%#x", address)
	return string(p)
}

func TestRegionsHoldWhatTheyShould(t *testing.T) {
	m, s := newSpace(t, 40)
	assert.Equal(t, "texttext", read(t, s, text+page-4, 8))
	assert.Equal(t, "datadata", read(t, s, data+page-4, 8))
	assert.Equal(t, "\x00\x00\x00", read(t, s, data+page+4, 3), "the rest of the page is zero")
	assert.Equal(t, "\x00\x00\x00", read(t, s, bss+page-1, 3))
	assert.Equal(t, "who you are\x00", read(t, s, start, 12))
	assert.Equal(t, "text data bss heap start block", s.NameAt(text)+" "+s.NameAt(data)+" "+s.NameAt(bss)+" "+s.Regions()[3].Name+" "+s.NameAt(start))
	assert.Empty(t, s.NameAt(heap), "the heap is empty at first")
	assert.EqualValues(t, 2+2+1, s.Pages())
	require.NoError(t, s.Table.Check())
	s.Free()
	s.Free()
	assert.False(t, s.InUse())
	assert.Zero(t, m.UserFrames())
}

func TestAFaultMakesAPageThatWasPromised(t *testing.T) {
	m, s := newSpace(t, 40)
	flushes := m.Flushes
	for _, c := range []struct {
		address uintptr
		need    pagetable.Flags
		want    space.Outcome
	}{
		{bss + 2*page + 5, pagetable.Read, space.Resolved},
		{bss + 2*page + 5, pagetable.Write, space.Denied}, // it is there: the fault was about something else
		{bss, pagetable.Write, space.Resolved},
		{bss + page, pagetable.Execute, space.Denied},
		{bss - 1, pagetable.Read, space.Denied},
		{bss + 3*page, pagetable.Read, space.Denied},
		{text, pagetable.Write, space.Denied},
		{data, pagetable.Execute, space.Denied},
		{heap, pagetable.Read, space.Denied},
		{0, pagetable.Read, space.Denied},
		{spacetest.DataAddress, pagetable.Read, space.Denied},
		{^uintptr(0), pagetable.Read, space.Denied},
	} {
		assert.Equal(t, c.want, s.Fault(c.address, c.need), "%#x", c.address)
	}
	assert.Equal(t, 2, m.Flushes-flushes, "one for each page")
	s.SetBreak(heap + 1)
	assert.Equal(t, space.Resolved, s.Fault(heap+page-1, pagetable.Write), "to the end of the page")
}

func TestCopiesGoWhereTheAppItselfMay(t *testing.T) {
	m, s := newSpace(t, 40)
	kernel := bytes.Clone(m.Bytes(spacetest.DataAddress, page))
	p := make([]byte, 8)
	for _, address := range []uintptr{
		0, text - 4, bss + 3*page - 4, heap, start + page - 4, spacetest.DataAddress, spacetest.FramesBase, space.StackArea, 1 << 38, 1 << 63, ^uintptr(3),
	} {
		assert.Equal(t, space.Denied, s.CopyIn(p, address), "%#x", address)
		assert.Equal(t, space.Denied, s.CopyOut(address, p), "%#x", address)
	}
	for _, address := range []uintptr{text, text + 2*page - 4, start} {
		assert.Equal(t, space.Resolved, s.CopyIn(p, address), "%#x", address)
		assert.Equal(t, space.Denied, s.CopyOut(address, p), "%#x", address)
	}
	assert.Equal(t, kernel, m.Bytes(spacetest.DataAddress, page))
	assert.Equal(t, "texttext", read(t, s, text, 8))
	flushes := m.Flushes
	assert.Equal(t, space.Resolved, s.CopyOut(bss, make([]byte, 3*page)))
	assert.Equal(t, 1, m.Flushes-flushes, "one for all pages")
}

func TestRangesAreAllowedWhole(t *testing.T) {
	_, s := newSpace(t, 40)
	s.SetBreak(heap + 2*page)
	for _, c := range []struct {
		address, size uintptr
		need          pagetable.Flags
		want          bool
	}{
		{text, 2*page + 2*page, pagetable.Read, true}, // text and data are side by side
		{text, 2*page + 1, pagetable.Write, false},
		{data, 2 * page, pagetable.Write, true},
		{data, 2*page + 3*page, pagetable.Write, true},
		{data, 2*page + 3*page + 1, pagetable.Write, false},
		{heap, 2 * page, pagetable.Write, true},
		{heap, 2*page + 1, pagetable.Write, false},
		{heap + 5, ^uintptr(0), pagetable.Read, false},
		{^uintptr(0), 2, pagetable.Read, false},
		{0, 0, pagetable.Read, true},
		{start, page, pagetable.Read, true},
	} {
		assert.Equal(t, c.want, s.Allows(c.address, c.size, c.need), "%#x, %#x", c.address, c.size)
		if c.size < 1<<20 {
			want := space.Resolved
			if !c.want {
				want = space.Denied
			}
			assert.Equal(t, want, s.Prepare(c.address, c.size, c.need))
		}
	}
}

func TestTheBreakGivesAndTakes(t *testing.T) {
	m, s := newSpace(t, 40)
	used := m.UserFrames()
	assert.EqualValues(t, heap, s.Break())
	for _, bad := range []uintptr{0, heap - 1, limit + 1, ^uintptr(0)} {
		assert.EqualValues(t, heap, s.SetBreak(bad))
	}
	assert.EqualValues(t, limit, s.SetBreak(limit))
	assert.Equal(t, used, m.UserFrames(), "it only moves a number")
	require.Equal(t, space.Resolved, s.CopyOut(heap, bytes.Repeat([]byte("x"), 3*page)))
	assert.Equal(t, used+3, m.UserFrames())
	flushes := m.Flushes
	s.SetBreak(heap + page + 8)
	assert.Equal(t, used+2, m.UserFrames(), "whole pages come back")
	assert.Equal(t, 1, m.Flushes-flushes)
	s.SetBreak(heap + 3*page)
	assert.Equal(t, "xxxxxxxx\x00\x00", read(t, s, heap+page, 10), "what is gained is zero")
	assert.Equal(t, "\x00\x00", read(t, s, heap+2*page, 2))
	s.SetBreak(heap)
	assert.Equal(t, used, m.UserFrames())
	var none space.Space
	assert.Zero(t, none.SetBreak(5))
}

func TestWithoutFramesNothingIsLost(t *testing.T) {
	m, s := newSpace(t, 40)
	var taken []uintptr
	for {
		f, ok := m.Frames.Alloc(frame.KernelStack)
		if !ok {
			break
		}
		taken = append(taken, f)
	}
	used := m.UserFrames()
	assert.Equal(t, space.NoMemory, s.Fault(bss, pagetable.Read))
	assert.Equal(t, space.NoMemory, s.CopyOut(bss, []byte("x")))
	assert.Equal(t, space.NoMemory, s.Prepare(bss, 1, pagetable.Read))
	assert.Equal(t, used, m.UserFrames())
	require.NoError(t, m.Frames.Free(taken[0]))
	assert.Equal(t, space.Resolved, s.Fault(bss, pagetable.Read))
	s.Free()
	assert.Zero(t, m.UserFrames())
	// A page, but no table for it.
	m, s = newSpace(t, 40)
	s.AddLazy("far away", 0x7000_0000, 0x7000_1000, space.ReadWrite)
	for m.Frames.Stats().Free > 1 {
		_, _ = m.Frames.Alloc(frame.KernelStack)
	}
	used = m.UserFrames()
	assert.Equal(t, space.NoMemory, s.Fault(0x7000_0000, pagetable.Read))
	assert.Equal(t, used, m.UserFrames())
	for free := range uintptr(8) { // wherever it strikes while a space is made
		m := spacetest.New(40)
		for m.Frames.Stats().Free > free {
			_, _ = m.Frames.Alloc(frame.KernelStack)
		}
		s := &space.Space{}
		err := s.Init(m.Table(), m, &m.Frames)
		if err == nil {
			err = s.AddCopy("data", data, make([]byte, 5*page), space.ReadWrite)
		}
		if err == nil {
			_, err = s.AddPage("start block", start, space.ReadOnly)
		}
		require.Equal(t, pagetable.ErrNoFrame, err, "%d frames", free)
		s.Free()
		require.Equal(t, free, m.Frames.Stats().Free)
	}
}

func TestKernelStacksLieBehindGuards(t *testing.T) {
	m, s := newSpace(t, 60)
	end := uintptr(space.StackArea)
	for i := range uintptr(5) {
		lo, hi, err := m.Kernel.AddStack()
		require.NoError(t, err)
		assert.EqualValues(t, space.StackSize, hi-lo)
		assert.GreaterOrEqual(t, lo-end, uintptr(page), "a guard")
		for _, table := range []*pagetable.Table{m.Table(), &s.Table} {
			for at := end; at < lo; at += page {
				_, _, ok := table.Translate(at)
				assert.False(t, ok)
			}
			for at := lo; at < hi; at += page {
				_, permissions, ok := table.Translate(at)
				assert.True(t, ok, "every space sees it")
				assert.Equal(t, "rw--g", permissions.String())
			}
		}
		assert.Equal(t, "kernel stack", m.Kernel.NameAt(lo))
		assert.Equal(t, i+1, m.Kernel.Stacks())
		end = hi
	}
	assert.Equal(t, "data", m.Kernel.NameAt(spacetest.DataAddress))
	assert.Empty(t, m.Kernel.NameAt(end))
	for m.Frames.Stats().Free > 1 {
		_, _ = m.Frames.Alloc(frame.UserPage)
	}
	before := m.Frames.Stats().Used[frame.KernelStack]
	_, _, err := m.Kernel.AddStack()
	assert.Equal(t, pagetable.ErrNoFrame, err)
	assert.Equal(t, before, m.Frames.Stats().Used[frame.KernelStack], "half a stack is none")
}

func TestTheKernelsPagesAreNobodyElses(t *testing.T) {
	_, s := newSpace(t, 40)
	users := 0
	s.Table.Walk(0, pagetable.AddressEnd, func(l pagetable.Leaf) bool {
		inKernel := l.Virtual >= 0x8000_0000
		assert.Equal(t, inKernel, l.Permissions&pagetable.User == 0, "%#x", l.Virtual)
		assert.Equal(t, inKernel, l.Permissions&pagetable.Global != 0, "%#x", l.Virtual)
		if !inKernel {
			users++
		}
		return true
	})
	assert.Equal(t, 5, users)
}

// TestASpaceDoesWhatAnArrayDoes compares loads, stores and breaks with an array.
func TestASpaceDoesWhatAnArrayDoes(t *testing.T) {
	m, s := newSpace(t, 60)
	memory := make([]byte, limit-data)
	copy(memory, bytes.Repeat([]byte("data"), page/4+1))
	brk := uintptr(heap)
	allowed := func(address, size uintptr) bool {
		for at := address; at < address+size; at++ {
			inHeap := at >= heap && at < (brk+page-1)&^(page-1)
			if !(at >= data && at < bss+3*page) && !inHeap {
				return false
			}
		}
		return true
	}
	r := rand.New(rand.NewPCG(7, 8))
	for range 20_000 {
		address, size := data+uintptr(r.IntN(limit-data-100)), uintptr(r.IntN(100))
		switch r.IntN(5) {
		case 0, 1:
			p := make([]byte, size)
			for i := range p {
				p[i] = byte(r.Uint32())
			}
			require.Equal(t, allowed(address, size), s.Allows(address, size, pagetable.Write))
			if s.Prepare(address, size, pagetable.Write) == space.Resolved {
				require.Equal(t, space.Resolved, s.CopyOut(address, p))
				copy(memory[address-data:], p)
			}
		case 2, 3:
			p := make([]byte, size)
			if got := s.CopyIn(p, address) == space.Resolved; allowed(address, size) {
				require.True(t, got)
				require.Equal(t, memory[address-data:][:size], p)
			} else {
				require.False(t, got)
			}
		default:
			to := heap + uintptr(r.IntN(limit-heap+1))
			if to < brk {
				clear(memory[to-data : (brk+page-1)&^(page-1)-data])
			}
			brk = s.SetBreak(to)
			require.Equal(t, to, brk)
		}
	}
	require.NoError(t, s.Table.Check())
	require.NoError(t, m.Frames.Check())
	s.Free()
	require.Zero(t, m.UserFrames())
}
