// SPDX-License-Identifier: MIT

// Package args reads numbers from an app's arguments. Stock strconv would do,
// but its messages alone take 10 KiB.
package args

// Number returns text as a decimal number. The result is false if it is none,
// or does not fit.
func Number(text string) (n uint64, ok bool) {
	for i := range len(text) {
		digit := uint64(text[i] - '0')
		if digit > 9 || n > (1<<64-1-digit)/10 {
			return 0, false
		}
		n = n*10 + digit
	}
	return n, len(text) > 0
}
