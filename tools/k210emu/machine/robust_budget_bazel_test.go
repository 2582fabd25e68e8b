// SPDX-License-Identifier: MIT

//go:build bazel

package machine

// robustSteps is how many random instructions each kind of machine has to survive.
const robustSteps = 10_000_000
