// SPDX-License-Identifier: MIT

package nor_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/firmware/drivers/nor"
	"bugo/firmware/drivers/nor/nortest"
)

// connect returns a driver for a chip; a millisecond is a tick of its clock.
func connect(chip *nortest.Chip) *nor.Chip {
	return &nor.Chip{SPI: chip, Clock: chip, Hz: 1000}
}

func pattern(n int) []byte {
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}

func TestIdentify(t *testing.T) {
	for _, test := range []struct {
		name string
		id   [3]byte
		size uint32
		err  error
	}{
		{"W25Q128", [3]byte{0xef, 0x40, 0x18}, 16 << 20, nil},
		{"a small one", [3]byte{0xef, 0x40, 0x14}, 1 << 20, nil},
		{"one beyond three bytes of address", [3]byte{0xef, 0x40, 0x19}, 16 << 20, nil},
		{"no chip, line low", [3]byte{}, 0, nor.ErrAbsent},
		{"no chip, line high", [3]byte{0xff, 0xff, 0xff}, 0, nor.ErrAbsent},
		{"a size that is none", [3]byte{0xef, 0x40, 0x05}, 0, nor.ErrUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			chip := nortest.New(12)
			chip.ID = test.id
			id, size, err := connect(chip).Identify()
			assert.Equal(t, test.err, err)
			assert.Equal(t, test.size, size)
			assert.Equal(t, uint32(test.id[0])<<16|uint32(test.id[1])<<8|uint32(test.id[2]), id)
		})
	}
}

func TestAChipIsWokenAndWaitedFor(t *testing.T) {
	chip := nortest.New(20)
	chip.Asleep, chip.Busy = true, 100
	_, size, err := connect(chip).Identify()
	require.NoError(t, err)
	assert.EqualValues(t, 1<<20, size)
	chip.Busy = 1 << 40
	_, _, err = connect(chip).Identify()
	assert.Equal(t, nor.ErrBusy, err)
}

func TestWhatIsProgrammedIsRead(t *testing.T) {
	chip := nortest.New(20)
	chip.BusyFor = 3
	driver := connect(chip)
	data := pattern(nor.BlockSize + 3*nor.SectorSize + 5)
	require.NoError(t, driver.Erase(0x1000, 0x20000))
	require.NoError(t, driver.Program(0x1000, data))
	got := make([]byte, len(data))
	require.NoError(t, driver.Read(0x1000, got))
	assert.True(t, bytes.Equal(data, got))
	assert.True(t, bytes.Equal(data, chip.Flash[0x1000:][:len(data)]))
	assert.Empty(t, chip.Mistakes)
}

func TestEraseTakesBlocksWhereItCanAndNothingElse(t *testing.T) {
	chip := nortest.New(20)
	for i := range chip.Flash {
		chip.Flash[i] = 0
	}
	require.NoError(t, connect(chip).Erase(0xf000, 0x22000))
	assert.Equal(t, 1+2+1, chip.Erasures, "sector, two blocks, sector")
	assert.Equal(t, 0x22000, bytes.Count(chip.Flash, []byte{0xff}))
	assert.Zero(t, chip.Flash[0xefff])
	assert.Zero(t, chip.Flash[0x31000])
	assert.Empty(t, chip.Mistakes)
}

func TestPagesOfOnesAreNotProgrammed(t *testing.T) {
	chip := nortest.New(16)
	data := bytes.Repeat([]byte{0xff}, 4*nor.PageSize)
	data[nor.PageSize] = 0
	require.NoError(t, connect(chip).Program(0, data))
	assert.Equal(t, 1, chip.Programmed)
	assert.True(t, bytes.Equal(data, chip.Flash[:len(data)]))
}

func TestChipsThatDoNotWork(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault func(*nortest.Chip)
		want  error
	}{
		{"a dead controller", func(c *nortest.Chip) { c.Dead = true }, nor.ErrController},
		{"a locked chip", func(c *nortest.Chip) { c.Locked = true }, nor.ErrProtected},
		{"a chip that is busy for ever", func(c *nortest.Chip) { c.BusyFor = 1 << 40 }, nor.ErrBusy},
	} {
		t.Run(test.name, func(t *testing.T) {
			chip := nortest.New(16)
			test.fault(chip)
			assert.Equal(t, test.want, connect(chip).Erase(0, nor.SectorSize))
			chip = nortest.New(16)
			test.fault(chip)
			assert.Equal(t, test.want, connect(chip).Program(0, []byte{1}))
			assert.Empty(t, chip.Mistakes)
		})
	}
	chip := nortest.New(16)
	chip.Dead = true
	assert.Equal(t, nor.ErrController, connect(chip).Read(0, make([]byte, 1)))
	_, _, err := connect(chip).Identify()
	assert.Equal(t, nor.ErrController, err)
}

func TestAChipMayTakeItsTimeToTheDeadline(t *testing.T) {
	chip := nortest.New(16)
	chip.BusyFor = 790 // sector erase: 800 ms
	require.NoError(t, connect(chip).Erase(0, nor.SectorSize))
	chip.BusyFor = 810
	assert.Equal(t, nor.ErrBusy, connect(chip).Erase(0, nor.SectorSize))
}

func TestNothingIsAllocated(t *testing.T) {
	chip := nortest.New(16)
	driver := connect(chip)
	data, page := make([]byte, 64), pattern(nor.PageSize)
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		_, _, _ = driver.Identify()
		_ = driver.Erase(0, nor.SectorSize)
		_ = driver.Program(0, page)
		_ = driver.Read(0, data)
	}))
}
