// SPDX-License-Identifier: MIT

package console

import (
	"debug/elf"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/elfcheck/elftest"
	"bugo/tools/symbolize/program"
)

// open makes a program of the functions a, at base, and b, 16 bytes above.
func open(t testing.TB, name, file string, base uint64, a, b string) *program.Program {
	t.Helper()
	e := elftest.ELF{
		Sections:  []elftest.Section{{Name: ".text", Addr: base, Data: make([]byte, 32), Flags: elf.SHF_ALLOC | elf.SHF_EXECINSTR}},
		Functions: []elftest.Function{{Name: a, Addr: base}, {Name: b, Addr: base + 16}},
	}
	path := filepath.Join(t.TempDir(), file)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, e.Bytes(), 0o600))
	p, err := program.Open(name, path)
	require.NoError(t, err)
	return p
}

func annotated(t testing.TB, log string, programs ...*program.Program) (string, []string) {
	t.Helper()
	var out strings.Builder
	a := Annotator{Programs: programs}
	require.NoError(t, a.Annotate(&out, strings.NewReader(log)))
	return out.String(), a.Unknown
}

func TestAddressesOfCodeAreAnnotatedInPlace(t *testing.T) {
	kernel := open(t, "", "kernel.elf", 0x80020000, "first", "second")
	for _, test := range []struct{ name, log, want string }{
		{"a fatal trap",
			"[kernel] fatal trap: load access fault at pc 0x80020010 address 0x80800008\n",
			"[kernel] fatal trap: load access fault at pc 0x80020010 <second> address 0x80800008\n"},
		{"x1 is a return address, the others are not",
			"\tx1=0x80020010\tx2=0x80020010\tx11=0x80020010\tx31=0x0\n",
			"\tx1=0x80020010 <first+0xf>\tx2=0x80020010 <second>\tx11=0x80020010 <second>\tx31=0x0\n"},
		{"the firmware's registers",
			"     mepc 0x0000000080020014\n       ra 0x0000000080020010   sp 0x0000000080030000\n",
			"     mepc 0x0000000080020014 <second+0x4>\n       ra 0x0000000080020010 <first+0xf>   sp 0x0000000080030000\n"},
		{"a call that is the last of the program returns behind it", "x1=0x80020020 0x80020020", "x1=0x80020020 <second+0xf> 0x80020020"},
		{"a return address before the program", "x1=0x80020000", "x1=0x80020000"},
		{"a traceback names its functions itself",
			"\tmain.load[...] kernel/main.go:24 pc=0x80020010 sp=0x80020000\n",
			"\tmain.load[...] kernel/main.go:24 pc=0x80020010 sp=0x80020000\n"},
		{"pc= elsewhere is a number as any", "stopped, pc=0x80020010", "stopped, pc=0x80020010 <second>"},
		{"escapes, carriage returns and bytes", "\x1b[31m0x80020010\x1b[0m\r\n\xff\x000x80020010,", "\x1b[31m0x80020010 <second>\x1b[0m\r\n\xff\x000x80020010 <second>,"},
		{"upper case", "0x0000000080020010 0x8002001F", "0x0000000080020010 <second> 0x8002001F <second+0xf>"},
		{"annotated already", "0x80020010 <second>", "0x80020010 <second>"},
		{"parts of words", "a0x80020010 0x80020010h _0x80020010 0x 0xg", "a0x80020010 0x80020010h _0x80020010 0x 0xg"},
		{"more than an address", "0x100000000000000080020010", "0x100000000000000080020010"},
		{"nothing", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, unknown := annotated(t, test.log, kernel)
			assert.Equal(t, test.want, got)
			assert.Empty(t, unknown)
		})
	}
}

func TestAnAppIsTakenAtItsName(t *testing.T) {
	const log = "[kernel] app NAME killed: load page fault at pc 0x80400010, address 0x0\n"
	kernel := open(t, "", "kernel.elf", 0x80020000, "first", "second")
	hello := open(t, "hello", "app.elf", 0x80400000, "h1", "h2")
	power := open(t, "power", "app.elf", 0x80400000, "p1", "p2")
	nameless := open(t, "", "user/sleep/app.elf", 0x80400000, "s1", "s2")
	killed := func(app string) string { return strings.ReplaceAll(log, "NAME", app) }
	for _, test := range []struct {
		app, want string
		unknown   []string
		programs  []*program.Program
	}{
		{"hello", "<h2>", nil, []*program.Program{kernel, hello, power, nameless}},
		{"power", "<p2>", nil, []*program.Program{kernel, hello, power, nameless}},
		{"sleep", "<s2>", nil, []*program.Program{kernel, hello, power, nameless}},
		{"other", "<s2>", nil, []*program.Program{kernel, hello, power, nameless}},
		{"other", "", []string{"other"}, []*program.Program{kernel, hello, power}},
	} {
		got, unknown := annotated(t, killed(test.app), test.programs...)
		want := killed(test.app)
		if test.want != "" {
			want = strings.Replace(want, "0x80400010", "0x80400010 "+test.want, 1)
		}
		assert.Equal(t, want, got)
		assert.Equal(t, test.unknown, unknown)
	}
}

func TestProgramsThatShareAnAddressAreAllHeard(t *testing.T) {
	hello := open(t, "hello", "app.elf", 0x80400000, "h1", "h2")
	power := open(t, "power", "app.elf", 0x80400000, "p1", "p2")
	got, _ := annotated(t, "at 0x80400010", hello, power)
	assert.Equal(t, "at 0x80400010 <h2 in hello, or p2 in power>", got)

	again := open(t, "", "copy.elf", 0x80400000, "h1", "h2")
	got, _ = annotated(t, "at 0x80400010", hello, again)
	assert.Equal(t, "at 0x80400010 <h2>", got, "they agree")
}

func TestAnnotatePassesOnErrors(t *testing.T) {
	broken := errors.New("broken pipe")
	a := Annotator{}
	assert.ErrorIs(t, a.Annotate(&strings.Builder{}, iotest.ErrReader(broken)), broken)
	reader, writer, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, reader.Close())
	require.NoError(t, writer.Close())
	assert.ErrorIs(t, a.Annotate(writer, strings.NewReader("x\n")), os.ErrClosed)
}
