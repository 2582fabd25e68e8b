// SPDX-License-Identifier: MIT

//go:build bazel

package terminaltest

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// board returns the command behind `./bazelw run //:k210`, called in a folder that
// has nothing to do with the repository.
func board(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("./"+os.Getenv("K210"), arguments...)
	cmd.Env = append(os.Environ(), "BUILD_WORKING_DIRECTORY="+t.TempDir())
	return cmd
}

func TestTheBoardBootsOnATerminalAndShowsItsLEDs(t *testing.T) {
	keys, tty, err := pty.Open()
	require.NoError(t, err)
	defer keys.Close()
	before := settings(t, tty)
	cmd := board(t)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	screen := make(chan string)
	go func() {
		shown, _ := io.ReadAll(keys) // it ends with an error when the terminal is closed
		screen <- string(shown)
	}()
	assert.NoError(t, cmd.Wait())
	assert.Equal(t, before, settings(t, tty), "the terminal's settings")
	require.NoError(t, tty.Close())
	shown := <-screen
	assert.Contains(t, shown, "green")
	assert.Contains(t, shown, "Platform: Kendryte K210, 2 harts")
	assert.Contains(t, shown, "\r\nHello OS from app\r\n[kernel] Application exited with code 0\r\n")
}

func TestFilesOfArgumentsAreWhereTheCallerIs(t *testing.T) {
	cmd := board(t, "--save-flash=flash.bin")
	where := cmd.Env[len(cmd.Env)-1][len("BUILD_WORKING_DIRECTORY="):]
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.FileExists(t, filepath.Join(where, "flash.bin"))
}
