// SPDX-License-Identifier: MIT

// Package isa decodes the instructions of RV64IMAFDC, with Zicsr, Zifencei and
// the privileged ones, once, to a form that an interpreter runs quickly.
//
// Decode knows encodings and no state: whether an instruction may run where it
// stands (privilege, floating point off, a register that is not there) is the
// hart's matter. What is reserved decodes to Illegal; nothing panics. A
// compressed instruction is expanded to the 32-bit one that it stands for, and
// decoded as that.
//
// References: RISC-V unpriv. 20191213, cited "RISC-V unpriv.", above all §16
// (compressed) and §24 (listings); RISC-V priv. 1.12 §3.3 and 1.9.1 §4.2.
package isa
