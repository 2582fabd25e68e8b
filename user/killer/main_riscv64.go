// SPDX-License-Identifier: MIT

// Command killer ends another app.
//
//	killer PID [MILLISECONDS]
//
// It makes sure that there is such an app, waits so that the victim may run,
// kills it, and makes sure that it is gone.
package main

import (
	"bugo/user/abi"
	"bugo/user/args"
	"bugo/user/os"
	"bugo/user/time"
)

func main() {
	if len(os.Args) < 2 || len(os.Args) > 3 {
		fail("say which app to kill: killer PID [MILLISECONDS]", nil)
	}
	pid := number(os.Args[1])
	wait := 30
	if len(os.Args) == 3 {
		wait = number(os.Args[2])
	}
	victim, _ := os.FindProcess(pid)
	if err := victim.Signal(abi.SignalProbe); err != nil {
		fail("cannot find the app", err)
	}
	print("killer: app ", pid, " is there, and has ", wait, " ms left\n")
	time.Sleep(time.Duration(wait) * time.Millisecond)
	if err := victim.Kill(); err != nil {
		fail("cannot kill the app", err)
	}
	if err := victim.Signal(abi.SignalProbe); err != abi.ESRCH {
		fail("the app is still there", err)
	}
	print("killer: app ", pid, " is killed\n")
}

func number(text string) int {
	n, ok := args.Number(text)
	if !ok || n > 1<<30 {
		fail(text+" is no number", nil)
	}
	return int(n)
}

func fail(what string, err error) {
	if err != nil {
		what += ": " + err.Error()
	}
	println("killer: FAIL:", what)
	os.Exit(1)
}
