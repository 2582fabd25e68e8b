// SPDX-License-Identifier: MIT

// Package heapdump prints the kernel's heap on the console, one line for each
// block, in the format of package heap/dump.
//
// It allocates nothing and changes nothing. The heap must not change while it
// is printed, which the kernel need not care about: it has one hart, and its
// interrupts are off. A dump of a few thousand blocks takes as long as the
// console does.
package heapdump
