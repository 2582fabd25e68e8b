// SPDX-License-Identifier: MIT

package pclntab

import "unsafe"

// inlinedCall is one node of the tree: a call that the compiler replaced by
// the body of the function called.
type inlinedCall struct {
	id        uint8 // internal/abi.FuncID of the function called
	_         [3]byte
	name      int32 // into Names
	parentPC  int32 // an instruction at the position of the call, from the function's entry
	startLine int32
}

// A Call is one call as the source has it: of a function that has a frame, or
// of one that was inlined into such a function.
type Call struct {
	Func   *Func   // whose code it is
	PC     uintptr // an instruction within the call
	inline *inlinedCall
	tree   unsafe.Pointer
}

// Innermost returns the call that the instruction at pc, which lies in f,
// belongs to.
func (t *Table) Innermost(f *Func, pc uintptr, base unsafe.Pointer) Call {
	return t.at(Call{Func: f, tree: f.FuncData(InlineTree, base)}, pc)
}

func (t *Table) at(c Call, pc uintptr) Call {
	c.PC, c.inline = pc, nil
	if c.tree == nil {
		return c
	}
	if i := t.PCData(c.Func, InlineIndex, pc); i != None {
		c.inline = (*inlinedCall)(unsafe.Add(c.tree, uintptr(i)*unsafe.Sizeof(inlinedCall{})))
	}
	return c
}

// Outer returns the call that c was inlined into; false if c has a frame of
// its own.
func (t *Table) Outer(c Call) (Call, bool) {
	if c.inline == nil {
		return c, false
	}
	return t.at(c, t.Entry(c.Func)+uintptr(c.inline.parentPC)), true
}

// CallName returns the name of the function called.
func (t *Table) CallName(c Call) string {
	if c.inline != nil {
		return text(t.Names, uint32(c.inline.name))
	}
	return t.Name(c.Func)
}

// ID returns the function's internal/abi.FuncID.
func (c Call) ID() uint8 {
	if c.inline != nil {
		return c.inline.id
	}
	return c.Func.ID
}

// Inlined says whether the call has no frame of its own.
func (c Call) Inlined() bool { return c.inline != nil }
