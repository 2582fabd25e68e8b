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
	dwUART, _, _ := newDWUART()
	dwGPIO, _, _ := newDWGPIO()
	timer, watchdog := newDWTimer(), newDWWatchdog()
	timer.Toggle = func(int, bool) {}
	spi, flash := newSSI(LayoutSPI3), newNOR()
	spi.Slave, spi.Memory = flash, flash.Bytes
	return map[string]entry{
		"CLINT":      {clint, CLINTSize},
		"UART16550":  {&UART16550{Line: &line{}}, UART16550Size},
		"Finisher":   {&Finisher{}, FinisherSize},
		"UARTHS":     {uarths, UARTHSSize},
		"PLIC":       {plic, PLICSize},
		"GPIOHS":     {gpiohs, GPIOHSSize},
		"FPIOA":      {fpioa, FPIOASize},
		"SYSCTL":     {newSYSCTL(), SYSCTLSize},
		"DWUART":     {dwUART, DWUARTSize},
		"DWGPIO":     {dwGPIO, DWGPIOSize},
		"DWTimer":    {ticking{timer.DWTimer, &timer.now}, DWTimerSize},
		"DWWatchdog": {ticking{watchdog.DWWatchdog, &watchdog.now}, DWWatchdogSize},
		"Unmodelled": {&Unmodelled{Name: "KPU"}, 0x1000},
		"SSI":        {ticking{spi.SSI, &spi.now}, SSISize},
	}
}

// ticking is a device for which time passes with each access.
type ticking struct {
	Device
	now *uint64
}

func (d ticking) Load(offset uint64, size int) (value uint64, ok bool) {
	*d.now += 100
	return d.Device.Load(offset, size)
}

func (d ticking) State() any { return d.Device.(interface{ State() any }).State() }

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

// slaves is all that can be at the end of a SPI's wires.
func slaves(t *testing.T) map[string]struct {
	slave SPISlave
	now   *uint64
} {
	type entry = struct {
		slave SPISlave
		now   *uint64
	}
	flash, card := newNOR(), newSDCard(t)
	card.Failed = nil
	return map[string]entry{"NOR": {flash.NOR, &flash.now}, "SDCard": {card.SDCard, &card.now}}
}

func TestNoBytesCrashASlave(t *testing.T) {
	for name, entry := range slaves(t) {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 8))
			wide, _ := entry.slave.(WideSPISlave)
			assert.NotPanics(t, func() {
				for range 200_000 {
					*entry.now += r.Uint64() >> (40 + r.IntN(20))
					switch r.IntN(20) {
					case 0:
						entry.slave.Select(r.IntN(4) != 0)
					case 1:
						if wide != nil {
							wide.Wait(r.IntN(64) - 8)
						}
					case 2:
						if wide != nil {
							wide.Transfer(byte(r.Uint32()), r.IntN(20)-2)
						}
					default:
						entry.slave.Exchange(byte(r.Uint32()))
					}
				}
			})
		})
	}
}

// FuzzSDCard sends a card commands as they come, with the right checksums so
// that it listens.
func FuzzSDCard(f *testing.F) {
	f.Add([]byte{17, 0, 24, 1, 12, 0, 18, 2, 55, 0, 51, 0, 9, 0, 59, 1, 25, 3})
	f.Fuzz(func(t *testing.T, script []byte) {
		b := initialized(t)
		for i := 0; i+1 < len(script); i += 2 {
			b.command(script[i]&0x3f, uint32(script[i+1])<<4)
			b.clock(int(script[i+1]) * 4)
			b.Exchange(script[i])
			b.now += uint64(script[i+1]) << 10
		}
		assert.LessOrEqual(t, int(b.s.OutLength), sdOutSize)
	})
}

func TestReadingABlockAllocatesNothing(t *testing.T) {
	b := initialized(t)
	card := b.SDCard
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		for _, out := range [...]byte{0x40 | sdReadSingle, 0, 0, 0, 1, 0xff} {
			card.Exchange(out)
		}
		for range 600 {
			card.Exchange(0xff)
		}
	}))
}
