// SPDX-License-Identifier: MIT

// Command crashtest is firmware for QEMU's virt machine that fails on purpose:
// package faulty.
package main

import (
	"bugo/firmware/board/qemuvirt"
	"bugo/firmware/crashtest/faulty"
)

func main() { faulty.Run(&qemuvirt.Board) }
