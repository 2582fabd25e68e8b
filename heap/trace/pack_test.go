// SPDX-License-Identifier: MIT

package trace_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"bugo/heap/trace"
)

func TestPackIsShortAndUsesSlotsAgain(t *testing.T) {
	var ops []trace.Op
	for i := range uint32(1000) {
		ops = append(ops, trace.Op{ID: i, Size: 60 + i%4, Align: 8})
		if i >= 2 {
			ops = append(ops, trace.Op{ID: i - 2, Free: true})
		}
	}
	want := &trace.Trace{Ops: ops, IDs: 1000}
	packed := trace.Pack(want)
	require.Equal(t, 3, packed.Slots())
	require.Less(t, len(packed), 2*len(ops))
	requireSame(t, want, packed)
}

func TestPackedKeepsAlignments(t *testing.T) {
	want := &trace.Trace{IDs: 4, Ops: []trace.Op{
		{ID: 0, Size: 1, Align: 1}, {ID: 1, Size: 4096, Align: 4096}, {ID: 2, Size: 4096, Align: 4096},
		{ID: 1, Free: true}, {ID: 3, Size: 1<<30 - 1, Align: 1 << 30},
	}}
	packed := trace.Pack(want)
	require.NoError(t, packed.Check())
	requireSame(t, want, packed)
}

func TestCheckRefusesDamage(t *testing.T) {
	good := trace.Pack(&trace.Trace{IDs: 2, Ops: []trace.Op{
		{ID: 0, Size: 300, Align: 8}, {ID: 1, Size: 5, Align: 8}, {ID: 0, Free: true},
	}})
	require.NoError(t, good.Check())
	for length := range good {
		require.ErrorIs(t, good[:length].Check(), trace.ErrPacked, "cut off after %d bytes", length)
		require.ErrorIs(t, good[:length].Unpack(make([]trace.Op, 3)), trace.ErrPacked, "cut off after %d bytes", length)
	}
	require.ErrorIs(t, good.Unpack(make([]trace.Op, 2)), trace.ErrPacked, "too little room")
	require.ErrorIs(t, good.Unpack(make([]trace.Op, 4)), trace.ErrPacked, "too much room")
	require.ErrorIs(t, append(good[:len(good):len(good)], 0).Check(), trace.ErrPacked, "a byte too many")
	require.Zero(t, trace.Packed("nonsense").Len())
	require.Zero(t, trace.Packed(nil).Slots())
	for op := range trace.Packed("BGT\x01").Ops() {
		require.Fail(t, "an operation out of nothing", "%v", op)
	}
}

// FuzzPacked reads any bytes: Check and Ops must agree, and neither may fail
// in any other way than by saying so.
func FuzzPacked(f *testing.F) {
	f.Add([]byte("BGT\x01\x00\x00"))
	f.Add([]byte("BGT\x01\x01\x02\x00\x11\x03\x01"))
	f.Add([]byte("BGT\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		packed := trace.Packed(data)
		sound := packed.Check() == nil
		count := 0
		for range packed.Ops() {
			count++
		}
		if !sound {
			return
		}
		require.Equal(t, packed.Len(), count)
		unpacked := make([]trace.Op, count)
		require.NoError(t, packed.Unpack(unpacked))
		require.Equal(t, unpacked, slices.AppendSeq([]trace.Op{}, packed.Ops()))
	})
}
