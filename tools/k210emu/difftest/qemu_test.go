// SPDX-License-Identifier: MIT

//go:build bazel

package difftest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// qemuModel is the hart of QEMU that has what ours has, and no more extensions
// than that: what is illegal here must be illegal there.
const qemuModel = "rv64,h=false,zba=false,zbb=false,zbc=false,zbs=false"

func inQEMU(t *testing.T, program []byte) []byte {
	t.Helper()
	qemu := os.Getenv("QEMU")
	require.NotEmpty(t, qemu, "BUILD.bazel sets QEMU")
	directory := t.TempDir()
	image, console := filepath.Join(directory, "program.bin"), filepath.Join(directory, "console")
	require.NoError(t, os.WriteFile(image, program, 0o666))
	output, err := exec.Command(filepath.Join(os.Getenv("TEST_SRCDIR"), qemu),
		"-machine", "virt", "-cpu", qemuModel, "-m", "8M", "-display", "none", "-monitor", "none",
		"-bios", image, "-serial", "file:"+console).CombinedOutput()
	require.NoError(t, err, "%s", output)
	sent, err := os.ReadFile(console)
	require.NoError(t, err)
	return sent
}

func TestSequencesLeaveTheSameInQEMU(t *testing.T) {
	const programs = 67 // more than 100,000 sequences
	for seed := range uint64(programs) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			program := Generate(seed, MaxCases, sequenceLength)
			ours, theirs := inEmulator(t, program), inQEMU(t, program)
			require.Len(t, theirs, MaxCases*savedBytes)
			for n := range MaxCases {
				got, want := ours[n*savedBytes:][:savedBytes], theirs[n*savedBytes:][:savedBytes]
				require.Equal(t, values(want), values(got), "case %d", n)
			}
		})
	}
}

// values names what a case leaves.
func values(saved []byte) map[string]string {
	named := map[string]string{}
	for n := 0; n < savedBytes; n += 8 {
		name := fmt.Sprintf("memory+%d", n-(registers+34)*8)
		switch word := n / 8; {
		case word < registers:
			name = fmt.Sprintf("x%d", word)
		case word < registers+32:
			name = fmt.Sprintf("f%d", word-registers)
		case word == registers+32:
			name = "fcsr"
		case word == registers+33:
			name = "digest of traps"
		}
		named[name] = fmt.Sprintf("%x", saved[n:n+8])
	}
	return named
}
