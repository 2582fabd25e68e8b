// SPDX-License-Identifier: MIT

// Command hello is the seed's first app: it says hello from user mode and
// exits with 0.
package main

import "bugo/user/sys"

func main() {
	if _, err := sys.WriteString(1, "Hello OS from app\n"); err != nil {
		panic(err)
	}
}
