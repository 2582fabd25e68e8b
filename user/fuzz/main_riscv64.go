// SPDX-License-Identifier: MIT

// Command fuzz makes random system calls and checks each answer: package draw
// says which, and what must come back.
//
//	fuzz SEED [CALLS] [mortal] [reads]
//
// CALLS is 1,000,000 unless given. With mortal, exit and deadly signals to
// itself are drawn too, so it ends early, to be started anew: each run draws
// other calls. With reads, it reads up to 16 lines that somebody must type.
package main

import (
	"unsafe"

	"bugo/user/abi"
	"bugo/user/args"
	"bugo/user/fuzz/draw"
	"bugo/user/os"
	"bugo/user/sys"
)

const (
	defaultCalls = 1_000_000
	lines        = 16
)

// The memory that calls may use. The arrays of words keep it aligned.
var (
	scratch [draw.ScratchSize / 8]uint64
	quiet   [draw.QuietSize / 8]uint64
	request abi.Timespec
)

func main() {
	calls := uint64(defaultCalls)
	place := draw.Place{
		Layout:  sys.Layout(),
		Break:   sys.Brk(0),
		Scratch: uintptr(unsafe.Pointer(&scratch)),
		Quiet:   uintptr(unsafe.Pointer(&quiet)),
		Request: uintptr(unsafe.Pointer(&request)),
		Pid:     os.Getpid(),
	}
	for i := range quiet {
		quiet[i] = 0x2e2e2e2e2e2e2e2e // dots
	}
	quiet[len(quiet)-1] = 0x0a2e2e2e2e2e2e2e // and a newline, little-endian
	if len(os.Args) < 2 {
		fail("say which seed, such as 1", "")
	}
	seed, ok := args.Number(os.Args[1])
	if !ok {
		fail("no seed:", os.Args[1])
	}
	for _, argument := range os.Args[2:] {
		n, isNumber := args.Number(argument)
		switch {
		case isNumber:
			calls = n
		case argument == "mortal":
			place.Mortal = true
		case argument == "reads":
			place.Reads = lines
		default:
			fail("unknown argument:", argument)
		}
	}
	print("fuzz: ", calls, " calls, seed ", seed, ", run ", os.Run(), "\n")
	run(draw.New(place, seed, os.Run()), calls)
	print("fuzz: ", calls, " calls, seed ", seed, ", all answered\n")
}

func run(g *draw.Generator, calls uint64) {
	var c draw.Call
	for n := range calls {
		g.Next(&c)
		request = c.Sleep
		a := &c.Arguments
		a0 := sys.Call(c.Number, a[0], a[1], a[2], a[3], a[4], a[5])
		if !c.Good(a0) {
			print("fuzz: FAIL: call ", n, ", number ", c.Number, " ", abi.Name(c.Number), "(")
			for i := range a {
				print(unsafe.Pointer(a[i]), " ")
			}
			print(") gave ", int(a0), "\n")
			os.Exit(1)
		}
	}
}

func fail(what, detail string) {
	println("fuzz: FAIL:", what, detail)
	os.Exit(1)
}
