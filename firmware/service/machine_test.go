// SPDX-License-Identifier: MIT

package service

import (
	"bytes"
	"fmt"

	"bugo/arch/sbi"
	"bugo/firmware/board"
)

// The fake machine: memory, two harts and devices.
const (
	ramBase     = 0x8000_0000
	ramSize     = 0x10_0000
	kernelEntry = 0x8002_0000
	deviceTree  = 0x8006_0000
)

// hartRegisters are what CPU changes of one hart.
type hartRegisters struct {
	supervisorTimer, machineTimer, supervisorSoftware bool
	deadline                                          uint64
	softwareInterrupt                                 bool // msip
	fenced                                            string
	waits                                             int
	halted                                            bool
	onHalt                                            func()
	pageFaults                                        string
	onWait                                            func()
}

// machine is all that a Service sees. hart is the one that runs.
type machine struct {
	hart    int
	harts   [board.MaxHarts]hartRegisters
	ram     [ramSize]byte
	output  bytes.Buffer
	input   []byte
	log     []string // what was done to the power
	caller  map[uintptr]uint64
	onRaise func(hart int)
}

var (
	_ CPU           = (*machine)(nil)
	_ board.Console = (*machine)(nil)
	_ board.Timer   = (*machine)(nil)
	_ board.IPI     = (*machine)(nil)
	_ board.Power   = (*machine)(nil)
)

func (m *machine) self() *hartRegisters { return &m.harts[m.hart] }

func (m *machine) Hart() int                    { return m.hart }
func (m *machine) Identity() (a, b, c uint64)   { return 0x4b5, 1 << 63, 7 }
func (m *machine) SetSupervisorTimer(p bool)    { m.self().supervisorTimer = p }
func (m *machine) SetMachineTimer(enabled bool) { m.self().machineTimer = enabled }
func (m *machine) SetSupervisorSoftware(p bool) bool {
	was := m.self().supervisorSoftware
	m.self().supervisorSoftware = p
	return was
}
func (m *machine) FenceInstructions() { m.self().fenced += "i" }
func (m *machine) FenceTranslations() { m.self().fenced += "v" }
func (m *machine) Wait() {
	m.self().waits++
	if m.self().onWait != nil {
		m.self().onWait()
	}
}

func (m *machine) Halt() {
	m.self().halted = true
	if m.self().onHalt != nil {
		m.self().onHalt()
	}
}
func (m *machine) SetPageFaults(on bool) {
	m.self().pageFaults += map[bool]string{true: "1", false: "0"}[on]
}

func (m *machine) LoadCaller(address uintptr) (uint64, bool) {
	value, ok := m.caller[address]
	return value, ok
}

// at returns a byte of memory that a call may touch: a panic is a Service's
// mistake.
func (m *machine) at(address uintptr) *byte {
	if address < kernelEntry || address >= ramBase+ramSize {
		panic(fmt.Sprintf("access to %#x, outside the kernel's memory", address))
	}
	return &m.ram[address-ramBase]
}

func (m *machine) LoadByte(address uintptr) byte         { return *m.at(address) }
func (m *machine) StoreByte(address uintptr, value byte) { *m.at(address) = value }

func (m *machine) Tx(value byte) { m.output.WriteByte(value) }
func (m *machine) Rx() (byte, bool) {
	if len(m.input) == 0 {
		return 0, false
	}
	value := m.input[0]
	m.input = m.input[1:]
	return value, true
}

func (m *machine) Now() uint64                           { return 1000 }
func (m *machine) SetDeadline(hart int, deadline uint64) { m.harts[hart].deadline = deadline }
func (m *machine) Raise(hart int) {
	m.harts[hart].softwareInterrupt = true
	if m.onRaise != nil {
		m.onRaise(hart)
	}
}
func (m *machine) Clear(hart int) { m.harts[hart].softwareInterrupt = false }
func (m *machine) Shutdown(failed bool) {
	m.log = append(m.log, fmt.Sprintf("shutdown failed=%v", failed))
}
func (m *machine) Reboot() { m.log = append(m.log, "reboot") }

// newMachine returns a machine of so many harts, of which hart 0 runs a kernel.
func newMachine(harts int) (*machine, *Service) {
	m := &machine{caller: map[uintptr]uint64{}}
	s := &Service{
		Board: &board.Board{
			Name:        "fake",
			TimebaseHz:  1,
			RAM:         board.Region{Base: ramBase, Size: ramSize},
			Firmware:    board.Region{Base: ramBase, Size: kernelEntry - ramBase},
			KernelEntry: kernelEntry,
			Console:     m,
			Timer:       m,
			IPI:         m,
			Power:       m,
		},
		CPU:        m,
		Harts:      harts,
		DeviceTree: deviceTree,
	}
	s.Boot()
	return m, s
}

// call makes a call on the hart that runs.
func call(s *Service, extension, function uint64, args ...uint64) Answer {
	c := Call{Extension: extension, Function: function}
	copy(c.Args[:], args)
	return s.Handle(&c)
}

// failed is the answer of a call of SBI v0.2 and later that failed.
func failed(err sbi.Error) Answer { return Answer{A0: uint64(err)} }

// on lets another hart run for the time of a function.
func (m *machine) on(hart int, do func()) {
	was := m.hart
	m.hart = hart
	do()
	m.hart = was
}

// startSecond brings hart 1 into the kernel.
func startSecond(m *machine, s *Service) {
	call(s, sbi.ExtensionHart, sbi.HartStart, 1, kernelEntry, 0)
	m.on(1, func() { s.Start() })
	m.harts[1] = hartRegisters{}
}
