// SPDX-License-Identifier: MIT

package pclntab

import (
	"debug/elf"
	"os"
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// The tests read the tables of their own program as it lies in memory; Go's
// package runtime, which reads the same tables, is the judge.

// A module is the beginning of the linker's moduledata.
type module struct {
	Table
	_      [17]uintptr // section addresses
	gofunc unsafe.Pointer
}

func ownModule(t *testing.T) *module {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	file, err := elf.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	require.Equal(t, elf.ET_EXEC, file.Type, "the addresses in the file are not those in memory")
	section := file.Section(".go.module")
	require.NotNil(t, section, "the test program has no .go.module section")
	m := *(**module)(unsafe.Pointer(&section.Addr))
	require.EqualValues(t, Magic, m.Header.Magic)
	require.EqualValues(t, unsafe.Sizeof(uintptr(0)), m.Header.PointerSize)
	return m
}

func TestEveryFunctionIsFoundByItsAddresses(t *testing.T) {
	m := ownModule(t)
	require.Greater(t, len(m.Index), 1000)
	for i, entry := range m.Index[:len(m.Index)-1] {
		f := m.Find(m.Text + uintptr(entry.Code))
		require.Equal(t, entry.Code, f.Code)
		require.Same(t, f, m.Find(m.Text+uintptr(m.Index[i+1].Code)-1))
	}
	require.Nil(t, m.Find(m.MinPC-1))
	require.Nil(t, m.Find(m.MaxPC))
	require.Nil(t, m.Find(0))
}

// readable is a name as package runtime hands it out.
func readable(name string) string {
	before, after := CutTypes(name)
	if after == "" {
		return before
	}
	return before + "..." + after
}

func TestTypeArgumentsAreCutOut(t *testing.T) {
	for name, want := range map[string]string{
		"main.f":                        "main.f",
		"main.Map[go.shape.int]":        "main.Map[...]",
		"main.(*L[go.shape.[2]int]).Do": "main.(*L[...]).Do",
		"odd[":                          "odd[",
		"":                              "",
	} {
		require.Equal(t, want, readable(name))
	}
}

func TestMethodNamesComeApart(t *testing.T) {
	for name, want := range map[string][3]string{
		"main.(*T).M":                      {"main", "T", "M"},
		"example.org/a/b.(*List[int]).Len": {"example.org/a/b", "List[int]", "Len"},
		"main.f":                           {"", "", "main.f"},
		"main.(*T":                         {"", "", "main.(*T"},
		"":                                 {},
	} {
		pkg, typ, method := CutMethod(name)
		require.Equal(t, want, [3]string{pkg, typ, method}, name)
	}
}

// TestPlacesAreThoseOfPackageRuntime compares function, file and line of
// instructions all over the program, also of those that were inlined.
func TestPlacesAreThoseOfPackageRuntime(t *testing.T) {
	m := ownModule(t)
	step := uintptr(m.Header.Quantum) * 37
	inlined := 0
	type place struct {
		function, file string
		line           int
		entry          uintptr
	}
	// The first function's name has offset 0, which package runtime takes for none.
	for pc := m.Text + uintptr(m.Index[1].Code); pc < m.MaxPC; pc += step {
		f := m.Find(pc)
		if m.Find(pc+1) != f {
			continue // pc+1 is no return address into f
		}
		frame, _ := runtime.CallersFrames([]uintptr{pc + 1}).Next()
		call := m.Innermost(f, pc, m.gofunc)
		file, line := m.Line(f, pc)
		require.Equal(t, place{frame.Function, frame.File, frame.Line, frame.Entry},
			place{readable(m.CallName(call)), file, line, m.Entry(f)}, "pc %#x", pc)
		if call.Inlined() {
			inlined++
		}
	}
	require.Greater(t, inlined, 1000)
}

//go:noinline
func callers() []uintptr {
	pcs := make([]uintptr, 8)
	return pcs[:runtime.Callers(2, pcs)]
}

func inner() []uintptr { return callers() }

func middle() []uintptr { return inner() }

// TestInlinedCallsLeadOutwards walks from a function inlined twice to the one
// whose frame it runs in.
func TestInlinedCallsLeadOutwards(t *testing.T) {
	m := ownModule(t)
	pcs := middle()
	frames := runtime.CallersFrames(pcs)
	call := m.Innermost(m.Find(pcs[0]-1), pcs[0]-1, m.gofunc)
	for depth, inlined := range []bool{true, true, false} {
		want, _ := frames.Next()
		file, line := m.Line(call.Func, call.PC)
		require.Equal(t, want.Function, readable(m.CallName(call)))
		require.Equal(t, want.File, file)
		require.Equal(t, want.Line, line)
		require.Equal(t, inlined, call.Inlined(), "depth %d", depth)
		var outer bool
		call, outer = m.Outer(call)
		require.Equal(t, inlined, outer)
	}
}

func TestFrameSizesAreSane(t *testing.T) {
	m := ownModule(t)
	framed := 0
	for _, entry := range m.Index[:len(m.Index)-1] {
		pc := m.Text + uintptr(entry.Code)
		f := m.Find(pc)
		require.Zero(t, m.FrameSize(f, pc), "%s has a frame before its first instruction", m.Name(f))
		if m.FrameSize(f, pc+40) > 0 {
			framed++
		}
	}
	require.Greater(t, framed, 500)
}

func FuzzVarintReadsWhatWasWritten(f *testing.F) {
	f.Add(uint32(0))
	f.Add(uint32(127))
	f.Add(uint32(128))
	f.Add(^uint32(0))
	f.Fuzz(func(t *testing.T, v uint32) {
		var b []byte
		for rest := v; ; rest >>= 7 {
			if rest < 0x80 {
				b = append(b, byte(rest))
				break
			}
			b = append(b, byte(rest)|0x80)
		}
		got, after := Varint(append(b, 0xAA))
		require.Equal(t, v, got)
		require.Equal(t, []byte{0xAA}, after)
	})
}
