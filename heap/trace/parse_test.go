// SPDX-License-Identifier: MIT

package trace_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"bugo/heap/trace"
)

func TestParseReadsOperations(t *testing.T) {
	parsed, err := trace.Parse(strings.NewReader(`# a comment
a 7 100 8
  a 3 4096 4096   # another

f 7
a 9 0 1
f 3`))
	require.NoError(t, err)
	require.Equal(t, 3, parsed.IDs)
	require.Equal(t, []trace.Op{
		{ID: 0, Size: 100, Align: 8},
		{ID: 1, Size: 4096, Align: 4096},
		{ID: 0, Free: true},
		{ID: 2, Size: 0, Align: 1},
		{ID: 1, Free: true},
	}, parsed.Ops)
}

func TestParseTellsLineAndValue(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a 1 8 8\nf 1\nf 1", `trace line 3: id 1 is freed twice: "f 1"`},
		{"f 5", `trace line 1: id 5 is freed but was never allocated: "f 5"`},
		{"a 1 8 8\n\na 1 8 8", `trace line 3: id 1 is allocated twice: "a 1 8 8"`},
		{"a 1 8 8\nf 1\na 1 8 8", `trace line 3: id 1 is used again after it was freed: "a 1 8 8"`},
		{"a 1 8", `trace line 1: an allocation is "a ID SIZE ALIGN": "a 1 8"`},
		{"a 1 8 8 8", `trace line 1: an allocation is "a ID SIZE ALIGN": "a 1 8 8 8"`},
		{"f", `trace line 1: a free is "f ID": "f"`},
		{"f 1 2", `trace line 1: a free is "f ID": "f 1 2"`},
		{"x 1", `trace line 1: an operation is "a" or "f", not "x": "x 1"`},
		{"a 1 8 3", `trace line 1: alignment 3 is not a power of two: "a 1 8 3"`},
		{"a 1 8 0", `trace line 1: alignment 0 is not a power of two: "a 1 8 0"`},
		{"a -1 8 8", `trace line 1: id "-1" is not a number from 0 to 4294967295: "a -1 8 8"`},
		{"a 4294967296 8 8", `trace line 1: id "4294967296" is not a number from 0 to 4294967295: "a 4294967296 8 8"`},
		{"a 1 1073741824 8", `trace line 1: size "1073741824" is not a number from 0 to 1073741823: "a 1 1073741824 8"`},
		{"a 1 8 99999999999999999999", `trace line 1: alignment "99999999999999999999" is not a number from 0 to 1073741824: "a 1 8 99999999999999999999"`},
		{"a 1 0x10 8", `trace line 1: size "0x10" is not a number from 0 to 1073741823: "a 1 0x10 8"`},
		{"a one 8 8", `trace line 1: id "one" is not a number from 0 to 4294967295: "a one 8 8"`},
		{"a 1 8 8\n\x00\xff", `trace line 2: an operation is "a" or "f", not "\x00\xff": "\x00\xff"`},
		{"a 1 8 8\n" + strings.Repeat("f", 100), `trace line 2: an operation is "a" or "f", not "` + strings.Repeat("f", 100) +
			`": "` + strings.Repeat("f", 80) + `..."`},
		{"a 1 8 8\n#" + strings.Repeat("x", 70_000), `trace line 2: the line is longer than 65536 bytes: ""`},
	} {
		parsed, err := trace.Parse(strings.NewReader(c.text))
		require.EqualError(t, err, c.want)
		require.Nil(t, parsed)
		var parseError *trace.ParseError
		require.ErrorAs(t, err, &parseError)
		require.Positive(t, parseError.Line)
	}
}

func TestParsePassesOnReadErrors(t *testing.T) {
	broken := errors.New("the disk is on fire")
	_, err := trace.Parse(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
}

// write is the inverse of Parse.
func write(ops []trace.Op) []byte {
	var text bytes.Buffer
	for _, op := range ops {
		if op.Free {
			text.WriteString("f " + strconv.Itoa(int(op.ID)) + "\n")
		} else {
			text.WriteString("a " + strconv.Itoa(int(op.ID)) + " " + strconv.Itoa(int(op.Size)) + " " + strconv.Itoa(int(op.Align)) + "\n")
		}
	}
	return text.Bytes()
}

// FuzzParse accepts nothing but traces: what it takes can be written, read
// again, packed and unpacked without a difference.
func FuzzParse(f *testing.F) {
	f.Add([]byte("a 0 8 8\na 1 100 16\nf 0\na 2 5 8\nf 2\nf 1\n"))
	f.Add([]byte("# nothing\n\n"))
	f.Add([]byte("a 1 8 8\nf 1\nf 1\n"))
	f.Add([]byte("a 18446744073709551615 8 8"))
	f.Fuzz(func(t *testing.T, text []byte) {
		parsed, err := trace.Parse(bytes.NewReader(text))
		if err != nil {
			require.Nil(t, parsed)
			require.Contains(t, err.Error(), "trace line ")
			return
		}
		again, err := trace.Parse(bytes.NewReader(write(parsed.Ops)))
		require.NoError(t, err)
		require.Equal(t, parsed, again)

		packed := trace.Pack(parsed)
		require.NoError(t, packed.Check())
		requireSame(t, parsed, packed)
	})
}

// requireSame compares a trace with its packed form, whose slots stand for
// the ids of the blocks that are live.
func requireSame(t *testing.T, want *trace.Trace, packed trace.Packed) {
	t.Helper()
	require.Equal(t, len(want.Ops), packed.Len())
	require.LessOrEqual(t, packed.Slots(), want.IDs)
	ids := make([]int, packed.Slots()) // by slot, 0 for none
	i := 0
	for op := range packed.Ops() {
		expected := want.Ops[i]
		i++
		require.Equal(t, expected.Free, op.Free, "operation %d", i)
		require.Equal(t, expected.Size, op.Size, "operation %d", i)
		require.Equal(t, expected.Align, op.Align, "operation %d", i)
		if op.Free {
			require.Equal(t, int(expected.ID)+1, ids[op.ID], "operation %d", i)
			ids[op.ID] = 0
		} else {
			require.Zero(t, ids[op.ID], "operation %d", i)
			ids[op.ID] = int(expected.ID) + 1
		}
	}
	require.Equal(t, len(want.Ops), i)
}
