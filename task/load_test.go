// SPDX-License-Identifier: MIT

package task

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/task/pack"
	"bugo/trap"
)

// packed returns the decoder of a pack of good apps.
func packed(t *testing.T, names ...string) *pack.Decoder {
	t.Helper()
	var apps []pack.App
	for i, name := range names {
		base := uint64(windowBase + i*windowSize)
		apps = append(apps, pack.App{
			Name: name, Base: base, Window: windowSize, Entry: base, Memory: 0x800, Image: []byte(name), Arguments: []byte("x\x00y\x00"),
		})
	}
	b, err := pack.Encode(apps)
	require.NoError(t, err)
	decoder, err := pack.NewDecoder(b)
	require.NoError(t, err)
	return &decoder
}

func TestLoadMakesATaskOfEveryApp(t *testing.T) {
	var table Table
	table.Load(packed(t, "a", "b"), windowBase, windowBase+2*windowSize, func(i int, err error) { t.Error(i, err) })
	require.Len(t, table.Tasks, 2)
	for i, name := range []string{"a", "b"} {
		assert.Equal(t, i+1, table.Tasks[i].ID)
		assert.Equal(t, name, table.Tasks[i].App.Name)
		assert.Equal(t, []string{"x", "y"}, table.Tasks[i].Arguments)
		assert.Equal(t, Ready, table.Tasks[i].State)
	}
}

func TestAnAppThatCannotRunIsRefusedAlone(t *testing.T) {
	m := &fakeMachine{t: t, memory: make([]byte, 3*windowSize)}
	table := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
	m.table = table
	refused := ""
	// (The memory of apps ends inside the last window.)
	table.Load(packed(t, "a", "b", "c"), windowBase, windowBase+3*windowSize-1, func(i int, err error) {
		assert.Equal(t, 2, i)
		refused += err.Error()
	})
	assert.Equal(t, "app c: window outside the memory of apps: [0x80404000, 0x80406000) is not in [0x80400000, 0x80405fff)", refused)
	table.Init(m, &FIFO{}, 100, 0)
	table.Run()
	assert.Equal(t, []State{Ready, Ready, Refused}, []State{table.Tasks[0].State, table.Tasks[1].State, table.Tasks[2].State})
	assert.Equal(t, "c", table.Tasks[2].App.Name, "the summary names it")
	table.Exit(0)
	assert.Equal(t, "b", table.Current.App.Name)
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
}

func TestAnAppIsRefusedWhereAnotherOneLies(t *testing.T) {
	table := Table{Tasks: make([]Task, 2)}
	app := pack.App{Name: "a", Base: windowBase, Window: windowSize, Entry: windowBase, Memory: 16}
	table.Tasks[0] = Task{ID: 1, App: app}
	app.Name, app.Base, app.Entry = "b", windowBase+windowSize-16, windowBase+windowSize-16
	table.Tasks[1] = Task{ID: 2, App: app}
	assert.EqualError(t, table.check(&table.Tasks[1], windowBase, windowBase+2*windowSize),
		"app b: windows overlap: [0x80401ff0, 0x80403ff0) and [0x80400000, 0x80402000) of app a")
	table.Tasks[0].State = Refused
	assert.NoError(t, table.check(&table.Tasks[1], windowBase, windowBase+2*windowSize), "what is refused takes no memory")
}

// FuzzLoad damages an entry in two places: whatever is not refused must lie in
// the memory of apps, apart from the others, and be loaded without harm.
func FuzzLoad(f *testing.F) {
	const header, entry, count = 32, 112, 3                                               // see package pack
	f.Add(uint16(entry+32), uint64(windowBase), uint16(entry+48), uint64(windowBase))     // base and entry: b over a
	f.Add(uint16(entry+32), uint64(0x80020000), uint16(entry+48), uint64(0x80020000))     // over the kernel
	f.Add(uint16(entry+40), uint64(3*windowSize), uint16(entry+72), uint64(3*windowSize)) // window and memory: b over c
	f.Add(uint16(entry+40), ^uint64(0), uint16(entry+72), ^uint64(0))
	f.Add(uint16(72), uint64(windowSize), uint16(104), uint64(1024)) // no room for the start block
	f.Add(uint16(64), uint64(0), uint16(88), uint64(0))
	f.Add(uint16(96), uint64(0), uint16(104), uint64(1<<32-1))
	f.Fuzz(func(t *testing.T, place uint16, value uint64, other uint16, otherValue uint64) {
		var apps []pack.App
		for i := range uint64(count) {
			base := windowBase + i*windowSize
			apps = append(apps, pack.App{
				Name: string('a' + rune(i)), Base: base, Window: windowSize, Entry: base, Memory: 0x800, Image: make([]byte, 0x100),
			})
		}
		b, err := pack.Encode(apps)
		require.NoError(t, err)
		table := b[header:][:count*entry]
		binary.LittleEndian.PutUint64(table[place%(count*entry-7):], value)
		binary.LittleEndian.PutUint64(table[other%(count*entry-7):], otherValue)
		binary.LittleEndian.PutUint32(b[24:], pack.Checksum(table))
		decoder, err := pack.NewDecoder(b)
		require.NoError(t, err)

		m := &fakeMachine{t: t, memory: make([]byte, count*windowSize)}
		tasks := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
		m.table = tasks
		refused := 0
		tasks.Load(&decoder, windowBase, windowBase+count*windowSize, func(i int, err error) {
			refused++
			require.Equal(t, Refused, tasks.Tasks[i].State)
			require.NotEmpty(t, tasks.Tasks[i].App.Name, "the summary has a name")
		})
		tasks.Init(m, &Stride{}, 100, 0) // (fakeMachine has no memory elsewhere)
		require.Equal(t, count-refused, tasks.left)
		for i := range tasks.Tasks {
			for j := range tasks.Tasks[:i] {
				if a, b := &tasks.Tasks[i], &tasks.Tasks[j]; a.State != Refused && b.State != Refused {
					require.True(t, a.End() <= uintptr(b.App.Base) || b.End() <= uintptr(a.App.Base))
				}
			}
		}
	})
}
