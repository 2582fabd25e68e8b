// SPDX-License-Identifier: MIT

package ssi

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/firmware/drivers/mmio/mmiotest"
)

const base = 0x5400_0000

// A device is a controller with a chip that answers the n-th byte with n.
type device struct {
	*mmiotest.Registers
	sent     []byte // while the chip was selected
	fifo     []byte // not yet sent
	reply    []byte
	selected bool
	stuck    bool
	lost     bool // a byte came when the FIFO was full
}

func newDevice() *device {
	d := &device{Registers: mmiotest.New()}
	d.OnStore[base+dr] = func(value uint64) {
		if len(d.fifo) == FIFO {
			d.lost = true
		}
		d.fifo = append(d.fifo, byte(value))
	}
	d.OnStore[base+ser] = func(value uint64) { d.selected = value == 1 }
	d.OnLoad[base+txflr] = func() uint64 {
		level := len(d.fifo)
		if d.selected && !d.stuck && level > 0 { // a byte goes out between two looks
			d.sent, d.fifo = append(d.sent, d.fifo[0]), d.fifo[1:]
		}
		return uint64(level)
	}
	d.OnLoad[base+rxflr] = func() uint64 {
		if !d.selected || d.stuck {
			return 0
		}
		d.sent, d.fifo = append(d.sent, d.fifo...), nil
		return 1
	}
	d.OnLoad[base+dr] = func() uint64 {
		d.reply = append(d.reply, byte(len(d.reply)))
		return uint64(d.reply[len(d.reply)-1])
	}
	d.OnLoad[base+sr] = func() uint64 {
		if d.stuck {
			return 1
		}
		if d.selected {
			d.sent, d.fifo = append(d.sent, d.fifo...), nil
		}
		return idle
	}
	return d
}

func TestInitLeavesTheControllerOff(t *testing.T) {
	d := newDevice()
	s := SSI{Bus: d, Base: base}
	s.Init(2)
	assert.Equal(t, []string{
		"32 0x54000008 = 0x0", "32 0x5400002c = 0x0", "32 0x5400004c = 0x0", "32 0x54000010 = 0x0", "32 0x54000014 = 0x2",
		"32 0x540000f0 = 0x0", "32 0x540000f4 = 0x0", "32 0x54000118 = 0x0",
	}, d.Stores)
}

func TestReadIsACommandAndThenTheAnswer(t *testing.T) {
	d := newDevice()
	s := SSI{Bus: d, Base: base}
	var data [3]byte
	require.True(t, s.Read([]byte{0x9f}, data[:]))
	assert.Equal(t, [3]byte{0, 1, 2}, data)
	assert.Equal(t, []byte{0x9f}, d.sent)
	assert.Equal(t, []string{
		"32 0x54000008 = 0x0",
		"32 0x54000000 = 0xc07", // 8 bits, EEPROM read
		"32 0x54000004 = 0x2",   // three frames
		"32 0x54000008 = 0x1",
		"32 0x54000060 = 0x9f", // before the chip is selected
		"32 0x54000010 = 0x1",
		"32 0x54000010 = 0x0",
		"32 0x54000008 = 0x0",
	}, d.Stores)
}

func TestWriteSendsMoreThanTheFIFOHolds(t *testing.T) {
	for _, n := range []int{0, 1, 28, 29, 256} {
		d := newDevice()
		s := SSI{Bus: d, Base: base}
		command, data := []byte{2, 0x12, 0x34, 0x00}, make([]byte, n)
		for i := range data {
			data[i] = byte(i)
		}
		require.True(t, s.Write(command, data), "%d bytes", n)
		assert.Equal(t, append(command, data...), d.sent, "%d bytes", n)
		assert.False(t, d.lost, "%d bytes", n)
		assert.Contains(t, d.Stores, "32 0x54000000 = 0x407") // 8 bits, transmit only
		assert.False(t, d.selected, "%d bytes", n)
	}
}

func TestAControllerThatDoesNothingIsGivenUp(t *testing.T) {
	d := newDevice()
	d.stuck = true
	s := SSI{Bus: d, Base: base}
	assert.False(t, s.Read([]byte{5}, make([]byte, 1)))
	assert.False(t, s.Write([]byte{6}, nil))
	assert.False(t, s.Write([]byte{2, 0, 0, 0}, make([]byte, 256)))
	assert.False(t, d.selected, "the chip is still selected")
}
