// SPDX-License-Identifier: MIT

// Package timeline records who ran when: a ring of events that a kernel fills
// at each switch, and a printer that writes the ring as lines on a console.
// Package recording reads them back, and `./bazelw run //tools/timeline -- LOG` draws
// the picture.
//
// A recording is a header, the events from the oldest to the newest, and an end:
//
//	[timeline] begin UNITS_PER_SECOND COUNT LOST
//	[timeline] TIME PID NAME EVENT
//	[timeline] end
//
// All numbers are decimal. TIME counts the platform's timer, of which a second
// has UNITS_PER_SECOND; it never decreases. COUNT is the number of events that
// follow, LOST the number of older ones that the ring has overwritten. NAME is
// one word. EVENT is one of:
//
//	ready    the task may run from now on: it is new, or was woken
//	run      it starts to run
//	preempt  it stops: its time was up
//	yield    it stops: it offered the processor to others
//	sleep    it stops, until a time
//	wait     it stops, until something happens
//	exit     it has ended by itself
//	killed   it was ended, whether it ran or not
//	idle     no task is ready: the processor waits, until the next run
//
// After preempt and yield a task is ready, without an event that says so. An
// idle event is the kernel's own: its PID is 0 by custom, and its NAME is that
// of the idle lane. Other lines may stand between those of a recording, and
// anything may stand before "[timeline]" on a line.
//
// The package is plain Go that imports nothing but unsafe. Ring and Printer allocate nothing, so
// that a kernel can use them with interrupts off and where its heap is gone.
package timeline
