// SPDX-License-Identifier: MIT

package task

import "runtime"

// otherRoots is the hook that was there before.
var otherRoots func(visit func(lo, hi uintptr))

// visitStacks shows the garbage collector the kernel stacks of all tasks that
// will run again: the collector itself knows only the one on which it runs. What
// a task left in its stack lies between the stack pointer and the context. The
// context holds registers of the app, which know nothing of the kernel's heap.
//
// It is runtime.OnRoots's hook, and must not allocate.
func visitStacks(visit func(lo, hi uintptr)) {
	if otherRoots != nil {
		otherRoots(visit)
	}
	for i := range All.Tasks {
		t := &All.Tasks[i]
		if t == All.Current || t.State.Ended() {
			continue
		}
		// (While the hart idles on the stack of the task that slept last, that
		// one's stack pointer is an older one: it is still in the stack.)
		lo, hi := t.stack.SP(), t.kernel.context()
		if lo < hi {
			visit(lo, hi)
		}
	}
}

// rootStacks makes the kernel stacks roots of garbage collection.
func rootStacks() { otherRoots = runtime.OnRoots(visitStacks) }
