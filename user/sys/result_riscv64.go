// SPDX-License-Identifier: MIT

package sys

import "bugo/user/abi"

// value takes apart the a0 of a call that returns a value or an error.
func value(a0 uintptr) (int, error) {
	v, err := abi.Split(a0)
	if err != 0 {
		return 0, err
	}
	return int(v), nil
}

// status takes apart the a0 of a call that returns nothing but errors.
func status(a0 uintptr) error {
	if _, err := abi.Split(a0); err != 0 {
		return err
	}
	return nil
}
