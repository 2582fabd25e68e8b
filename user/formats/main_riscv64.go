// SPDX-License-Identifier: MIT

// Command formats shows what package fmt can do, and checks that it does it on
// this machine too. It is the largest app.
package main

import (
	"bugo/user/fmt"
	"bugo/user/formats/samples"
	"bugo/user/os"
)

func main() {
	failed := 0
	for _, s := range samples.All() {
		text := fmt.Sprintf(s.Format, s.Operands...)
		fmt.Println(text)
		if text != s.Text {
			fmt.Printf("formats: FAIL: %q of %d operands should be %q\n", s.Format, len(s.Operands), s.Text)
			failed++
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
	fmt.Printf("formats OK: %d samples\n", len(samples.All()))
}
