// SPDX-License-Identifier: MIT

// Command trapcode looks at what the compiler has made of code for trap context:
//
//	trapcode --tree=F.zip --choices=F.json --images=F.elf,G.elf
//
// The analyzer of //quality/trapcontext reads source, so that it can say why, at the
// very line; but what escapes to the heap, and what a statement is lowered to, only the
// compiler knows. This net hangs below it. In each linked image it looks up the code
// of every function that is marked //bugo:trapcontext (the marks are those that the
// analyzer reads, by the same code), decodes it, and follows calls and tail calls, from
// function to function. Where they arrive at a function of package runtime that
// allocates, defers, or touches a map, the finding is the line in the source at which
// the marked function sets out, and the chain of calls.
//
//	bugo/kernel/console.(*Console).Write -> runtime.growslice
//
// # What it does not see
//
// Calls through interfaces and function values have no target in the code. As for
// the analyzer: mark the functions that stand behind them. Literals within a marked
// function are marked like it.
//
// # What is left alone
//
// A panic is the end, and nothing behind it is followed; nor is a call from which
// every path leads to one, such as that which makes an interface of panic's argument.
// What the analyzer is told to allow, by its comment //bugo:allow, is allowed here, too:
// the call of that line, or one that has been inlined there, is not followed. What only
// this net finds has a comment with a reason and the name trapcode in the place of
// trapcontext, and one that allows nothing is a finding.
//
// # Why it cannot pass by finding nothing
//
// Each file with marks must have a marked function in one of the images, as a symbol or,
// where it is inlined, as an entry of DWARF; and in the other direction, each symbol of a
// package with marks must be a function that the source declares, so that none goes
// unmarked because the linker names it otherwise than this program thinks. An image
// without the code of any marked function is an error. And the names of runtime's
// functions must be those of functions in runtime/.
package main
