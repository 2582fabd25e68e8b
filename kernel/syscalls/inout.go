// SPDX-License-Identifier: MIT

package syscalls

import (
	"bugo/task"
	"bugo/user/abi"
)

// write shows p on the console, or its first maxBytes bytes.
func write(fd int32, p userBytes) (int, abi.Errno) {
	if fd != 1 && fd != 2 {
		return 0, abi.EBADF
	}
	if p.size == 0 {
		return 0, 0
	}
	text, ok := p.get()
	if !ok {
		return 0, abi.EFAULT
	}
	kernel.Console.Write(text)
	return len(text), 0
}

// read waits for a line of the console and copies it to p, as much as fits; the
// rest is read next. 0 bytes are the end of the file. What is typed is taken only when
// nothing can fail any more.
func read(fd int32, p userBytes) (int, abi.Errno) {
	if fd != 0 {
		return 0, abi.EBADF
	}
	if p.size == 0 {
		return 0, 0
	}
	room, ok := p.room()
	if !ok {
		return 0, abi.EFAULT
	}
	for {
		if n, ok := kernel.Console.Read(buffer[:room]); ok {
			p.put(buffer[:n])
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
