// SPDX-License-Identifier: MIT

package main

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReplaceChangesWhatIsBetweenTheMarkers(t *testing.T) {
	const document = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n<!-- begin y -->\n<!-- end y -->\n"
	got, err := replace(document, "x", "new\nnewer\n")
	require.NoError(t, err)
	assert.Equal(t, "a\n<!-- begin x -->\nnew\nnewer\n<!-- end x -->\nb\n<!-- begin y -->\n<!-- end y -->\n", got)
	for _, bad := range []string{"", document + document, "<!-- end x -->\n<!-- begin x -->\n", "<!-- begin x -->\n"} {
		_, err := replace(bad, "x", "new")
		assert.ErrorContains(t, err, "<!-- begin x -->", bad)
	}
}

func TestTheBenchsTableBecomesADocuments(t *testing.T) {
	table, null, err := costTable("...\nguest instructions       Bugo    budget  tutorial       xv6\r\n" +
		"null system call, round trip    95       110       128      1130\r\nkernel entry   102640    150000   1602565         -\nall within budget\n" +
		"[kernel]   bench         0     1       0     20       603\n")
	require.NoError(t, err)
	assert.Equal(t, 95, null)
	assert.Contains(t, table, "| null system call, round trip | 95 | 110 | 128 | 1,130 |\n| kernel entry | 102,640 | 150,000 | 1,602,565 | - |\n")
	assert.NotContains(t, table, "[kernel]")
	_, _, err = costTable("guest instructions\nother   1   2   3   4\n")
	assert.ErrorContains(t, err, `no row "null system call", but 1 others`)
}

func TestSharesAreThoseOfTheSummary(t *testing.T) {
	rows, err := shareRows("stride", "[kernel]   share_30                 0     1     179    60%      1243\n"+
		"[kernel]   share_10                 0     1      60    20%       416\r\n[kernel]   other   0     1      60    20%       416\n")
	require.NoError(t, err)
	assert.Equal(t, "| `stride` | `share_30` | 179 | 60% |\n|  | `share_10` | 60 | 20% |\n", rows)
	_, err = shareRows("stride", "[kernel]   share_30           killed     1     179    60%      1243\n")
	assert.ErrorContains(t, err, "the summary of stride has 0 apps")
}

func TestInstructionsAreKnown(t *testing.T) {
	for name, c := range map[string]struct {
		is   func(uint32) bool
		code []uint32
	}{
		"branch": {isBranch, []uint32{0x16010d63 /* beqz sp */, 0x0c029463 /* bnez t0 */, 0xc119 /* c.beqz a0 */, 0xe119 /* c.bnez a0 */}},
		"store":  {isStore, []uint32{0x04553823 /* sd t0, 80(a0) */, 0xf416 /* c.sdsp */}},
		"call":   {isCall, []uint32{0x000300e7 /* jalr t1 */, 0x9302 /* c.jalr t1 */}},
		"return": {isReturn, []uint32{0x00008067, 0x8082}},
		"sepc":   {writesSepc, []uint32{0x14129073 /* csrw sepc, t0 */}},
	} {
		for _, i := range c.code {
			assert.True(t, c.is(i), "%s %#x", name, i)
		}
		for _, i := range []uint32{0x14011173 /* csrrw sp, sscratch, sp */, 0x141023f3 /* csrr t2, sepc */, 0x0001 /* nop */, 0x9002 /* c.ebreak */, 0x8302 /* c.jr t1 */, 0x0003bd03 /* ld */, 0x6372 /* c.ldsp */, sret} {
			assert.False(t, c.is(i), "%s is not %#x", name, i)
		}
	}
}

func TestCountEndsWhereItIsTold(t *testing.T) {
	var code []byte
	code = binary.LittleEndian.AppendUint16(code, 0x0001)
	code = binary.LittleEndian.AppendUint32(code, 0x14011173)
	code = binary.LittleEndian.AppendUint16(code, 0x8082)
	code = binary.LittleEndian.AppendUint16(code, 0x0001)
	n, rest, err := count(code, func(i, _ uint32) bool { return isReturn(i) })
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	assert.Equal(t, []byte{1, 0}, rest)
	_, _, err = count(code, func(i, _ uint32) bool { return i == sret })
	assert.ErrorContains(t, err, "a leg of the way does not end")
}

func TestTheLegsAddUp(t *testing.T) {
	w := way{ask: 1, save: 2, dispatch: 3, serve: 4, aim: 5, restore: 6}
	sum := 0
	for _, s := range w.stops() {
		sum += s.count
	}
	assert.Equal(t, w.total(), sum)
	assert.Contains(t, w.table(), "| **round trip** | | **22** |")
	assert.Contains(t, w.picture(), "getpid, 22 instructions")
}
