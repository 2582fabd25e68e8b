// SPDX-License-Identifier: MIT

//go:build riscv64

package runtime

import (
	"internal/runtime/sys"
	"runtime/internal/pclntab"
	"unsafe"
)

// The compiler has three ways to remember a deferred call:
//
//   - open-coded: in a function with few defers, none in a loop, the func
//     values lie in its frame and a byte of bits says which are due. The
//     function calls them itself at its end; only a panic looks them up.
//   - in a _defer record, which deferproc or deferprocStack puts on a list.
//   - in a range-over-func loop the deferred call belongs to the function
//     around the loop, but is made by the loop's body. deferrangefunc reserves a
//     place on the list and deferprocat fills it.

// A _defer is a deferred call. The compiler knows its layout, as it makes room
// for those of deferprocStack (cmd/compile/internal/ssagen, deferstruct).
type _defer struct {
	heap      bool
	rangefunc bool    // head holds the calls, fn none
	sp        uintptr // of the function that defers
	pc        uintptr // in it
	fn        func()
	link      *_defer // the next older one of this stack
	head      *rangeDefers
}

// rangeDefers are the calls deferred in a range-over-func loop.
type rangeDefers struct {
	newest *_defer
	closed bool // they have been taken: the function around the loop has ended
}

func deferproc(fn func()) {
	gp := getg()
	gp.defers = &_defer{
		heap: true,
		sp:   sys.GetCallerSP(),
		pc:   sys.GetCallerPC(),
		fn:   fn,
		link: gp.defers,
	}
}

// deferprocStack takes a record in the caller's frame, with fn set.
func deferprocStack(d *_defer) {
	gp := getg()
	d.heap = false
	d.rangefunc = false
	d.sp = sys.GetCallerSP()
	d.pc = sys.GetCallerPC()
	d.head = nil
	d.link = gp.defers
	gp.defers = d
}

// deferrangefunc returns the token for deferprocat.
func deferrangefunc() any {
	gp := getg()
	d := &_defer{
		heap:      true,
		rangefunc: true,
		sp:        sys.GetCallerSP(),
		pc:        sys.GetCallerPC(),
		link:      gp.defers,
		head:      new(rangeDefers),
	}
	gp.defers = d
	return d.head
}

func deferprocat(fn func(), token any) {
	head := (*rangeDefers)(efaceOf(&token).data)
	if head.closed {
		throw("defer after range func returned")
	}
	head.newest = &_defer{heap: true, fn: fn, link: head.newest}
}

// popDefer takes the newest deferred call of the frame at sp off the list; nil
// if there is none.
func popDefer(sp uintptr) func() {
	gp := getg()
	for gp.defers != nil && gp.defers.sp == sp {
		d := gp.defers
		gp.defers = d.link
		if !d.rangefunc {
			return d.fn
		}
		// Put the loop's calls in the place of the record that stood for them.
		d.head.closed = true
		last := &gp.defers
		for inner := d.head.newest; inner != nil; {
			inner.sp, inner.pc = d.sp, d.pc
			next := inner.link
			inner.link = *last
			*last = inner
			last = &inner.link
			inner = next
		}
	}
	return nil
}

// openDefers are the open-coded deferred calls of a frame.
type openDefers struct {
	sp    uintptr // which frame; 0 if none
	due   *uint8  // bit i: the call in slot i is still due
	slots unsafe.Pointer
}

// openDefersOf finds them by the distances from the frame's top which the
// compiler has noted.
func openDefersOf(f *frame) openDefers {
	info := f.funcdata(pclntab.OpenDefers)
	if info == nil {
		return openDefers{}
	}
	bytes := sliceOf(info, 2*5) // two varints of at most 32 bits
	due, bytes := pclntab.Varint(bytes)
	slots, _ := pclntab.Varint(bytes)
	return openDefers{
		sp:    f.sp,
		due:   (*uint8)(unsafe.Pointer(f.fp - uintptr(due))),
		slots: unsafe.Pointer(f.fp - uintptr(slots)),
	}
}

// pop returns the newest call that is due, which then no longer is; or nil.
func (o *openDefers) pop() func() {
	if o.due == nil || *o.due == 0 {
		return nil
	}
	i := 7 - uintptr(sys.LeadingZeros8(*o.due))
	*o.due &^= 1 << i
	return *(*func())(add(o.slots, i*unsafe.Sizeof(uintptr(0))))
}

// deferreturn makes the deferred calls that its caller's frame still has. A
// function calls it at its end, or is sent there by leavePanic.
func deferreturn() {
	gp := getg()
	sp := sys.GetCallerSP()
	if gp.open.sp == sp {
		// After a panic the open-coded calls are due too.
		open := gp.open
		gp.open = openDefers{}
		for call := open.pop(); call != nil; call = open.pop() {
			call()
		}
	}
	for call := popDefer(sp); call != nil; call = popDefer(sp) {
		call()
	}
}
