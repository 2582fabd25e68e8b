// SPDX-License-Identifier: MIT

package sbi

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// k210Firmware has the K210's extension, unless it fails with an error.
type k210Firmware struct {
	*fake
	err       Error
	arguments []uintptr
}

func (f *k210Firmware) Call(extension, function, a0, _, _ uintptr) (Error, uintptr) {
	switch {
	case extension != ExtensionK210:
		return ErrNotSupported, 0
	case f.err != Success:
		return f.err, 0
	case function == K210EnableAISRAM:
		return Success, 0x8060_0000
	case function == K210AISRAMSize:
		return Success, 0x20_0000
	}
	f.arguments = append(f.arguments, a0)
	return Success, 0
}

func TestTheExtensionOfTheK210IsInItsVendorsSpace(t *testing.T) {
	assert.EqualValues(t, 0x0900_04b5, ExtensionK210)
	assert.False(t, IsLegacy(ExtensionK210))
}

func TestEnableAISRAMReturnsWhereItIs(t *testing.T) {
	client := Client{Firmware: &k210Firmware{}}
	base, size, err := client.EnableAISRAM()
	assert.Equal(t, Success, err)
	assert.EqualValues(t, 0x8060_0000, base)
	assert.EqualValues(t, 0x20_0000, size)
	for _, failure := range []Error{ErrNotSupported, ErrFailed} {
		client := Client{Firmware: &k210Firmware{err: failure}}
		base, size, err := client.EnableAISRAM()
		assert.Equal(t, failure, err)
		assert.Zero(t, base+size)
	}
}

func TestSetPageFaultsPassesWhatIsAskedFor(t *testing.T) {
	firmware := &k210Firmware{}
	client := Client{Firmware: firmware}
	assert.Equal(t, Success, client.SetPageFaults(true))
	assert.Equal(t, Success, client.SetPageFaults(false))
	assert.Equal(t, []uintptr{1, 0}, firmware.arguments)
	assert.Equal(t, ErrNotSupported, (&Client{Firmware: &fake{}}).SetPageFaults(true))
}
