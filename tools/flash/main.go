// SPDX-License-Identifier: MIT

// Command flash brings an image to a K210 board over its serial line.
//
//	flash --port /dev/ttyUSB0 IMAGE
//	flash --port /dev/ttyUSB0 --board kd233 --baud 1500000 IMAGE
//
// IMAGE is flat, for 0x80000000, as //platforms/k210:image makes it. What the
// boot ROM can do alone is all that it does today: it puts the image into SRAM
// and starts it there. The image is gone with the next reset. Writing the
// flash chip needs a program on the board, the flash stub, which Bugo does not
// have yet; the protocol's host side for it is in package isp.
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
