// SPDX-License-Identifier: MIT

// Command hello is the seed's first app: it says hello from user mode and
// exits with 0. It calls the kernel itself: package os would make the smallest
// of apps a tenth larger.
package main

import "bugo/user/sys"

func main() {
	if _, err := sys.Write(1, []byte("Hello OS from app\n")); err != nil {
		panic(err)
	}
}
