// SPDX-License-Identifier: MIT

package count

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/virt"
	"bugo/tools/elfcheck/elftest"
	"bugo/tools/k210emu/hart"
	"bugo/tools/k210emu/machine"
	"bugo/tools/k210emu/symbols"
)

type silence struct{}

func (silence) Send(byte)                  {}
func (silence) Receive() (b byte, ok bool) { return 0, false }

// counted runs a program that loops ten times, traps, and goes on in
// U-mode.
func counted(t *testing.T) (*Counter, *machine.Virt, *symbols.Table) {
	var code []byte
	for _, bits := range []uint32{
		// start
		0x00000297, 0x04028293, 0x30529073, // auipc t0, 0; addi t0, t0, 64; csrw mtvec, t0
		0x00a00313, // li t1, 10
		// loop
		0xfff30313, 0xfe031ee3, // addi t1, t1, -1; bnez t1, loop
		// rest
		0x00000073,                                                  // ecall
		0x52f9_0001, 0x0012d293, 0x3b029073, 0x01f00293, 0x3a029073, // nop, li t0, -2; srli; csrw pmpaddr0; li 31; csrw pmpcfg0
		0x30200073, 0, 0, 0, // mret: to mepc, in U-mode
		// handler
		0x34102373, 0x00430313, 0x34131073, 0x30200073, // csrr t1, mepc; addi t1, t1, 4; csrw mepc, t1; mret
	} {
		code = binary.LittleEndian.AppendUint32(code, bits)
	}
	m, err := machine.NewVirt(1, silence{}, []machine.Image{{Name: "guest", Address: virt.RAMBase, Bytes: code}})
	require.NoError(t, err)
	path := elftest.ELF{
		Entry: 0x8000_0000,
		Sections: []elftest.Section{
			{Name: ".text", Addr: 0x8000_0000, Data: make([]byte, 0x40), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR},
		},
		Functions: []elftest.Function{
			{Name: "start", Addr: 0x8000_0000, Size: 16}, {Name: "loop", Addr: 0x8000_0010, Size: 8}, {Name: "rest", Addr: 0x8000_0018},
		},
	}.File(t, "guest.elf")
	table, err := symbols.Open([]string{path})
	require.NoError(t, err)
	c := &Counter{}
	m.Observe(c)
	m.Run(48)
	return c, m, table
}

func TestAllThatRetiresIsCountedOnce(t *testing.T) {
	c, m, table := counted(t)
	var total uint64
	for _, f := range c.Functions(table) {
		total += f.Retired
	}
	assert.Equal(t, m.Retired(), total)
	assert.Less(t, total, m.Steps(), "what traps is not counted")
	functions := c.Functions(table)
	assert.Equal(t, []Function{
		{"loop", hart.Machine, 20}, // ten times two
		{unnamed, hart.Machine, 10},
		{"rest", hart.Machine, 7},
		{"rest", hart.User, 4},
		{"start", hart.Machine, 4},
	}, functions)
}

func TestTheTableHasTheBusiestFirst(t *testing.T) {
	c, _, table := counted(t)
	var b strings.Builder
	require.NoError(t, c.WriteTable(&b, table, 2))
	lines := strings.Split(b.String(), "\n")
	assert.Equal(t, "45 guest instructions retired:  M 91.1%  S 0.0%  U 8.9%", lines[0])
	assert.Equal(t, "  instructions      %  sum %  mode function", lines[1])
	assert.Equal(t, "            20  44.44  44.44  M    loop", lines[2])
	assert.Equal(t, "            15  33.33 100.00       (3 more)", lines[4])
	assert.Len(t, lines, 6)
	require.NoError(t, (&Counter{}).WriteTable(&b, nil, 2), "nothing has run")
}

func TestTheProfileHasAllOfIt(t *testing.T) {
	c, m, table := counted(t)
	var b bytes.Buffer
	require.NoError(t, c.WriteProfile(&b, table))
	p, err := profile.Parse(&b)
	require.NoError(t, err)
	var total int64
	byFunction := map[string]int64{}
	for _, s := range p.Sample {
		total += s.Value[0]
		byFunction[s.Location[0].Line[0].Function.Name+" "+s.Label["mode"][0]] += s.Value[0]
	}
	assert.Equal(t, m.Retired(), uint64(total))
	assert.Equal(t, int64(20), byFunction["loop M"])
	assert.Equal(t, "instructions", p.SampleType[0].Type)
}
