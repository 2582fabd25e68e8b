// SPDX-License-Identifier: MIT

package machine

import (
	"bugo/platforms/k210"
	"bugo/tools/k210emu/device"
)

// inISP tells whether the boot ROM waits for orders on the serial line: while the
// BOOT key is held down, which is from power-on until it was told to start a
// program. What the ROM answers is package isprom's; here it has UARTHS and memory.
// No hart runs: the ROM is not code here.
func (m *K210) inISP() bool {
	_, started := m.isp.Started()
	return m.board.BootKey && !started
}

// Registers of UARTHS (k210-facts.md §5).
const (
	uarthsTxData  = 0x00
	uarthsRxData  = 0x04
	uarthsDivisor = 0x18
	uarthsEmpty   = 1 << 31 // of rxdata
)

// romPoll is how many cycles the ROM takes to look for a byte. (It is not known.
// A byte of the line lasts some thousands.)
const romPoll = 100

// held implements kind: while the ROM waits for orders, it looks for a byte.
func (m *K210) held() (cycles uint64, idle bool) {
	if !m.inISP() {
		return 0, false
	}
	return romPoll, !m.runROM()
}

// runROM is one look for a byte. It tells whether there was one.
func (m *K210) runROM() (busy bool) {
	word, _ := m.uarths.Load(uarthsRxData, 4)
	if word&uarthsEmpty != 0 {
		return false
	}
	for _, b := range m.isp.Receive(byte(word)) {
		m.uarths.Store(uarthsTxData, 4, uint64(b))
	}
	if entry, ok := m.isp.Started(); ok {
		m.fpioa.SetPad(k210.PinBoot, device.High)
		m.enter(entry)
	}
	return true
}

// setROMBaud is the ROM's C6: whole divisors only (k210-facts.md §5).
func (m *K210) setROMBaud(rate uint32) {
	m.uarths.Store(uarthsDivisor, 4, m.sysctl.CPUHz()/uint64(rate)-1)
}

// romMemory is what the ROM writes to: the SRAM that is on.
type romMemory struct{ m *K210 }

// Write implements isprom.Memory.
func (r romMemory) Write(address uint64, data []byte) bool {
	offset, size := address-k210.SRAMBase, uint64(r.m.ramOn())
	if offset > size || uint64(len(data)) > size-offset {
		return false
	}
	copy(r.m.ram[offset:], data)
	r.m.wrote(address, len(data))
	return true
}
