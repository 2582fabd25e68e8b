// SPDX-License-Identifier: MIT

package main

import (
	"unsafe"

	"bugo/arch/sbi"
)

var greeting = [...]byte{'h', 'e', 'l', 'l', 'o', ' ', 'D', 'B', 'C', 'N', '\n'}

var typed [8]byte

func address(p *byte) uintptr { return uintptr(unsafe.Pointer(p)) }

func write(n, low, high uintptr) (sbi.Error, uintptr) {
	return call(sbi.ExtensionDebugConsole, sbi.DebugConsoleWrite, n, low, high, 0)
}

func checkConsole() {
	err, written := write(uintptr(len(greeting)), address(&greeting[0]), 0)
	check("console.write", err == sbi.Success && written == uintptr(len(greeting)))
	err, written = write(0, address(&greeting[0]), 0)
	check("console.write.nothing", err == sbi.Success && written == 0)

	all := true
	for _, bad := range [...]struct{ n, low, high uintptr }{
		{1, firmwareAt, 0},
		{2, kernelAt - 1, 0},
		{1, 0x1000_0000, 0},              // the UART
		{2, 0x807f_ffff, 0},              // one byte beyond RAM
		{^uintptr(0), kernelAt, 0},       // more than there is
		{1, address(&greeting[0]), 1},    // a high half
		{1 << 63, 1<<63 + firmwareAt, 0}, // wraps
	} {
		for _, function := range [...]uintptr{sbi.DebugConsoleWrite, sbi.DebugConsoleRead} {
			all = all && refused(sbi.ErrInvalidParam, sbi.ExtensionDebugConsole, function, bad.n, bad.low, bad.high)
		}
	}
	check("console.bad_memory", all)

	err, written = call(sbi.ExtensionDebugConsole, sbi.DebugConsoleWriteByte, '#', 0, 0, 0)
	check("console.write_byte", err == sbi.Success && written == 0)
	check("legacy.putchar", sbi.Legacy(sbi.LegacyConsolePutchar, '#') == 0)

	print("type: sbi\n")
	check("console.read", readTyped("sb"))
	if value, ok := waitByte(); ok {
		check("legacy.getchar", value == 'i')
	} else {
		check("legacy.getchar", false)
	}
	// (-1 where nothing waits.)
	check("legacy.getchar.nothing", sbi.Legacy(sbi.LegacyConsoleGetchar, 0) == ^uintptr(0))
	err, read := call(sbi.ExtensionDebugConsole, sbi.DebugConsoleRead, uintptr(len(typed)), address(&typed[0]), 0, 0)
	check("console.read.nothing", err == sbi.Success && read == 0)
}

// readTyped reads as many bytes as text has, which may come one by one.
func readTyped(text string) bool {
	have := 0
	complete := within(func() bool {
		err, read := call(sbi.ExtensionDebugConsole, sbi.DebugConsoleRead,
			uintptr(len(text)-have), address(&typed[have]), 0, 0)
		if err != sbi.Success {
			return false
		}
		have += int(read)
		return have == len(text)
	})
	return complete && string(typed[:have]) == text
}

func waitByte() (value byte, ok bool) {
	within(func() bool {
		value, ok = sbi.ConsoleRead()
		return ok
	})
	return value, ok
}
