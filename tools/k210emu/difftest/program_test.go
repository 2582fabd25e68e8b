// SPDX-License-Identifier: MIT

package difftest

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/virt"
	"bugo/tools/k210emu/isa"
	"bugo/tools/k210emu/machine"
)

const sequenceLength = 40

// line keeps what is sent.
type line struct{ sent []byte }

func (l *line) Send(b byte)              { l.sent = append(l.sent, b) }
func (*line) Receive() (b byte, ok bool) { return 0, false }

func inEmulator(t *testing.T, program []byte) []byte {
	t.Helper()
	var l line
	m, err := machine.NewVirt(1, &l, []machine.Image{{Name: "program", Address: virt.RAMBase, Bytes: program}})
	require.NoError(t, err)
	require.Equal(t, machine.Outcome{Reason: machine.Finished}, m.Run(100_000_000))
	return l.sent
}

func TestProgramsEndAndSendAllOfTheirCases(t *testing.T) {
	const cases = 100
	program := Generate(1, cases, sequenceLength)
	assert.Equal(t, program, Generate(1, cases, sequenceLength), "the seed decides")
	sent := inEmulator(t, program)
	require.Len(t, sent, cases*savedBytes)
	different := map[string]bool{}
	for n := range cases {
		different[string(sent[n*savedBytes:][:savedBytes])] = true
	}
	assert.Len(t, different, cases)
	assert.NotEqual(t, sent, inEmulator(t, Generate(2, cases, sequenceLength)))
}

func TestTheLargestProgramLeavesRoomForItsOutput(t *testing.T) {
	program := Generate(1, MaxCases, sequenceLength)
	assert.Less(t, virt.RAMBase+len(program), trapState)
	assert.LessOrEqual(t, output+MaxCases*savedBytes, virt.RAMBase+virt.RAMSize)
}

func TestSequencesHoldEveryOperationThatComputes(t *testing.T) {
	seen := map[isa.Op]bool{}
	b := &builder{random: rand.New(rand.NewPCG(7, 0))}
	b.sequence(60_000)
	for at := 0; at+4 <= len(b.bytes); {
		bits := uint32(b.bytes[at]) | uint32(b.bytes[at+1])<<8 | uint32(b.bytes[at+2])<<16 | uint32(b.bytes[at+3])<<24
		i := isa.Decode(bits)
		seen[i.Op] = true
		at += int(i.Size)
	}
	elsewhere := map[isa.Op]bool{isa.Jalr: true, isa.Mret: true, isa.Sret: true, isa.Wfi: true, isa.SfenceVM: true}
	for op := isa.Illegal; op <= isa.FmvFromX; op++ {
		assert.Equal(t, !elsewhere[op], seen[op], "operation %d", op)
	}
}
