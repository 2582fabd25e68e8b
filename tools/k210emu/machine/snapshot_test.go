// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
)

func saved(t testing.TB, m *Machine) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, m.Save(&b))
	return b.Bytes()
}

// guests are machines that use what they have, for ever.
var guests = map[string]func(t *testing.T) *Machine{
	"virt with two harts": func(t *testing.T) *Machine { return &pair(t, 31).Machine },
	"virt with a console": func(t *testing.T) *Machine {
		m, err := NewVirt(1, &terminal{}, program(
			lui(5, virt.UARTBase>>12), addi(6, 6, 1), store(bytes8, 5, 6, 7), load(byteUnsigned, 7, 5, 7),
			0x100<<12|8<<7|0x17 /* auipc */, store(double, 8, 7, 0), 0xfe9ff06f))
		require.NoError(t, err)
		return &m.Machine
	},
	"k210": func(t *testing.T) *Machine {
		return &newK210(t, code(
			put(k210.SYSCTLBase+0x0c, 22<<4|1<<10|22<<14|1<<21|1<<25), put(k210.SYSCTLBase+0x2c, 1<<2|1<<20), // the AI SRAM
			fpioaOn, put(k210.FPIOABase+4*k210.PinLEDRed, 0x1f00|k210.FunctionGPIOHS),
			put(k210.UARTHSBase+0x10, 2),
			li(7, k210.AISRAMBase), addi(8, 8, 1), store(double, 7, 8, 0), addi(7, 7, 64),
			li(5, k210.GPIOHSBase), store(word, 5, 8, 8), 0xfedff06f)...).Machine
	},
}

func TestARestoredMachineIsTheSameToTheByte(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for name, guest := range guests {
		t.Run(name, func(t *testing.T) {
			whole := guest(t)
			for range 5 {
				whole.Run(random.Uint64N(3000))
				snapshot := saved(t, whole)
				again := guest(t)
				again.Run(random.Uint64N(3000)) // whatever it was
				require.NoError(t, again.Restore(bytes.NewReader(snapshot)))
				require.True(t, bytes.Equal(snapshot, saved(t, again)))
				require.Equal(t, whole.Cycles(), again.Cycles())
				for range 3 {
					piece := random.Uint64N(2000)
					assert.Equal(t, whole.Run(piece), again.Run(piece))
				}
				require.True(t, bytes.Equal(saved(t, whole), saved(t, again)))
			}
		})
	}
}

func TestALampThatIsLitIsSeenAfterRestore(t *testing.T) {
	m := newK210(t, code(onHart0, fpioaOn,
		put(k210.FPIOABase+4*k210.PinLEDRed, 0x1f00|k210.FunctionGPIOHS), put(k210.GPIOHSBase+0x08, 1), spin)...)
	dark := saved(t, &m.Machine)
	m.Run(1000)
	require.Equal(t, LEDs{Red: true}, m.LEDs())
	lit := saved(t, &m.Machine)
	var seen []LEDs
	m.board.LEDs = func(l LEDs) { seen = append(seen, l) }
	require.NoError(t, m.Restore(bytes.NewReader(dark)))
	require.NoError(t, m.Restore(bytes.NewReader(lit)))
	assert.Equal(t, []LEDs{{}, {Red: true}}, seen)
}

func TestASnapshotThatCannotBeRestoredChangesNothing(t *testing.T) {
	m := guests["virt with two harts"](t)
	m.Run(5000)
	good := saved(t, m)
	m.Run(100)
	now := saved(t, m)
	flip := func(at int) []byte {
		b := bytes.Clone(good)
		b[at] ^= 1
		return b
	}
	text := bytes.IndexByte(good, '\n')
	content := text + 1 + bytes.IndexByte(good[text+1:], '\n') + 1 + 8
	one, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(t, err)
	others, err := NewVirt(2, &terminal{}, program(spin))
	require.NoError(t, err)
	for name, c := range map[string]struct {
		snapshot []byte
		want     string
	}{
		"nothing":          {nil, "this is no snapshot of k210emu"},
		"a text":           {[]byte("#!/bin/sh\necho hello\n"), "this is no snapshot of k210emu"},
		"half a magic":     {good[:7], "the snapshot is truncated: it ends after 7 bytes"},
		"no content":       {good[:content], "the snapshot is truncated: it ends after"},
		"half":             {good[:len(good)/2], "the snapshot is truncated: it ends after"},
		"all but a byte":   {good[:len(good)-1], "the snapshot is truncated: it ends after"},
		"another version":  {bytes.Replace(good, []byte("snapshot 1\n"), []byte("snapshot 2\n"), 1), `the snapshot has version "2", want 1`},
		"a damaged line":   {flip(text + 3), "the snapshot is damaged: its checksum is wrong"},
		"a damaged length": {flip(content - 1), "the snapshot is damaged: it would be"},
		"damaged content":  {flip(content + 100), "the snapshot is damaged: its checksum is wrong"},
		"a damaged sum":    {flip(len(good) - 1), "the snapshot is damaged: its checksum is wrong"},
		"fewer harts":      {saved(t, &one.Machine), "the snapshot is of another machine: of virt, 1 harts, of "},
		"other images":     {saved(t, &others.Machine), "the snapshot is of another machine: of virt, 2 harts, of "},
		"a K210":           {saved(t, guests["k210"](t)), "the snapshot is of another machine: of k210, 2 harts, of "},
		"no deflate":       {wrap(m, []byte{0xff, 0xff}), "the snapshot is damaged: flate: corrupt input"},
		"no state":         {wrap(m, compressed(nil)), "the snapshot is damaged: EOF"},
		"no gob":           {wrap(m, compressed([]byte{8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})), "the snapshot is damaged: "},
		"too much":         {wrap(m, append(compressed(nil), 1)), "the snapshot is damaged: "},
	} {
		assert.ErrorContains(t, m.Restore(bytes.NewReader(c.snapshot)), c.want, name)
		require.True(t, bytes.Equal(now, saved(t, m)), name)
	}
	broken := errors.New("the disk is gone")
	assert.ErrorIs(t, m.Restore(iotest.ErrReader(broken)), broken)
	assert.ErrorIs(t, m.Restore(io.MultiReader(bytes.NewReader(good[:1000]), iotest.ErrReader(broken))), broken)
	require.True(t, bytes.Equal(now, saved(t, m)))
	require.NoError(t, m.Restore(bytes.NewReader(good)))
	assert.True(t, bytes.Equal(good, saved(t, m)))
}

// wrap makes a snapshot of content, compressed, for a machine.
func wrap(m *Machine, content []byte) []byte {
	file := []byte(snapshotMagic + snapshotVersion + "\n" + m.describe() + "\n")
	file = binary.LittleEndian.AppendUint64(file, uint64(len(content)))
	file = append(file, content...)
	sum := sha256.Sum256(file)
	return append(file, sum[:]...)
}

func compressed(content []byte) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	_, _ = w.Write(content)
	_ = w.Close()
	return b.Bytes()
}

// Other processes encode and decode other things before.
func TestSnapshotsDoNotDependOnWhatTheProcessDidBefore(t *testing.T) {
	const variable = "K210EMU_SNAPSHOT_TEST"
	m := guests["virt with two harts"](t)
	m.Run(1000)
	if path := os.Getenv(variable); path != "" {
		require.NoError(t, os.WriteFile(path, saved(t, m), 0o600))
		return
	}
	saved(t, guests["k210"](t))
	path := t.TempDir() + "/other"
	self, err := os.Executable()
	require.NoError(t, err)
	c := exec.Command(self, "-test.run=^"+t.Name()+"$")
	c.Env = append(os.Environ(), variable+"="+path)
	output, err := c.CombinedOutput()
	require.NoError(t, err, string(output))
	other, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(other, saved(t, m)))
}

func TestTheTypesOfAllStatesAreNumberedInOneOrder(t *testing.T) {
	known := map[reflect.Type]bool{}
	for _, value := range stateTypes {
		known[reflect.TypeOf(value)] = true
	}
	for name, guest := range guests {
		for _, c := range guest(t).kind.components() {
			assert.True(t, known[reflect.TypeOf(c.device.State())], "%s, %s: %T is not in stateTypes", name, c.name, c.device.State())
		}
	}
}

func FuzzRestore(f *testing.F) {
	machine := func() *Machine {
		m, err := NewVirt(1, &terminal{}, program(spin))
		if err != nil {
			f.Fatal(err)
		}
		return &m.Machine
	}
	m := machine()
	m.Run(100)
	encoded, err := m.encodeState()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(encoded, true)
	f.Add(saved(f, m)[:1000], false)
	f.Add([]byte(strings.Repeat("k210emu snapshot 1\n", 20)), false)
	f.Fuzz(func(t *testing.T, data []byte, state bool) {
		if !state {
			if m.Restore(bytes.NewReader(data)) == nil {
				t.Fatal("without memory, this is no snapshot")
			}
			return
		}
		before := m.Steps()
		apply, err := m.decodeState(data)
		if m.Steps() != before {
			t.Fatal("half restored")
		}
		if err != nil {
			return
		}
		apply()
		m.Run(100)
		if _, err := m.encodeState(); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkSave(b *testing.B) {
	m, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(b, err)
	for b.Loop() {
		require.NoError(b, m.Save(io.Discard))
	}
}

func BenchmarkRestore(b *testing.B) {
	m, err := NewVirt(1, &terminal{}, program(spin))
	require.NoError(b, err)
	snapshot := saved(b, &m.Machine)
	for b.Loop() {
		require.NoError(b, m.Restore(bytes.NewReader(snapshot)))
	}
}
