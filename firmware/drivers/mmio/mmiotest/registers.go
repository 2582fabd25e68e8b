// SPDX-License-Identifier: MIT

// Package mmiotest is a register file for tests of drivers: it remembers what
// is stored, answers loads, and keeps a log of the stores.
package mmiotest

import (
	"fmt"

	"bugo/firmware/drivers/mmio"
)

// Registers is a device made of plain registers. A register that was neither
// stored nor given a behaviour must not be loaded: that is a panic, for it is
// a driver's mistake.
type Registers struct {
	// Values are the registers' contents, by address.
	Values map[uintptr]uint64
	// OnLoad and OnStore, where present for an address, replace the plain
	// behaviour of that register.
	OnLoad  map[uintptr]func() uint64
	OnStore map[uintptr]func(value uint64)
	// Stores lists all stores in order, such as "8 0x10000000 = 0x41".
	Stores []string
}

var _ mmio.Bus = (*Registers)(nil)

// New returns a device without registers.
func New() *Registers {
	return &Registers{
		Values:  map[uintptr]uint64{},
		OnLoad:  map[uintptr]func() uint64{},
		OnStore: map[uintptr]func(uint64){},
	}
}

func (r *Registers) load(width int, address uintptr) uint64 {
	r.check(width, address)
	if behaviour := r.OnLoad[address]; behaviour != nil {
		return behaviour()
	}
	value, ok := r.Values[address]
	if !ok {
		panic(fmt.Sprintf("mmiotest: load of %d bits at %#x, where no register is", width, address))
	}
	return value
}

func (r *Registers) store(width int, address uintptr, value uint64) {
	r.check(width, address)
	r.Stores = append(r.Stores, fmt.Sprintf("%d %#x = %#x", width, address, value))
	if behaviour := r.OnStore[address]; behaviour != nil {
		behaviour(value)
		return
	}
	r.Values[address] = value
}

func (r *Registers) check(width int, address uintptr) {
	if address%uintptr(width/8) != 0 {
		panic(fmt.Sprintf("mmiotest: access of %d bits at %#x is misaligned", width, address))
	}
}

// Load8 implements mmio.Bus.
func (r *Registers) Load8(address uintptr) uint8 { return uint8(r.load(8, address)) }

// Store8 implements mmio.Bus.
func (r *Registers) Store8(address uintptr, value uint8) { r.store(8, address, uint64(value)) }

// Load32 implements mmio.Bus.
func (r *Registers) Load32(address uintptr) uint32 { return uint32(r.load(32, address)) }

// Store32 implements mmio.Bus.
func (r *Registers) Store32(address uintptr, value uint32) { r.store(32, address, uint64(value)) }

// Load64 implements mmio.Bus.
func (r *Registers) Load64(address uintptr) uint64 { return r.load(64, address) }

// Store64 implements mmio.Bus.
func (r *Registers) Store64(address uintptr, value uint64) { r.store(64, address, value) }
