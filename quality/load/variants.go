// SPDX-License-Identifier: MIT

package load

import "slices"

// Variant is a choice of the build settings by which BUILD files choose among files:
// --//heap:allocator and --//task:scheduler. Together they have every file.
type Variant struct{ Allocator, Scheduler string }

// Variants are what there is to analyze on riscv64.
var Variants = []Variant{
	{"tlsf", "round_robin"},
	{"buddy", "fifo"},
	{"bump", "stride"},
}

// alternatives are the files that are there only with some choices: what heap/global
// and kernel/policy's BUILD files select.
var alternatives = map[string][]string{
	"heap/global/allocator_buddy_riscv64.go":         {"buddy"},
	"heap/global/allocator_bump_riscv64.go":          {"bump"},
	"heap/global/allocator_tlsf_riscv64.go":          {"tlsf"},
	"heap/global/collector_riscv64.go":               {"buddy", "tlsf"},
	"heap/global/nocollector_riscv64.go":             {"bump"},
	"kernel/policy/scheduler_fifo_riscv64.go":        {"fifo"},
	"kernel/policy/scheduler_round_robin_riscv64.go": {"round_robin"},
	"kernel/policy/scheduler_stride_riscv64.go":      {"stride"},
}

// has tells whether a variant has a file.
func (v Variant) has(name string) bool {
	choices, ok := alternatives[name]
	return !ok || slices.Contains(choices, v.Allocator) || slices.Contains(choices, v.Scheduler)
}
