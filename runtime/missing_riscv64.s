// SPDX-License-Identifier: MIT

#include "textflag.h"

// What Bugo does not have yet: goroutines, channels, select and coroutines.
// The functions behind them exist, so that the compiler's calls have a target,
// but each refers to a symbol that does not. A program that uses one of them
// does not link, and the GNU linker says what it used and why it cannot:
//
//	in function `runtime.newproc': … undefined reference to
//	`runtime.Bugo_has_no_goroutines_channels_or_select_yet'
//
// In all other programs the Go linker drops them as unreachable. (A jump to
// the symbol would go through a trampoline, and the message would name that.)

#define MISSING(name) \
TEXT name<ABIInternal>(SB),NOSPLIT|NOFRAME,$0; \
	MOV	$runtime·Bugo_has_no_goroutines_channels_or_select_yet(SB), X5; \
	EBREAK

MISSING(runtime·newproc)	// go f()
MISSING(runtime·makechan)	// make(chan T, n)
MISSING(runtime·makechan64)
MISSING(runtime·chansend1)	// c <- v
MISSING(runtime·chanrecv1)	// <-c
MISSING(runtime·chanrecv2)	// v, ok := <-c
MISSING(runtime·closechan)	// close(c)
MISSING(runtime·chanlen)	// len(c)
MISSING(runtime·chancap)	// cap(c)
MISSING(runtime·selectgo)	// select with several cases
MISSING(runtime·selectnbsend)	// select with one case and default
MISSING(runtime·selectnbrecv)
MISSING(runtime·block)		// select {}
MISSING(runtime·Goexit)
MISSING(runtime·newcoro)	// iter.Pull
MISSING(runtime·coroswitch)
