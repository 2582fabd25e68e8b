// SPDX-License-Identifier: MIT

package k210

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// assignment returns the value that a linker script gives to a symbol.
func assignment(t *testing.T, script, symbol string) uint64 {
	t.Helper()
	text, err := os.ReadFile(script)
	require.NoError(t, err)
	m := regexp.MustCompile(`(?m)^` + symbol + ` = (0x[0-9a-fA-F]+);`).FindSubmatch(text)
	require.NotNil(t, m, "%s gives no number to %s", script, symbol)
	v, err := strconv.ParseUint(string(m[1]), 0, 64)
	require.NoError(t, err)
	return v
}

func TestLinkerScriptsAgreeWithTheMemoryMap(t *testing.T) {
	require.EqualValues(t, FirmwareBase, assignment(t, "firmware.ld", "IMAGE_BASE"))
	require.EqualValues(t, KernelBase, assignment(t, "firmware.ld", "IMAGE_LIMIT"))
	require.EqualValues(t, KernelBase, assignment(t, "kernel.ld", "IMAGE_BASE"))
	require.EqualValues(t, KernelEnd, assignment(t, "kernel.ld", "IMAGE_LIMIT"))
	require.EqualValues(t, UserBase, assignment(t, "app.ld", "IMAGE_BASE"))
	require.EqualValues(t, UserEnd, assignment(t, "app.ld", "IMAGE_LIMIT"))
}

func TestRegionsFollowOneAnother(t *testing.T) {
	require.Less(t, KernelBase, KernelEnd)
	require.Less(t, FramesBase, FramesEnd)
	require.LessOrEqual(t, FramesEnd, SRAMBase+SRAMSize)
	require.Zero(t, FramesBase%(2<<20), "frames are mapped by superpages")
	require.Zero(t, FramesEnd%(2<<20))
}
