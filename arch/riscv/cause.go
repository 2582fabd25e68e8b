// SPDX-License-Identifier: MIT

package riscv

// Cause is the value of mcause or scause: why a trap was taken
// (RISC-V priv. 1.12 §3.1.15 and §4.1.8).
type Cause uint64

// CauseInterrupt is the bit that tells interrupts from exceptions
// (RISC-V priv. 1.12 §3.1.15).
const CauseInterrupt Cause = 1 << 63

// Codes of interrupts (RISC-V priv. 1.12 table 3.6).
const (
	CodeSupervisorSoftware = 1
	CodeMachineSoftware    = 3
	CodeSupervisorTimer    = 5
	CodeMachineTimer       = 7
	CodeSupervisorExternal = 9
	CodeMachineExternal    = 11
)

// Codes of exceptions (RISC-V priv. 1.12 table 3.6). On the K210 the page
// faults do not exist: a failed translation is reported as the access fault of
// the same kind (k210-facts.md §2.4).
const (
	CodeInstructionMisaligned = 0
	CodeInstructionFault      = 1
	CodeIllegalInstruction    = 2
	CodeBreakpoint            = 3
	CodeLoadMisaligned        = 4
	CodeLoadFault             = 5
	CodeStoreMisaligned       = 6
	CodeStoreFault            = 7
	CodeUserCall              = 8
	CodeSupervisorCall        = 9
	CodeMachineCall           = 11
	CodeInstructionPageFault  = 12
	CodeLoadPageFault         = 13
	CodeStorePageFault        = 15
)

// exceptionNames and interruptNames are indexed by code. An empty name is a
// reserved code. They are arrays, not maps, so that they are static data and
// may be read in a trap handler.
var exceptionNames = [...]string{
	CodeInstructionMisaligned: "instruction address misaligned",
	CodeInstructionFault:      "instruction access fault",
	CodeIllegalInstruction:    "illegal instruction",
	CodeBreakpoint:            "breakpoint",
	CodeLoadMisaligned:        "load address misaligned",
	CodeLoadFault:             "load access fault",
	CodeStoreMisaligned:       "store/AMO address misaligned",
	CodeStoreFault:            "store/AMO access fault",
	CodeUserCall:              "environment call from U-mode",
	CodeSupervisorCall:        "environment call from S-mode",
	CodeMachineCall:           "environment call from M-mode",
	CodeInstructionPageFault:  "instruction page fault",
	CodeLoadPageFault:         "load page fault",
	CodeStorePageFault:        "store/AMO page fault",
}

var interruptNames = [...]string{
	CodeSupervisorSoftware: "supervisor software interrupt",
	CodeMachineSoftware:    "machine software interrupt",
	CodeSupervisorTimer:    "supervisor timer interrupt",
	CodeMachineTimer:       "machine timer interrupt",
	CodeSupervisorExternal: "supervisor external interrupt",
	CodeMachineExternal:    "machine external interrupt",
}

// IsInterrupt reports whether c is an interrupt and not an exception.
func (c Cause) IsInterrupt() bool { return c&CauseInterrupt != 0 }

// Code returns the number of the interrupt or exception, without the bit that
// tells the two apart.
func (c Cause) Code() uint64 { return uint64(c &^ CauseInterrupt) }

// String returns the specification's words for c. It does not allocate.
func (c Cause) String() string {
	names, reserved := exceptionNames[:], "reserved exception"
	if c.IsInterrupt() {
		names, reserved = interruptNames[:], "reserved interrupt"
	}
	if code := c.Code(); code < uint64(len(names)) && names[code] != "" {
		return names[code]
	}
	return reserved
}
