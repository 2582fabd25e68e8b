// SPDX-License-Identifier: MIT

package features

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestExpectationsHoldUnderStockGo runs the checks on the host.
func TestExpectationsHoldUnderStockGo(t *testing.T) {
	passed, failed := Run(func(name string, ok bool, detail string) {
		if !ok {
			t.Errorf("%s: %s", name, detail)
		}
	})
	require.Zero(t, failed)
	require.Greater(t, passed, 250)
}

// child says what the test program does instead of testing.
const child = "FEATURES_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(child) {
	case "print":
		Print()
		os.Exit(0)
	case "fatal":
		Fatal()
	}
	os.Exit(m.Run())
}

// stderr runs the test program as a child.
func stderr(t *testing.T, what string) (text string, exitCode int) {
	t.Helper()
	program, err := os.Executable()
	require.NoError(t, err)
	command := exec.Command(program)
	command.Env = append(os.Environ(), child+"="+what)
	var buffer bytes.Buffer
	command.Stderr = &buffer
	_ = command.Run() // the exit code tells
	return buffer.String(), command.ProcessState.ExitCode()
}

// expected returns a text from console.bzl.
func expected(t *testing.T, name string) string {
	t.Helper()
	file, err := os.ReadFile("console.bzl")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(file), "\n"+name+` = r"""`)
	require.True(t, found)
	text, _, found := strings.Cut(rest, `"""`)
	require.True(t, found)
	return text
}

func TestPrintTextsAreStockGos(t *testing.T) {
	text, code := stderr(t, "print")
	require.Zero(t, code)
	require.Equal(t, expected(t, "PRINT"), text)
}

func TestPanicTextsAreStockGos(t *testing.T) {
	text, code := stderr(t, "fatal")
	require.Equal(t, 2, code)
	message, _, _ := strings.Cut(text, "[signal ")
	require.Equal(t, expected(t, "FATAL"), message)
}
