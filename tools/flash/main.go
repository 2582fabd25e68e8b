// SPDX-License-Identifier: MIT

// Command flash writes an image to a K210 board over its serial line.
//
//	flash --port /dev/ttyUSB0
//	flash --port /dev/ttyUSB0 --board kd233 --monitor IMAGE
//	flash --port /dev/ttyUSB0 --sram IMAGE
//
// The board is reset into its boot ROM's ISP mode. The ROM can write SRAM only,
// so it is made to start the flash stub (//firmware/flashstub), which writes the
// flash chip, reads it back, and resets the board. With --sram the ROM starts the
// image itself, from SRAM.
//
// Exit status: 0, or 1 with a message that names what is wrong.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "flash:", err)
		os.Exit(1)
	}
}
