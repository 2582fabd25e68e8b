// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"bugo/tools/clone"
)

// deadline is for one run: a slow mirror has to send 200 MB in it.
const deadline = 10 * time.Minute

// machine is this machine, as the checks present it to bazelw.
type machine struct {
	workspace  string // the repository
	directory  string // all that is written
	bin        string // the only directory of PATH
	cache      string // BUGO_CACHE
	outputBase string
}

// outcome is what a run printed, on both streams, and its exit status.
type outcome struct {
	words string
	code  int
}

// hidden are the programs, by the beginning of their names, that PATH lacks.
var hidden = []string{"bazel", "qemu-system-", "go", "gdb"}

// newMachine prepares a PATH of this machine's programs but the hidden ones.
func newMachine(workspace string) (*machine, error) {
	if workspace == "" {
		return nil, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: run it as ./bazelw run //tools/bootstrap/endtoend")
	}
	directory, err := os.MkdirTemp("", "bugo-endtoend-")
	if err != nil {
		return nil, err
	}
	m := &machine{
		workspace:  workspace,
		directory:  directory,
		bin:        filepath.Join(directory, "bin"),
		cache:      filepath.Join(directory, "cache"),
		outputBase: filepath.Join(directory, "output_base"),
	}
	// (An ordinary user has to reach what is below it.)
	if err := os.Chmod(directory, 0o755); err != nil {
		return nil, err
	}
	if err := os.Mkdir(m.bin, 0o755); err != nil {
		return nil, err
	}
	for _, source := range []string{"/usr/bin", "/bin", "/usr/sbin", "/sbin"} {
		entries, err := os.ReadDir(source)
		if err != nil {
			continue // not every machine has all four
		}
		for _, entry := range entries {
			if isHidden(entry.Name()) {
				continue
			}
			err := os.Symlink(filepath.Join(source, entry.Name()), filepath.Join(m.bin, entry.Name()))
			if err != nil && !errors.Is(err, os.ErrExist) {
				return nil, err
			}
		}
	}
	return m, nil
}

func isHidden(name string) bool {
	for _, prefix := range hidden {
		if name == prefix || strings.HasPrefix(name, prefix) && prefix != "go" {
			return true
		}
	}
	return false
}

// environment returns the variables of a run, the extra ones last.
func (m *machine) environment(extra ...string) []string {
	environment := []string{
		"PATH=" + m.bin,
		"HOME=" + os.Getenv("HOME"),
		"USER=" + os.Getenv("USER"),
		"BUGO_CACHE=" + m.cache,
	}
	for _, name := range network {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	return append(environment, extra...)
}

// network are variables by which a machine may be told its way to the network.
var network = []string{
	"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
	"GOPROXY", "GOSUMDB", "GONOSUMDB", "SSL_CERT_FILE", "SSL_CERT_DIR",
}

// unplugged are variables with which neither apt nor go reaches the network.
// (Port 9 of this machine is the discard service's: nobody answers.)
var unplugged = []string{"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "GOPROXY=off", "BUGO_REGISTRY=closed"}

// run runs a command in the workspace, or as another user, to its end.
func (m *machine) run(environment []string, credential *syscall.Credential, program string, arguments ...string) (outcome, error) {
	directory := m.workspace
	if credential != nil {
		directory = m.directory
	}
	return runIn(directory, environment, credential, program, arguments...)
}

// runIn runs a command in a directory to its end.
func runIn(directory string, environment []string, credential *syscall.Credential, program string, arguments ...string) (outcome, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	command := exec.CommandContext(ctx, program, arguments...)
	command.Dir = directory
	command.Env = environment
	if credential != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	}
	var words bytes.Buffer
	command.Stdout, command.Stderr = &words, &words
	command.WaitDelay = time.Second // (a Bazel server may keep the pipe open)
	err := command.Run()
	if ctx.Err() != nil {
		return outcome{}, fmt.Errorf("%s %q did not end within %v; it printed:\n%s", program, arguments, deadline, words.String())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return outcome{}, err
	}
	return outcome{words.String(), command.ProcessState.ExitCode()}, nil
}

// bazelw runs ./bazelw with the checks' own output base.
func (m *machine) bazelw(extra []string, arguments ...string) (outcome, error) {
	arguments = append([]string{"--output_base=" + m.outputBase}, arguments...)
	return m.run(m.environment(extra...), nil, filepath.Join(m.workspace, "bazelw"), arguments...)
}

// close ends the Bazel server and removes all that was written.
func (m *machine) close() error {
	if _, err := os.Stat(m.outputBase); err == nil {
		if _, err := m.bazelw(nil, "shutdown"); err != nil {
			return err
		}
	}
	return clone.Remove(m.directory)
}

// want returns an error that shows the whole run unless it ended with this
// status and printed all these texts.
func (o outcome) want(code int, texts ...string) error {
	if o.code != code {
		return fmt.Errorf("exit status %d, want %d; it printed:\n%s", o.code, code, o.words)
	}
	for _, text := range texts {
		if !strings.Contains(o.words, text) {
			return fmt.Errorf("it did not print %q, but:\n%s", text, o.words)
		}
	}
	return nil
}
