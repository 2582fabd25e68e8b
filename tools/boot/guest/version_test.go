// SPDX-License-Identifier: MIT

package guest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// qemuSaying returns a program that prints a text whatever it is asked.
func qemuSaying(t *testing.T, text string, code string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "qemu-system-riscv64")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\necho '"+text+"'\nexit "+code+"\n"), 0o700))
	return path
}

func TestAnOldEmulatorIsRefused(t *testing.T) {
	const debian = "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)"
	for _, test := range []struct{ says, least, want string }{
		{debian, "7.2", ""},
		{debian, "7.2.22", ""},
		{debian, "", ""},
		{debian, "7.2.23", "is version 7.2.22, want 7.2.23 or newer"},
		{debian, "10.0", "QEMU is too old"},
		{"QEMU emulator version 10.0.2", "7.2", ""},
		{"QEMU emulator version 6.2.0", "7.0", "is version 6.2.0, want 7.0 or newer: take a newer one"},
		{"QEMU emulator version 7.2", "7.2.0", ""},
		{"hello", "7.0", `does not say its version, want QEMU 7.0 or newer: it printed "hello"`},
	} {
		err := CheckVersion(qemuSaying(t, test.says, "0"), test.least)
		if test.want == "" {
			assert.NoError(t, err, "%v", test)
		} else {
			assert.ErrorContains(t, err, test.want)
		}
	}
}

func TestAnEmulatorThatDoesNotRunIsRefused(t *testing.T) {
	err := CheckVersion(qemuSaying(t, "cannot find a library", "127"), "7.0")
	assert.ErrorContains(t, err, "QEMU cannot be used: ")
	assert.ErrorContains(t, err, `exit status 127, "cannot find a library": ./bazelw clean --expunge`)
	assert.ErrorContains(t, CheckVersion("no/such/qemu", "7.0"), "the emulator is missing: there is no file no/such/qemu")
}
