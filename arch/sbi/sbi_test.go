// SPDX-License-Identifier: MIT

package sbi

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorTexts(t *testing.T) {
	for err, text := range map[Error]string{
		Success:           "SBI: success",
		ErrFailed:         "SBI: failed",
		ErrNotSupported:   "SBI: not supported",
		ErrInvalidParam:   "SBI: invalid parameter",
		ErrNoSharedMemory: "SBI: shared memory not available",
		1:                 "SBI: unknown error",
		-10:               "SBI: unknown error",
		-1 << 63:          "SBI: unknown error",
	} {
		assert.EqualError(t, err, text, "%d", int64(err))
	}
}

func TestExtensionNumbersSpellTheirNames(t *testing.T) {
	for name, number := range map[string]uint64{
		"TIME": ExtensionTimer, "sPI": ExtensionIPI, "RFNC": ExtensionRemoteFence,
		"HSM": ExtensionHart, "SRST": ExtensionReset, "DBCN": ExtensionDebugConsole,
	} {
		var value uint64
		for _, letter := range []byte(name) {
			value = value<<8 | uint64(letter)
		}
		assert.Equal(t, value, number, name)
	}
}

func TestOnlyTheFirstNineExtensionsAreLegacy(t *testing.T) {
	assert.True(t, IsLegacy(LegacySetTimer))
	assert.True(t, IsLegacy(LegacyShutdown))
	assert.False(t, IsLegacy(9))
	assert.False(t, IsLegacy(ExtensionBase))
	assert.False(t, IsLegacy(1<<63))
}

// fake is firmware that has the extensions of its flags, and whose debug
// console takes at most chunk bytes at a time.
type fake struct {
	vendor                     uintptr
	debugConsole, timer, reset bool
	refuse                     Error // of the debug console
	chunk                      uintptr
	output                     []byte
	calls, legacy              []uintptr // extensions, in order
	deadline                   uintptr
	input                      uintptr
}

func (f *fake) Call(extension, function, a0, a1, a2 uintptr) (Error, uintptr) {
	f.calls = append(f.calls, extension)
	switch {
	case extension == ExtensionDebugConsole && f.debugConsole && f.refuse != Success:
		return f.refuse, 0
	case extension == ExtensionDebugConsole && f.debugConsole:
		n := min(a0, f.chunk)
		f.output = append(f.output, unsafe.Slice((*byte)(pointer(a1)), n)...)
		return Success, n
	case extension == ExtensionTimer && f.timer:
		f.deadline = a0
		return Success, 0
	case extension == ExtensionReset && f.reset:
		return ErrFailed, 0
	case extension == ExtensionBase && function == BaseProbeExtension && a0 == ExtensionHart:
		return Success, 1
	case extension == ExtensionBase && function == BaseProbeExtension:
		return Success, 0
	case extension == ExtensionBase && function == BaseGetMvendorid && f.vendor != 0:
		return Success, f.vendor
	case extension == ExtensionHart && function == HartGetStatus && a0 == 1:
		return Success, uintptr(HartStopped)
	case extension == ExtensionHart && function == HartGetStatus:
		return ErrInvalidParam, 0
	}
	return ErrNotSupported, 0
}

func (f *fake) Legacy(extension, a0 uintptr) uintptr {
	f.legacy = append(f.legacy, extension)
	switch extension {
	case LegacyConsolePutchar:
		f.output = append(f.output, byte(a0))
	case LegacyConsoleGetchar:
		return f.input
	case LegacySetTimer:
		f.deadline = a0
	}
	return 0
}

// pointer undoes what the client did to make an address of a pointer. The
// bytes stay alive and in place, for they are the test's global.
func pointer(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }

var text = []byte("Hello OS from app\n")

func TestConsoleWriteWritesAll(t *testing.T) {
	for name, firmware := range map[string]*fake{
		"at once":                 {debugConsole: true, chunk: 1 << 20},
		"in parts":                {debugConsole: true, chunk: 5},
		"by legacy calls":         {},
		"when the address is bad": {debugConsole: true, refuse: ErrInvalidParam},
	} {
		client := Client{Firmware: firmware}
		client.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(text)), len(text))
		client.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(text)), 5)
		assert.Equal(t, string(text)+"Hello", string(firmware.output), name)
	}
}

func TestConsoleWriteOfNothingAsksNothing(t *testing.T) {
	firmware := &fake{}
	client := Client{Firmware: firmware}
	client.ConsoleWrite(nil, 0)
	assert.Empty(t, firmware.calls)
	assert.Empty(t, firmware.legacy)
}

func TestAMissingDebugConsoleIsAskedForOnce(t *testing.T) {
	firmware := &fake{}
	client := Client{Firmware: firmware}
	for range 3 {
		client.ConsoleWrite(unsafe.Pointer(unsafe.SliceData(text)), 1)
	}
	assert.Equal(t, []uintptr{ExtensionDebugConsole}, firmware.calls)
}

func TestConsoleReadTellsNothingFromByte255(t *testing.T) {
	firmware := &fake{input: noByte}
	client := Client{Firmware: firmware}
	_, ok := client.ConsoleRead()
	assert.False(t, ok)
	firmware.input = 255
	value, ok := client.ConsoleRead()
	assert.True(t, ok)
	assert.Equal(t, byte(255), value)
}

func TestSetTimerFallsBackToLegacy(t *testing.T) {
	for _, has := range []bool{true, false} {
		firmware := &fake{timer: has}
		client := Client{Firmware: firmware}
		require.Equal(t, Success, client.SetTimer(12345))
		assert.Equal(t, uintptr(12345), firmware.deadline)
		assert.Equal(t, !has, len(firmware.legacy) == 1)
	}
}

func TestShutdownFallsBackToLegacyButRebootDoesNot(t *testing.T) {
	firmware := &fake{}
	client := Client{Firmware: firmware}
	assert.Equal(t, ErrNotSupported, client.Reset(ResetColdReboot, ResetReasonNone))
	assert.Empty(t, firmware.legacy)
	client.Reset(ResetShutdown, ResetReasonNone)
	assert.Equal(t, []uintptr{LegacyShutdown}, firmware.legacy)

	firmware = &fake{reset: true}
	client = Client{Firmware: firmware}
	assert.Equal(t, ErrFailed, client.Reset(ResetShutdown, ResetReasonSystemFailure))
	assert.Empty(t, firmware.legacy)
}

func TestHartCallsPassErrorsOn(t *testing.T) {
	client := Client{Firmware: &fake{}}
	state, err := client.HartStatus(1)
	assert.Equal(t, Success, err)
	assert.Equal(t, HartStopped, state)
	_, err = client.HartStatus(2)
	assert.Equal(t, ErrInvalidParam, err)
	assert.Equal(t, ErrNotSupported, client.StartHart(1, 0x80020000, 0))
	assert.Equal(t, ErrNotSupported, client.StopHart())
	assert.Equal(t, ErrNotSupported, client.SendIPI(1, 0))
}

func TestProbe(t *testing.T) {
	client := Client{Firmware: &fake{}}
	assert.True(t, client.Probe(ExtensionHart))
	assert.False(t, client.Probe(ExtensionTimer))
}

func TestMvendorid(t *testing.T) {
	assert.EqualValues(t, 0x4b5, (&Client{Firmware: &fake{vendor: 0x4b5}}).Mvendorid())
	assert.Zero(t, (&Client{Firmware: &fake{}}).Mvendorid(), "a firmware that does not say")
}
