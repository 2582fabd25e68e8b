// SPDX-License-Identifier: MIT

package device

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// hammered is all devices, each with all that it can call.
func hammered() map[string]struct {
	device Device
	size   uint64
} {
	type entry = struct {
		device Device
		size   uint64
	}
	clint, _, _ := newCLINT()
	uarths, _, _ := newUARTHS()
	plic, _ := newPLIC()
	gpiohs, _, _ := newGPIOHS()
	fpioa, _ := newFPIOA()
	return map[string]entry{
		"CLINT":     {clint, CLINTSize},
		"UART16550": {&UART16550{Line: &line{}}, UART16550Size},
		"Finisher":  {&Finisher{}, FinisherSize},
		"UARTHS":    {uarths, UARTHSSize},
		"PLIC":      {plic, PLICSize},
		"GPIOHS":    {gpiohs, GPIOHSSize},
		"FPIOA":     {fpioa, FPIOASize},
		"SYSCTL":    {newSYSCTL(), SYSCTLSize},
	}
}

// access is one that nobody meant: most are at registers.
func access(r *rand.Rand, size uint64) (offset uint64, width int, value uint64) {
	offset = r.Uint64() >> r.IntN(64) % max(size, 1)
	if r.IntN(8) != 0 {
		offset = offset % min(size, 0x200) &^ 3
	}
	width = []int{4, 4, 4, 4, 4, 1, 2, 8}[r.IntN(8)]
	return offset % size, width, r.Uint64() >> r.IntN(64)
}

func TestNoAccessCrashesADevice(t *testing.T) {
	for name, entry := range hammered() {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			assert.NotPanics(t, func() {
				for range 50_000 {
					offset, width, value := access(r, entry.size)
					if r.IntN(2) == 0 {
						entry.device.Load(offset, width)
					} else {
						entry.device.Store(offset, width, value)
					}
				}
			})
		})
	}
}

func TestAccessesAllocateNothing(t *testing.T) {
	for name, entry := range hammered() {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			// A test's hooks may grow what they keep, which is seldom.
			assert.Less(t, testing.AllocsPerRun(2000, func() {
				offset, width, value := access(r, entry.size)
				entry.device.Load(offset, width)
				entry.device.Store(offset, width, value)
			}), 1.0)
		})
	}
}
