// SPDX-License-Identifier: MIT

package machine

import "bugo/tools/k210emu/hart"

// Option is something about a machine that its guest does not see.
type Option func(m *Machine)

func (m *Machine) apply(options []Option) {
	for _, option := range options {
		option(m)
	}
}

// Strictly makes a machine report what its guest does that would break on the
// board: see hart.Strict. It runs slower then, and does the same. scanners are
// those of hart.StrictConfig; onReport, if not nil, is called with each report as
// it comes.
func Strictly(scanners []hart.Range, onReport func(hart.Report)) Option {
	return func(m *Machine) {
		m.strict = hart.NewStrict(hart.StrictConfig{
			RAM:      hart.RAM{Base: m.ramBase, Bytes: m.ram},
			Alias:    m.aliasBase,
			Scanners: scanners,
			OnReport: onReport,
		})
	}
}

// Strict returns the machine's strict mode, or nil.
func (m *Machine) Strict() *hart.Strict { return m.strict }

// wrote tells strict mode what something else than a hart has written to memory.
func (m *Machine) wrote(address uint64, size int) {
	if m.strict != nil {
		m.strict.Wrote(address, size)
	}
}
