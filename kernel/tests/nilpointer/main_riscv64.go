// SPDX-License-Identifier: MIT

// Command nilpointer is a kernel that follows a nil pointer: the trap becomes
// Go's panic, recoverable once, and fatal with file and line when nobody does.
package main

import (
	_ "bugo/heap/global"
	"bugo/kernel/handlers"
)

type node struct {
	value int
	next  *node
}

func main() {
	handlers.Init()
	println("recovered:", recovered().Error())
	println("not recovered:", second(&node{}))
}

func recovered() (err error) {
	defer func() { err = recover().(error) }()
	second(&node{})
	return nil
}

//go:noinline
func second(n *node) int { return n.next.value }
