// SPDX-License-Identifier: MIT

package trace

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/virt"
	"bugo/tools/k210emu/machine"
)

type silence struct{}

func (silence) Send(byte)                  {}
func (silence) Receive() (b byte, ok bool) { return 0, false }

// guest goes to U-mode, calls from there, and waits for the timer, which has gone
// off.
func guest(t testing.TB) *machine.Virt {
	return machineWith(t,
		0x00000297, 0x02828293, 0x30529073, // auipc t0, 0; addi t0, t0, 40; csrw mtvec, t0
		0x01c28293, 0x34129073, // addi t0, t0, 28; csrw mepc, t0
		0x52f9, 0x0001, // li t0, -2; nop
		0x0012d293, 0x3b029073, 0x01f00293, 0x3a029073, // srli; csrw pmpaddr0; li 31; csrw pmpcfg0
		// 0x80000028: the handler
		0x00000013, 0x0200c2b7, 0x00000013, 0x00000013, 0x00000013, 0x00000013, 0x30200073,
	)
}

// machineWith has instructions at the start of memory: of two bytes, where their
// low bits say so.
func machineWith(t testing.TB, instructions ...uint32) *machine.Virt {
	var code []byte
	for _, bits := range instructions {
		if bits&3 != 3 {
			code = binary.LittleEndian.AppendUint16(code, uint16(bits))
		} else {
			code = binary.LittleEndian.AppendUint32(code, bits)
		}
	}
	m, err := machine.NewVirt(1, silence{}, []machine.Image{{Name: "guest", Address: virt.RAMBase, Bytes: code}})
	require.NoError(t, err)
	return m
}

func traced(t *testing.T, m *machine.Virt, kind string, limit uint64) string {
	var out strings.Builder
	trace, err := New(kind, &out, table(t), m.Steps)
	require.NoError(t, err)
	m.Observe(trace)
	m.Run(limit)
	require.NoError(t, trace.Flush())
	return out.String()
}

func TestEachInstructionIsALine(t *testing.T) {
	lines := strings.Split(traced(t, guest(t), "insn", 19), "\n")
	assert.Equal(t, "         0 hart 0 M 0x80000000 00000297 auipc t0,0x0  # start", lines[0])
	assert.Equal(t, "         1 hart 0 M 0x80000004 02828293 addi t0,t0,40  # start+0x4", lines[1])
	assert.Equal(t, "         5 hart 0 M 0x80000014 52f9     li t0,-2  # main+0x4", lines[5])
	assert.Equal(t, "        10 hart 0 M 0x80000024 3a029073 csrw pmpcfg0,t0  # main+0x14", lines[10])
	assert.Equal(t, "        17 hart 0 M 0x80000040 30200073 mret  # main+0x30", lines[17])
	assert.Equal(t, "        18 hart 0 U 0x80000044 0000     unimp  # main+0x34", lines[18])
	assert.Len(t, lines, 20)
}

func TestEachTrapIsALine(t *testing.T) {
	assert.Equal(t, "        19 hart 0 U->M illegal instruction (2), value 0x0, at 0x80000044 main+0x34 -> 0x80000028 main+0x18\n",
		traced(t, guest(t), "trap", 20))
}

func TestInterruptsAreInBothTraces(t *testing.T) {
	for kind, want := range map[string]string{
		"insn": "         8 hart 0 M machine software interrupt (3)\n" +
			"         8 hart 0 M 0x80000028 0000006f j 0x80000028 <main+0x18>  # main+0x18\n",
		"trap": "         8 hart 0 M->M machine software interrupt (3), at 0x80000020 main+0x10 -> 0x80000028 main+0x18\n",
	} {
		assert.True(t, strings.HasSuffix(traced(t, machineWith(t,
			0x00000297, 0x02828293, 0x30529073, // auipc t0, 0; addi t0, t0, 40; csrw mtvec, t0
			0x02000337, 0x00100293, 0x00532023, // lui t1, CLINT; li t0, 1; sw t0, 0(t1): msip
			0x30446073, 0x30046073, 0x00000013, // csrsi mie, 8; csrsi mstatus, 8; nop
			0x00000013,
			0x0000006f, // 0x80000028: the handler
		), kind, 9), want), kind)
	}
}

func TestCausesHaveNames(t *testing.T) {
	assert.Equal(t, "load page fault (13)", Cause(13))
	assert.Equal(t, "supervisor timer interrupt (5)", Cause(1<<63|5))
	assert.Equal(t, "reserved exception (10)", Cause(10))
	assert.Equal(t, "reserved interrupt (12)", Cause(1<<63|12))
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestWhatIsNotWrittenIsTold(t *testing.T) {
	m := guest(t)
	trace, err := New("insn", full{}, nil, m.Steps)
	require.NoError(t, err)
	m.Observe(trace)
	m.Run(10)
	assert.EqualError(t, trace.Flush(), "cannot write the trace: the disk is full")
	_, err = New("insns", full{}, nil, m.Steps)
	assert.EqualError(t, err, `there is no trace "insns": want insn or trap`)
}
