// SPDX-License-Identifier: MIT

// Package bare is the little kernel under the programs that put the runtime on
// trial. It is a poor one: memory is handed out and never taken back, and any
// trap counts as a nil dereference. The heap and the traps of the house have
// their own tests; here only the language is on trial.
//
// Its files are all named _riscv64: there is nothing of it on the host.
package bare
