// SPDX-License-Identifier: MIT

package main

import (
	"go/format"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/devicetree"
)

func TestTheTreeTellsOfHartsMemoryAndConsole(t *testing.T) {
	properties, err := devicetree.Read(tree())
	require.NoError(t, err)
	for path, want := range map[string]string{
		"/chosen/stdout-path":             "/soc/serial@38000000:115200n8\x00",
		"/cpus/timebase-frequency":        "\x00\x77\x04\xc0", // 7,800,000 (k210-facts.md §3)
		"/cpus/cpu@0/reg":                 "\x00\x00\x00\x00",
		"/cpus/cpu@1/reg":                 "\x00\x00\x00\x01",
		"/cpus/cpu@1/mmu-type":            "riscv,sv39\x00",
		"/memory@80000000/reg":            "\x80\x00\x00\x00\x00\x60\x00\x00", // 6 MiB
		"/soc/serial@38000000/compatible": "canaan,k210-uarths\x00sifive,uart0\x00",
	} {
		assert.Equal(t, want, string(properties[path]), path)
	}
	assert.NotContains(t, properties, "/cpus/cpu@2/reg")
}

func TestTheFirmwareHasThisTree(t *testing.T) {
	there, err := os.ReadFile("../tree.go")
	require.NoError(t, err)
	require.Equal(t, string(source()), string(there), "make it anew: go run ./firmware/board/k210/mktree > firmware/board/k210/tree.go")
	formatted, err := format.Source(there)
	require.NoError(t, err)
	require.Equal(t, string(formatted), string(there))
}
