// SPDX-License-Identifier: MIT

package machine

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/devicetree"
)

func TestTheDeviceTreeDescribesTheMachine(t *testing.T) {
	m, err := NewVirt(3, &terminal{}, program(spin))
	require.NoError(t, err)
	at := m.Harts()[2].X(11)
	assert.Equal(t, uint64(0x807f_f000), at)
	size := binary.BigEndian.Uint32(m.Memory(at)[4:])
	properties, err := devicetree.Read(m.Memory(at)[:size])
	require.NoError(t, err)
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
