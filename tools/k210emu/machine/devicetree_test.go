// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readTree returns the properties of a blob by path, and checks its form
// (Devicetree Specification v0.4 §5).
func readTree(t *testing.T, blob []byte) map[string][]byte {
	t.Helper()
	header := func(n int) uint32 { return binary.BigEndian.Uint32(blob[4*n:]) }
	require.Equal(t, uint32(0xd00dfeed), header(0))
	require.Equal(t, uint32(len(blob)), header(1), "total size")
	require.Equal(t, make([]byte, 16), blob[header(4):][:16], "no reserved memory")
	require.Zero(t, header(4)%8)
	structure := blob[header(2):][:header(9)]
	names := blob[header(3):][:header(8)]
	text := func(b []byte) string { return string(b[:bytes.IndexByte(b, 0)]) }

	properties := map[string][]byte{}
	var path []string
	next := func() uint32 {
		v := binary.BigEndian.Uint32(structure)
		structure = structure[4:]
		return v
	}
	for {
		switch token := next(); token {
		case 1:
			path = append(path, text(structure))
			structure = structure[(len(text(structure))+4)&^3:]
		case 2:
			path = path[:len(path)-1]
		case 3:
			length, name := next(), text(names[next():])
			full := ""
			for _, p := range path[1:] {
				full += "/" + p
			}
			properties[full+"/"+name] = structure[:length]
			structure = structure[(length+3)&^3:]
		case 9:
			require.Empty(t, structure)
			require.Empty(t, path)
			return properties
		default:
			t.Fatalf("token %d", token)
		}
	}
}

func TestTheDeviceTreeDescribesTheMachine(t *testing.T) {
	m, err := NewVirt(3, &terminal{}, program(spin))
	require.NoError(t, err)
	at := m.Harts()[2].X(11)
	assert.Equal(t, uint64(0x807f_f000), at)
	size := binary.BigEndian.Uint32(m.Memory(at)[4:])
	properties := readTree(t, m.Memory(at)[:size])
	for name, want := range map[string]string{
		"/compatible":                     "riscv-virtio\x00",
		"/memory@80000000/reg":            "\x00\x00\x00\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00",
		"/cpus/timebase-frequency":        "\x00\x98\x96\x80",
		"/cpus/cpu@2/reg":                 "\x00\x00\x00\x02",
		"/soc/serial@10000000/compatible": "ns16550a\x00",
		"/soc/clint@2000000/reg":          "\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00",
		"/soc/test@100000/compatible":     "sifive,test0\x00",
	} {
		assert.Equal(t, want, string(properties[name]), name)
	}
	assert.NotContains(t, properties, "/cpus/cpu@3/reg")
	assert.LessOrEqual(t, len(deviceTree(MaxHarts)), treeSpace)
}
