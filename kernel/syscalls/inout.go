// SPDX-License-Identifier: MIT

package syscalls

import (
	"bugo/task"
	"bugo/user/abi"
)

// maxWrite bounds how much one write shows, because no other app runs
// meanwhile: at 115,200 baud, a byte takes 87 microseconds.
const maxWrite = 1024

// write shows p on the console, or its first maxWrite bytes.
func write(fd int32, p []byte) (int, abi.Errno) {
	if fd != 1 && fd != 2 {
		return 0, abi.EBADF
	}
	if len(p) > maxWrite {
		p = p[:maxWrite]
	}
	if len(p) > 0 {
		kernel.Console.Write(p)
	}
	return len(p), 0
}

// read waits for a line of the console and copies it to p, as much as fits; the
// rest is read next. 0 bytes are the end of the file.
func read(fd int32, p []byte) (int, abi.Errno) {
	if fd != 0 {
		return 0, abi.EBADF
	}
	if len(p) == 0 {
		return 0, 0
	}
	for {
		if n, ok := kernel.Console.Read(p); ok {
			return n, 0
		}
		kernel.Tasks.Wait()
	}
}

// PollConsole takes in what was typed, and wakes who waits for it. It is to be
// called at every tick.
func PollConsole() {
	if !kernel.Console.Poll() {
		return
	}
	tasks := kernel.Tasks.Tasks
	for i := range tasks {
		if tasks[i].State == task.Waiting {
			kernel.Tasks.Wake(&tasks[i])
		}
	}
}
