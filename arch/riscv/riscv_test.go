// SPDX-License-Identifier: MIT

package riscv

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCauseNamesInterruptsAndExceptionsApart(t *testing.T) {
	for _, test := range []struct {
		cause     Cause
		interrupt bool
		code      uint64
		text      string
	}{
		{0, false, 0, "instruction address misaligned"},
		{2, false, 2, "illegal instruction"},
		{5, false, 5, "load access fault"},
		{8, false, 8, "environment call from U-mode"},
		{10, false, 10, "reserved exception"},
		{14, false, 14, "reserved exception"},
		{15, false, 15, "store/AMO page fault"},
		{16, false, 16, "reserved exception"},
		{1<<63 - 1, false, 1<<63 - 1, "reserved exception"},
		{CauseInterrupt | 1, true, 1, "supervisor software interrupt"},
		{CauseInterrupt | 5, true, 5, "supervisor timer interrupt"},
		{CauseInterrupt | 7, true, 7, "machine timer interrupt"},
		{CauseInterrupt | 11, true, 11, "machine external interrupt"},
		{CauseInterrupt, true, 0, "reserved interrupt"},
		{CauseInterrupt | 12, true, 12, "reserved interrupt"},
		{^Cause(0), true, 1<<63 - 1, "reserved interrupt"},
	} {
		assert.Equal(t, test.interrupt, test.cause.IsInterrupt(), "%#x", uint64(test.cause))
		assert.Equal(t, test.code, test.cause.Code(), "%#x", uint64(test.cause))
		assert.Equal(t, test.text, test.cause.String(), "%#x", uint64(test.cause))
	}
}

func TestCauseTextDoesNotAllocate(t *testing.T) {
	require.Zero(t, testing.AllocsPerRun(10, func() { _ = Cause(13).String() }))
}

func TestMisaOfTheK210(t *testing.T) {
	misa := Misa(0x8000_0000_0014_112d) // k210-facts.md §2.1
	require.Equal(t, 64, misa.Width())
	letters := ""
	for letter := byte('A'); letter <= 'Z'; letter++ {
		if misa.Has(letter) {
			letters += string(letter)
		}
	}
	require.Equal(t, "ACDFIMSU", letters)
	for _, other := range []byte{'A' - 1, 'Z' + 1, 'a', 0, 255} {
		assert.False(t, misa.Has(other), "%q", other)
	}
}

func TestMisaWidths(t *testing.T) {
	assert.Equal(t, 0, Misa(0).Width())
	assert.Equal(t, 32, Misa(1<<62).Width())
	assert.Equal(t, 128, Misa(3<<62).Width())
}

func TestRegisterNamesAreTheABIs(t *testing.T) {
	for number, name := range map[int]string{
		0: "zero", RegisterRA: "ra", RegisterSP: "sp", 3: "gp", 4: "tp", 5: "t0", 8: "s0",
		RegisterA0: "a0", RegisterA7: "a7", 18: "s2", 27: "s11", 28: "t3", 31: "t6", 32: "?", -1: "?",
	} {
		assert.Equal(t, name, RegisterName(number), "x%d", number)
	}
}

func TestCSRNamesAreInOrderAndDistinct(t *testing.T) {
	names := map[string]bool{}
	for i, entry := range csrNames {
		if i > 0 {
			assert.Less(t, csrNames[i-1].number, entry.number, entry.name)
		}
		assert.False(t, names[entry.name], entry.name)
		names[entry.name] = true
		assert.Equal(t, entry.name, entry.number.String())
	}
	assert.Equal(t, "unknown CSR", CSR(0x7c0).String())
}

func TestPrivilegeNames(t *testing.T) {
	assert.Equal(t, "U", PrivilegeName(PrivilegeU))
	assert.Equal(t, "S", PrivilegeName(PrivilegeS))
	assert.Equal(t, "M", PrivilegeName(PrivilegeM))
	assert.Equal(t, "?", PrivilegeName(2))
}

// matches is what the PMP does with a NAPOT entry (RISC-V priv. 1.12 §3.7.1).
func matches(pmpaddr, address uintptr) bool {
	ignored := pmpaddr ^ (pmpaddr + 1) // the trailing ones and the zero above
	return (address>>2)&^ignored == pmpaddr&^ignored
}

func TestPMPRegionMatchesExactlyItsBytes(t *testing.T) {
	const base, size = 0x8000_0000, 128 << 10
	region := PMPRegion(base, size)
	assert.True(t, matches(region, base))
	assert.True(t, matches(region, base+size-4))
	assert.False(t, matches(region, base-4))
	assert.False(t, matches(region, base+size))
	assert.True(t, matches(PMPAll, 0))
	assert.True(t, matches(PMPAll, base))
}
