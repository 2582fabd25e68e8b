// SPDX-License-Identifier: MIT

// Package boottest boots firmware and kernels in the emulator twice, and compares.
// (That they do as they should, boot_test checks: toolchains/riscv/exec_env.bzl.)
// It has tests only.
package boottest
