// SPDX-License-Identifier: MIT

// Package gc finds garbage.
package gc
