// SPDX-License-Identifier: MIT

// Package heap manages memory.
package heap
