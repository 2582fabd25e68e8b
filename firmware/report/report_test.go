// SPDX-License-Identifier: MIT

package report

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"

	"bugo/arch/riscv"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// screen is a console that keeps what is written.
type screen struct{ bytes.Buffer }

func (s *screen) Tx(value byte)    { s.WriteByte(value) }
func (s *screen) Rx() (byte, bool) { return 0, false }

func printed(print func(Printer)) string {
	var s screen
	print(Printer{Console: &s})
	return s.String()
}

// wantGolden compares with a file, which is what the console shall look like.
func wantGolden(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
	for _, character := range []byte(got) {
		assert.True(t, character == '\n' || character >= ' ' && character <= '~', "%q is not printable ASCII", character)
	}
}

func TestNumbers(t *testing.T) {
	for want, print := range map[string]func(Printer){
		"0":                    func(p Printer) { p.Decimal(0) },
		"9":                    func(p Printer) { p.Decimal(9) },
		"10":                   func(p Printer) { p.Decimal(10) },
		"18446744073709551615": func(p Printer) { p.Decimal(math.MaxUint64) },
		"0x0":                  func(p Printer) { p.Hex(0, 1) },
		"0x222":                func(p Printer) { p.Hex(0x222, 1) },
		"0x80020000":           func(p Printer) { p.Hex(0x80020000, 8) },
		"0x0000000000000000":   func(p Printer) { p.Hex(0, 16) },
		"0xfedcba9876543210":   func(p Printer) { p.Hex(0xfedcba9876543210, 16) },
		"0xffffffffffffffff":   func(p Printer) { p.Hex(math.MaxUint64, 1) },
		"0 harts":              func(p Printer) { p.Plural(0, "hart") },
		"1 hart":               func(p Printer) { p.Plural(1, "hart") },
		"2 harts":              func(p Printer) { p.Plural(2, "hart") },
		"not given":            func(p Printer) { p.misa(0) },
		"RV64":                 func(p Printer) { p.misa(2 << 62) },
	} {
		assert.Equal(t, want, printed(print))
	}
}

func TestBannerOfTheK210(t *testing.T) {
	wantGolden(t, "banner.txt", printed(func(p Printer) {
		p.Banner(&Facts{
			Platform:    "Kendryte K210",
			Harts:       2,
			TimebaseHz:  7_800_000,
			Misa:        0x8000_0000_0014_112d, // k210-facts.md §2.1
			Mideleg:     0x222,
			Medeleg:     0x1ab,
			KernelEntry: 0x8002_0000,
		})
	}))
}

func TestDumpTellsEverything(t *testing.T) {
	var registers [riscv.RegisterCount]uint64
	for number := range registers {
		registers[number] = uint64(number) * 0x0101_0101_0101_0101
	}
	wantGolden(t, "dump.txt", printed(func(p Printer) {
		p.Dump(&Trap{
			Hart:    1,
			Mcause:  riscv.CodeLoadFault,
			Mepc:    0x8000_1234,
			Mtval:   8,
			Mstatus: riscv.PrivilegeS << riscv.StatusMPPShift,
			X:       &registers,
		})
	}))
}

// discard is a console that costs nothing.
type discard struct{}

func (discard) Tx(byte)          {}
func (discard) Rx() (byte, bool) { return 0, false }

func TestReportsDoNotAllocate(t *testing.T) {
	p := Printer{Console: discard{}}
	facts := Facts{Platform: "x", Misa: 2 << 62}
	trap := Trap{X: new([riscv.RegisterCount]uint64)}
	assert.Zero(t, testing.AllocsPerRun(10, func() { p.Banner(&facts) }))
	assert.Zero(t, testing.AllocsPerRun(10, func() { p.Dump(&trap) }))
}
