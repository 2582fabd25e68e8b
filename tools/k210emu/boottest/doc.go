// SPDX-License-Identifier: MIT

// Package boottest boots the firmware and kernels in the emulator and looks at
// their consoles, as boot_test does in QEMU. It has tests only.
package boottest
