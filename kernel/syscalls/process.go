// SPDX-License-Identifier: MIT

package syscalls

import (
	"bugo/task"
	"bugo/user/abi"
)

// exit ends the app. It does not return on the machine; a test's does.
func exit(code int32) {
	kernel.Exited(kernel.Tasks.Current, int(code))
	kernel.Tasks.Exit(int(code))
}

func getpid() int { return kernel.Tasks.Current.ID }

func schedYield() abi.Errno {
	kernel.Tasks.Yield()
	return 0
}

// kill ends the app pid, which may be the caller. There are no handlers: SIGKILL
// and SIGTERM do the same, signal 0 looks whether the app is there, and others
// are EINVAL. Apps come from one pack and trust each other: each may kill each.
func kill(pid, signal int32) abi.Errno {
	target := kernel.Tasks.Task(int(pid))
	switch {
	case signal != abi.SignalProbe && signal != abi.SIGKILL && signal != abi.SIGTERM:
		return abi.EINVAL
	case target == nil || target.State.Ended():
		return abi.ESRCH
	case signal == abi.SignalProbe:
		return 0
	}
	kernel.Log(target, kernel.Tasks.Current, int(signal))
	kernel.Tasks.Kill(target)
	return 0
}

// setpriority changes how nice an app is, 0 being the caller. Too large values
// count as the largest, as on Linux.
func setpriority(which, who, priority int32) abi.Errno {
	if which != abi.PrioProcess {
		return abi.EINVAL
	}
	target := kernel.Tasks.Current
	if who != 0 {
		target = kernel.Tasks.Task(int(who))
	}
	if target == nil || target.State.Ended() {
		return abi.ESRCH
	}
	kernel.Tasks.Renice(target, max(abi.MinPriority, min(int(priority), abi.MaxPriority)))
	return 0
}

// living counts the apps that have not ended.
func living(tasks []task.Task) (n int) {
	for i := range tasks {
		if !tasks[i].State.Ended() {
			n++
		}
	}
	return n
}
