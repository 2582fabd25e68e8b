// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/hart"
)

// kinds are those of a machine's reports.
func kinds(m interface{ Strict() *hart.Strict }) (kinds []hart.Kind) {
	for _, r := range m.Strict().Reports() {
		kinds = append(kinds, r.Kind)
	}
	return kinds
}

// branch looks at a word of memory.
func branch(address uint32) []uint32 {
	return code(li(20, address), load(word, 21, 20, 0), 21<<15|0<<12|4<<7|0x63) // beqz x21, +4
}

// branchAhead looks at a word that many pages ahead, where its machine has no
// addresses that are extended.
func branchAhead(pages uint32) []uint32 {
	return []uint32{pages<<12 | 20<<7 | 0x17, load(word, 21, 20, 0), 21<<15 | 0<<12 | 4<<7 | 0x63} // auipc, lw, beqz x21, +4
}

func TestAStrictVirtKnowsWhatItsLoaderWrote(t *testing.T) {
	for name, c := range map[string]struct {
		body []uint32
		want []hart.Kind
	}{
		"the image":       {branchAhead(0), nil},
		"the device tree": {branchAhead((treeAddress - virt.RAMBase) >> 12), nil},
		"registers":       {[]uint32{10<<15 | 0<<12 | 4<<7 | 0x63, 11<<15 | 0<<12 | 4<<7 | 0x63}, nil},
		"others":          {[]uint32{12<<15 | 0<<12 | 4<<7 | 0x63}, []hart.Kind{hart.Uninitialised}},
		"other memory":    {branchAhead(1), []hart.Kind{hart.Uninitialised}},
	} {
		var came []hart.Report
		m, err := NewVirt(1, &terminal{}, program(code(c.body,
			li(5, virt.FinisherBase), li(6, 0x5555), store(word, 5, 6, 0), spin)...),
			Strictly(nil, func(r hart.Report) { came = append(came, r) }))
		require.NoError(t, err)
		assert.Equal(t, Outcome{Finished, 0}, m.Run(1000), name)
		assert.Equal(t, c.want, kinds(m), name)
		assert.Equal(t, m.Strict().Reports(), came, name)
	}
}

func TestAStrictK210KnowsWhatItsROMWrote(t *testing.T) {
	for name, c := range map[string]struct {
		body []uint32
		want []hart.Kind
	}{
		"the image":    {branch(k210.SRAMBase), nil},
		"by its alias": {branch(k210.UncachedBase), nil},
		"other memory": {branch(k210.SRAMBase + 0x10_0000), []hart.Kind{hart.Uninitialised}},
		"what ROM leaves in registers": {
			[]uint32{10<<15 | 0<<12 | 4<<7 | 0x63}, []hart.Kind{hart.Uninitialised}},
		"memory that is written by its alias": {
			code(put(k210.UncachedBase+0x10_0000, 7), branch(k210.SRAMBase+0x10_0000)), nil},
		"an atomic access to the alias": {
			code(li(20, k210.UncachedBase+0x1000), 0x100a22af /* lr.w x5, (x20) */), []hart.Kind{hart.AtomicUncached}},
		"a float from the alias": {
			code(li(20, k210.UncachedBase), 0x000a2007 /* flw f0, 0(x20) */), []hart.Kind{hart.FloatLoadUncached}},
	} {
		m, err := NewK210(Board{Line: &terminal{}, Flash: flashed(t, code(onHart0, c.body, halt)...)}, Strictly(nil, nil))
		require.NoError(t, err)
		assert.Equal(t, Outcome{Finished, 0}, m.Run(10_000), name)
		assert.Equal(t, c.want, kinds(m), name)
	}
}

func TestAStrictK210KnowsWhatItWasOrderedToWrite(t *testing.T) {
	for name, c := range map[string]struct {
		body []uint32
		want []hart.Kind
	}{
		"the program":  {branch(k210.SRAMBase), nil},
		"other memory": {branch(k210.SRAMBase + 0x10_0000), []hart.Kind{hart.Uninitialised}},
	} {
		line := &terminal{input: start(program(code(onHart0, c.body, halt)...)[0].Bytes)}
		m, err := NewK210(Board{Line: line, BootKey: true}, Strictly(nil, nil))
		require.NoError(t, err)
		assert.Equal(t, Outcome{Finished, 0}, m.Run(1_000_000), name)
		assert.Equal(t, c.want, kinds(m), name)
	}
}

func TestScannersAreTheMachines(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, program(code(branchAhead(1), spin)...),
		Strictly([]hart.Range{{First: virt.RAMBase, Last: virt.RAMBase + 0x40}}, nil))
	require.NoError(t, err)
	m.Run(100)
	assert.Empty(t, kinds(m))
}

func TestAStrictMachineIsRestored(t *testing.T) {
	make := func() *Virt {
		m, err := NewVirt(1, &terminal{}, program(code(branchAhead(1), spin)...), Strictly(nil, nil))
		require.NoError(t, err)
		return m
	}
	m := make()
	m.Run(2) // the word is in a register
	var snapshot bytes.Buffer
	require.NoError(t, m.Save(&snapshot))
	m.Run(10)
	assert.Equal(t, []hart.Kind{hart.Uninitialised}, kinds(m))

	again := make()
	require.NoError(t, again.Restore(bytes.NewReader(snapshot.Bytes())))
	again.Run(10)
	assert.Empty(t, kinds(again), "a snapshot does not say what was never written")
	assert.Equal(t, m.Harts()[0].X(21), again.Harts()[0].X(21))
}

func TestAMachineThatIsNotStrictHasNoReports(t *testing.T) {
	m, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(t, err)
	assert.Nil(t, m.Strict())
}
