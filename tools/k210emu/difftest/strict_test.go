// SPDX-License-Identifier: MIT

package difftest

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/virt"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
)

// Strict mode has a loop of its own. It does the same, in the same number of
// instructions, and the memory of a case that nobody has written is found where
// sequences branch on it.
func TestSequencesLeaveTheSameStrictly(t *testing.T) {
	run := func(program []byte, options ...machine.Option) (*machine.Virt, []byte) {
		var l line
		m, err := machine.NewVirt(1, &l, []machine.Image{{Name: "program", Address: virt.RAMBase, Bytes: program}}, options...)
		require.NoError(t, err)
		require.Equal(t, machine.Outcome{Reason: machine.Finished}, m.Run(100_000_000))
		return m, l.sent
	}
	for seed := range uint64(10) {
		program := Generate(seed, 300, sequenceLength)
		fast, sent := run(program)
		strict, sentStrictly := run(program, machine.Strictly(nil, nil))
		require.Equal(t, sent, sentStrictly, "seed %d", seed)
		assert.Equal(t, fast.Cycles(), strict.Cycles())
		assert.Equal(t, fast.Retired(), strict.Retired())
		assert.NotEmpty(t, strict.Strict().Reports())
		for _, r := range strict.Strict().Reports() {
			assert.Equal(t, hart.Uninitialised, r.Kind, "%s", r.Text(nil))
		}
	}
}
