// SPDX-License-Identifier: MIT

package trap

import "bugo/arch/riscv"

// Spec is a version of the RISC-V privileged specification. The two differ in
// which causes exist: 1.9.1, which the K210 implements, reports a failed
// translation as an access fault, where 1.10 and later have page faults
// (k210-facts.md §2.4).
type Spec int

const (
	// Spec1_12 is what QEMU's virt machine implements.
	Spec1_12 Spec = iota
	// Spec1_9_1 is what the K210 implements.
	Spec1_9_1
)

// Kind says what a handler has to do about a cause.
type Kind uint8

const (
	// Unknown causes are reserved by the specification.
	Unknown Kind = iota
	// Syscall is an ecall from user mode.
	Syscall
	// Breakpoint is an ebreak, or a hardware breakpoint.
	Breakpoint
	// Illegal is an instruction that does not exist or may not be executed.
	Illegal
	// Misaligned is an access whose address is no multiple of its size.
	Misaligned
	// AccessFault is an access that memory or protection refused. On 1.9.1
	// it stands for page faults too.
	AccessFault
	// PageFault is an access that translation refused; 1.10 and later only.
	PageFault
	// Environment is an ecall from a mode above user: never delegated to us.
	Environment
	// Software, Timer and External are interrupts.
	Software
	Timer
	External
)

// Access says what the failed instruction was doing with memory.
type Access uint8

const (
	NoAccess Access = iota
	Fetch
	Load
	Store
)

// Cause is a decoded scause.
type Cause struct {
	Code      uint64 // without the interrupt bit
	Interrupt bool
	Kind      Kind
	Access    Access
	name      string
}

// exceptions is RISC-V priv. 1.12 table 4.2, by exception code.
var exceptions = [16]Cause{
	riscv.CodeInstructionMisaligned: {Kind: Misaligned, Access: Fetch, name: "instruction address misaligned"},
	riscv.CodeInstructionFault:      {Kind: AccessFault, Access: Fetch, name: "instruction access fault"},
	riscv.CodeIllegalInstruction:    {Kind: Illegal, name: "illegal instruction"},
	riscv.CodeBreakpoint:            {Kind: Breakpoint, name: "breakpoint"},
	riscv.CodeLoadMisaligned:        {Kind: Misaligned, Access: Load, name: "load address misaligned"},
	riscv.CodeLoadFault:             {Kind: AccessFault, Access: Load, name: "load access fault"},
	riscv.CodeStoreMisaligned:       {Kind: Misaligned, Access: Store, name: "store address misaligned"},
	riscv.CodeStoreFault:            {Kind: AccessFault, Access: Store, name: "store access fault"},
	riscv.CodeUserCall:              {Kind: Syscall, name: "environment call from U-mode"},
	riscv.CodeSupervisorCall:        {Kind: Environment, name: "environment call from S-mode"},
	riscv.CodeMachineCall:           {Kind: Environment, name: "environment call from M-mode"},
	riscv.CodeInstructionPageFault:  {Kind: PageFault, Access: Fetch, name: "instruction page fault"},
	riscv.CodeLoadPageFault:         {Kind: PageFault, Access: Load, name: "load page fault"},
	riscv.CodeStorePageFault:        {Kind: PageFault, Access: Store, name: "store page fault"},
}

// interrupts is the supervisor's part of the same table, by interrupt code.
var interrupts = [16]Cause{
	riscv.CodeSupervisorSoftware: {Kind: Software, name: "supervisor software interrupt"},
	riscv.CodeSupervisorTimer:    {Kind: Timer, name: "supervisor timer interrupt"},
	riscv.CodeSupervisorExternal: {Kind: External, name: "supervisor external interrupt"},
}

// Decode explains a value of scause as spec has it. A code that spec reserves
// decodes to Kind Unknown and keeps its number.
func Decode(spec Spec, scause uint64) Cause {
	raw := riscv.Cause(scause)
	code := raw.Code()
	table := &exceptions
	if raw.IsInterrupt() {
		table = &interrupts
	}
	c := Cause{name: "reserved cause"}
	if code < uint64(len(table)) && table[code].Kind != Unknown {
		c = table[code]
	}
	if spec == Spec1_9_1 && c.Kind == PageFault {
		c = Cause{name: "reserved cause"}
	}
	c.Code = code
	c.Interrupt = raw.IsInterrupt()
	return c
}

// String names the cause in the specification's words.
func (c Cause) String() string { return c.name }

// IsMemoryFault reports whether memory, protection or translation refused an
// access: causes 1, 5, 7 on either specification and 12, 13, 15 on 1.10 and
// later. A kernel that serves both chips must treat them alike
// (k210-facts.md §14).
func (c Cause) IsMemoryFault() bool {
	return c.Kind == AccessFault || c.Kind == PageFault
}
