// SPDX-License-Identifier: MIT

package pack

import (
	"bytes"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecoder reads foreign bytes: whatever they are, there is no panic, and
// an app that is given out keeps every promise of the package comment.
func FuzzDecoder(f *testing.F) {
	good, err := Encode([]App{hello(), second()})
	require.NoError(f, err)
	f.Add(good, false)
	f.Add(good[:headerLength+entryLength], true)
	f.Add([]byte(magic), false)
	f.Fuzz(func(t *testing.T, b []byte, resealed bool) {
		// A random table almost never has the right checksum: also look behind it.
		if count := len(b) - headerLength; resealed && count >= 0 {
			if n := getUint32(b, headerCount); n <= MaxApps && count >= int(n)*entryLength {
				b = reseal(bytes.Clone(b))
			}
		}
		d, err := NewDecoder(b)
		if err != nil {
			return
		}
		for i := range d.Count() {
			app, err := d.App(i)
			if err != nil {
				require.NotEmpty(t, err.Error())
				continue
			}
			size := uint64(len(app.Image))
			require.True(t, validName(app.Name))
			require.NotZero(t, size)
			require.LessOrEqual(t, app.Text+app.ROData, size)
			require.Less(t, size+PageSize, app.Stack+1)
			require.LessOrEqual(t, app.Stack+app.StackSize+PageSize, app.Memory)
			require.Greater(t, app.End(), app.Base)
			require.GreaterOrEqual(t, app.Entry, app.Base)
			require.Less(t, app.Entry, app.Base+app.Text)
			require.Zero(t, (app.Base|app.Text|app.ROData|app.Stack|app.StackSize|app.Memory|app.Heap)%PageSize)
			_ = app.Verify()
		}
	})
}

// FuzzEncode packs whatever Encode accepts and reads it back.
func FuzzEncode(f *testing.F) {
	f.Add("hello", uint64(0x40000000), uint64(1), uint64(1), uint64(5), uint64(2), uint64(8), "image", uint64(4), []byte("x\x00"), 3)
	f.Fuzz(func(t *testing.T, name string, base, text, rodata, stack, stackSize, heap uint64, data string, fault uint64, arguments []byte, nice int) {
		want := App{
			Name: name, Base: base, Entry: base, Text: text * PageSize, ROData: rodata * PageSize,
			Stack: stack * PageSize, StackSize: stackSize * PageSize, Memory: (stack + stackSize + 1) * PageSize, Heap: heap * PageSize,
			Image: image(data), Fault: fault, Arguments: append([]byte{}, arguments...), Nice: nice, Restarts: uint32(len(data)),
		}
		b, err := Encode([]App{want})
		if err != nil {
			return
		}
		d, err := NewDecoder(b)
		require.NoError(t, err)
		got, err := d.App(0)
		require.NoError(t, err)
		want.CRC = crc32.ChecksumIEEE(want.Image)
		require.Equal(t, want, got)
		require.NoError(t, got.Verify())
	})
}
