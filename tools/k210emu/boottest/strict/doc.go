// SPDX-License-Identifier: MIT

// Package strict boots what breaks on the board, on purpose, and wants strict mode
// of the emulator to say so, and wants strict runs to be the same runs. That our
// programs give no report, their boot tests tell, which run strictly. It has tests
// only.
package strict
