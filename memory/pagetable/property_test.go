// SPDX-License-Identifier: MIT

package pagetable

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// permissions that Map takes.
var permissions = []Flags{Read, Read | Write, Read | Execute, Execute, Read | User, Read | Write | User, Read | Execute | User, Read | Global}

// operation changes a table and a model of it alike. Addresses lie in a few
// megabytes around places where tables of each level meet.
func operation(t testing.TB, table *Table, m model, kind, place, offset, pages, permission uint16) {
	places := []uintptr{0, 0x1000_0000, 0x3fe0_0000, 0x8020_0000, AddressEnd - 8*mib}
	virtual := places[int(place)%len(places)] + uintptr(offset%2048)*PageSize
	size := uintptr(pages%1100) * PageSize
	if pages&0x8000 != 0 {
		virtual &^= 2*mib - 1
		size = (size + 2*mib - 1) &^ (2*mib - 1)
	}
	flags := permissions[int(permission)%len(permissions)]
	mapped := m.mapped(virtual, size)
	var err, want error
	if size == 0 || size > AddressEnd-virtual {
		want = ErrRange
	}
	switch kind % 3 {
	case 0:
		physical := 0x8000_0000 + virtual&(16*mib-1) + uintptr(permission%2)*PageSize
		if want == nil && mapped > 0 {
			want = ErrMapped
		}
		if err = table.Map(virtual, physical, size, flags); err == nil {
			for at := uintptr(0); at < size; at += PageSize {
				m[virtual+at] = page{physical + at, flags}
			}
		}
	case 1:
		if err = table.Unmap(virtual, size); err == nil {
			for at := virtual; at < virtual+size; at += PageSize {
				delete(m, at)
			}
		}
	default:
		if want == nil && mapped < size/PageSize {
			want = ErrNotMapped
		}
		if err = table.Protect(virtual, size, flags); err == nil {
			for at := virtual; at < virtual+size; at += PageSize {
				m[at] = page{m[at].physical, flags}
			}
		}
	}
	if err != ErrNoFrame {
		require.Equal(t, want, err, "kind %d of %#x bytes at %#x", kind%3, size, virtual)
	}
}

// agree compares a table with its model, and the tables with the frames in use.
func agree(t testing.TB, table *Table, f *frames, m model) {
	require.NoError(t, table.Check())
	require.Equal(t, m, contents(table))
	tables := map[uintptr]bool{}
	table.Tables(func(frame uintptr) { tables[frame] = true })
	require.Equal(t, f.used, tables, "every frame is a table, and every table is there once")
}

func TestATableDoesWhatAMapOfPagesDoes(t *testing.T) {
	for _, count := range []int{100, 9} { // plenty, and hardly enough
		table, f := newTable(t, count)
		m := model{}
		r := rand.New(rand.NewPCG(1, uint64(count)))
		draw := func() uint16 { return uint16(r.Uint32()) }
		for i := range 3000 {
			operation(t, table, m, draw(), draw(), draw(), draw()>>(draw()%16), draw())
			if i%50 == 0 {
				agree(t, table, f, m)
			}
		}
		agree(t, table, f, m)
		for at := range m {
			physical, flags, ok := table.Translate(at + 0x123)
			require.True(t, ok)
			require.Equal(t, m[at], page{physical - 0x123, flags})
		}
		require.NoError(t, table.Unmap(0, AddressEnd))
		agree(t, table, f, model{})
		table.Free()
		require.Empty(t, f.used)
	}
}

// FuzzTable takes operations from bytes, ten for each.
func FuzzTable(f *testing.F) {
	f.Add([]byte("\x00\x00\x01\x00\x00\x00\x00\x82\x01\x00\x02\x00\x01\x00\x05\x00\x03\x00\x02\x00"), true)
	f.Add([]byte("\x00\x00\x02\x00\xff\x01\x02\x00\x01\x00\x01\x00\x02\x00\x00\x02\x01\x00\x02\x00"), false)
	f.Fuzz(func(t *testing.T, script []byte, plenty bool) {
		count := 60
		if !plenty {
			count = 6
		}
		table, frames := newTable(t, count)
		m := model{}
		word := func(i int) uint16 { return uint16(script[2*i]) | uint16(script[2*i+1])<<8 }
		for n := 0; len(script) >= 10 && n < 30; n++ {
			operation(t, table, m, word(0), word(1), word(2), word(3), word(4))
			script = script[10:]
		}
		agree(t, table, frames, m)
		table.Free()
		require.Empty(t, frames.used)
	})
}

func TestNothingIsAllocated(t *testing.T) {
	table, _ := newTable(t, 20)
	require.NoError(t, table.Map(0x40000000, 0x80000000, 4*mib, Read))
	var physical uintptr
	require.Zero(t, testing.AllocsPerRun(100, func() {
		p, _, _ := table.Translate(0x40123456)
		physical += p
		_ = table.Protect(0x40000000, 2*mib, Read|Write)
		_ = table.Protect(0x40000000, 2*mib, Read)
	}))
}
