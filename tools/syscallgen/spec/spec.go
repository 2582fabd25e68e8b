// SPDX-License-Identifier: MIT

// Package spec reads the table of system calls, user/abi/syscalls.txt, whose
// first lines describe its format.
//
// Parse accepts only what every generator can use: numbers ascend, names are
// unique, types and errors are known, arguments fit in six registers. So the
// generators need no checks. The first thing that is wrong is reported with
// its line.
package spec

// Table is the whole of the contract that is not a structure's layout.
type Table struct {
	Errors  []Error
	Structs []Struct
	Calls   []Call
}

// Error is an error number, as Linux has it.
type Error struct {
	Number int
	Name   string // EPERM
	Text   string // what people read
}

// Struct is a structure in memory that calls pass by address.
type Struct struct {
	Name string // a type of package abi
	Text string
}

// Call is one system call.
type Call struct {
	Number    int
	Name      string // as Linux writes it: clock_gettime
	Arguments []Argument
	Result    Result
	Errors    []string // names; the kernel may return these
	Text      string   // one sentence
}

// Result is what a call returns.
type Result string

const (
	Nothing Result = ""        // 0, or an error
	Int     Result = "int"     // a value, or an error when the call has any
	Uintptr Result = "uintptr" // a value, never an error
	Never   Result = "never"   // the call does not return
)

// Direction says who reads and who writes an argument's memory.
type Direction string

const (
	Value Direction = ""      // the argument is in the register itself
	In    Direction = "in"    // the kernel reads
	Out   Direction = "out"   // the kernel writes
	InOut Direction = "inout" // both
)

// Argument is one argument of a call.
type Argument struct {
	Name      string
	Direction Direction
	Type      string // int32, uintptr, []byte, or *Struct
	Nullable  bool   // a structure's address may be 0
}

// IsBytes reports whether the argument is an address and a length.
func (a Argument) IsBytes() bool { return a.Type == "[]byte" }

// Struct returns the name of the structure that the argument points to, or
// "".
func (a Argument) Struct() string {
	if a.Type != "" && a.Type[0] == '*' {
		return a.Type[1:]
	}
	return ""
}

// Registers is how many of a0..a5 the argument takes.
func (a Argument) Registers() int {
	if a.IsBytes() {
		return 2
	}
	return 1
}

// Registers is how many of a0..a5 the call's arguments take.
func (c Call) Registers() int {
	n := 0
	for _, a := range c.Arguments {
		n += a.Registers()
	}
	return n
}

// MaxNumber is the highest number of a call.
func (t *Table) MaxNumber() int { return t.Calls[len(t.Calls)-1].Number }
