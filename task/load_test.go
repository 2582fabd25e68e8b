// SPDX-License-Identifier: MIT

package task

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/memory/space/spacetest"
	"bugo/task/pack"
	"bugo/trap"
)

// packed returns a machine whose image has a pack of good apps, and its decoder.
func packed(t *testing.T, names ...string) (*fakeMachine, *pack.Decoder) {
	t.Helper()
	m := &fakeMachine{Machine: spacetest.New(100), t: t}
	var apps []pack.App
	for _, name := range names {
		app := appNamed(m.Machine, name)
		app.Arguments = []byte("x\x00y\x00")
		apps = append(apps, app)
	}
	b, err := pack.Encode(apps)
	require.NoError(t, err)
	decoder, err := pack.NewDecoder(m.Place(b))
	require.NoError(t, err)
	return m, &decoder
}

func TestLoadMakesATaskOfEveryApp(t *testing.T) {
	var table Table
	_, decoder := packed(t, "a", "b")
	table.Load(decoder, userBase, userEnd, func(i int, err error) { t.Error(i, err) })
	require.Len(t, table.Tasks, 2)
	for i, name := range []string{"a", "b"} {
		assert.Equal(t, i+1, table.Tasks[i].ID)
		assert.Equal(t, name, table.Tasks[i].App.Name)
		assert.Equal(t, []string{"x", "y"}, table.Tasks[i].Arguments)
		assert.Equal(t, Ready, table.Tasks[i].State)
	}
}

func TestAnAppThatCannotRunIsRefusedAlone(t *testing.T) {
	m, decoder := packed(t, "a", "b")
	table := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
	m.table = table
	refused := ""
	// (There are hardly addresses for so little.)
	table.Load(decoder, userBase, startAt, func(_ int, err error) { refused += err.Error() + "\n" })
	assert.Equal(t, "app a: too large for the addresses of apps: [0x40000000, 0x4000e000) is not in [0x40000000, 0x4000d000)\n"+
		"app b: too large for the addresses of apps: [0x40000000, 0x4000e000) is not in [0x40000000, 0x4000d000)\n", refused)
	table.Load(decoder, userBase, userEnd, func(_ int, err error) { t.Error(err) })
	table.Tasks[0].State = Refused
	table.Init(m, &FIFO{}, 100, 0, m.memory())
	table.Run()
	assert.Equal(t, []State{Refused, Ready}, []State{table.Tasks[0].State, table.Tasks[1].State})
	assert.Equal(t, "a", table.Tasks[0].App.Name, "the summary names it")
	assert.Equal(t, "b", table.Current.App.Name)
	assert.PanicsWithValue(t, "all ended", func() { table.Exit(0) })
}

func TestAnAppIsRefusedWhoseNameAnotherOneHas(t *testing.T) {
	m := spacetest.New(20)
	table := Table{Tasks: []Task{{ID: 1, App: appNamed(m, "a")}, {ID: 2, App: appNamed(m, "a")}}}
	assert.EqualError(t, table.check(&table.Tasks[1], userBase, userEnd), "app a: name used twice: give each app a name of its own")
	table.Tasks[0].State = Refused
	assert.NoError(t, table.check(&table.Tasks[1], userBase, userEnd), "what is refused is not there")
}

// FuzzLoad damages an entry in two places: whatever is not refused must get an
// address space without harm, and all memory must come back.
func FuzzLoad(f *testing.F) {
	const header, entry, count = 32, 144, 3                                           // see package pack
	f.Add(uint16(entry+32), uint64(userBase), uint16(entry+40), uint64(userBase))     // base and entry
	f.Add(uint16(entry+32), uint64(0x80020000), uint16(entry+40), uint64(0x80020000)) // over the kernel
	f.Add(uint16(entry+80), uint64(0x6000), uint16(entry+96), uint64(0x9000))         // stack and memory
	f.Add(uint16(entry+104), uint64(0x1f0000), uint16(entry+112), uint64(userBase))   // heap and fault
	f.Add(uint16(64), uint64(0x2000), uint16(72), uint64(0))                          // all text
	f.Add(uint16(56), uint64(0x2000), uint16(104), uint64(1<<32-1))                   // no data
	f.Add(uint16(entry+32), ^uint64(0xfff), uint16(entry+40), ^uint64(0xfff))
	f.Fuzz(func(t *testing.T, place uint16, value uint64, other uint16, otherValue uint64) {
		m := &fakeMachine{Machine: spacetest.New(60), t: t}
		var apps []pack.App
		for i := range uint64(count) {
			apps = append(apps, appNamed(m.Machine, string('a'+rune(i))))
		}
		b, err := pack.Encode(apps)
		require.NoError(t, err)
		table := b[header:][:count*entry]
		binary.LittleEndian.PutUint64(table[place%(count*entry-7):], value)
		binary.LittleEndian.PutUint64(table[other%(count*entry-7):], otherValue)
		binary.LittleEndian.PutUint32(b[24:], pack.Checksum(table))
		decoder, err := pack.NewDecoder(m.Place(b))
		require.NoError(t, err)

		tasks := &Table{Floats: trap.LazyFloats{Unit: nothing{}}}
		m.table = tasks
		refused := 0
		tasks.Load(&decoder, userBase, userEnd, func(i int, err error) {
			refused++
			require.Equal(t, Refused, tasks.Tasks[i].State)
			require.NotEmpty(t, tasks.Tasks[i].App.Name, "the summary has a name")
			require.NotEmpty(t, err.Error())
		})
		tasks.Init(m, &Stride{}, 100, 0, m.memory())
		require.Equal(t, count-refused, tasks.left)
		for i := range tasks.Tasks {
			if task := &tasks.Tasks[i]; task.State != Refused {
				require.NoError(t, task.Space.Table.Check())
				task.Space.Free()
			}
		}
		require.Zero(t, m.UserFrames())
	})
}
