// SPDX-License-Identifier: MIT

// Package bootstrap tests bazelw, tools/bazel and the scripts of this folder on
// made-up machines: a workspace in a temporary directory, and a PATH that holds
// the few ordinary programs the scripts may use, and whatever bazel, go, apt or
// network a test gives it. Nothing of the real machine's Bazel, Go or Debian
// configuration is seen, and nothing outside of the directory is written.
//
// Invariant: a test that ends has no process left behind, as every script runs
// in the foreground of its test.
package bootstrap

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/bootstrap/essential"
)

// The version that the made-up workspaces want.
const wantedBazel = "7.7.1"

// Programs that the scripts may take for granted on every machine that can
// unpack Debian's packages: those of Debian's essential packages. README.md lists
// them.
var ordinaryPrograms = []string{
	"awk", "base64", "basename", "cat", "chmod", "cmp", "cp", "cut", "date", "diff", "dirname", "du", "env", "find",
	"flock", "grep", "head", "ln", "mkdir", "mktemp", "mv", "nproc", "readlink", "rm", "sed",
	"sha1sum", "sha256sum", "sleep", "sort", "tail", "tar", "timeout", "touch", "tr", "wc", "xargs",
}

// machine is a made-up machine with a workspace.
type machine struct {
	t         *testing.T
	workspace string   // holds bazelw, tools and MODULE.bazel
	bin       string   // the PATH's first directory: what a test installs
	ordinary  string   // the PATH's second directory
	cache     string   // BUGO_CACHE
	archive   string   // the made-up Debian archive, see archive_test.go
	log       string   // each made-up program adds a line for each call
	extra     []string // further environment variables
}

// outcome is what a run of a script left.
type outcome struct {
	code           int
	stdout, stderr string
}

// newMachine returns a machine with no Bazel, no Go, no apt and no network.
func newMachine(t *testing.T) *machine {
	t.Helper()
	t.Parallel()
	directory := t.TempDir()
	m := &machine{
		t:         t,
		workspace: filepath.Join(directory, "workspace"),
		bin:       filepath.Join(directory, "bin"),
		ordinary:  filepath.Join(directory, "ordinary"),
		cache:     filepath.Join(directory, "cache"),
		archive:   filepath.Join(directory, "archive"),
		log:       filepath.Join(directory, "calls"),
	}
	for _, made := range []string{m.bin, m.ordinary, m.archive, filepath.Join(m.workspace, "tools", "bootstrap")} {
		require.NoError(t, os.MkdirAll(made, 0o755))
	}
	require.NoError(t, essential.Install(m.ordinary, ordinaryPrograms...))
	require.NoError(t, os.Symlink("/bin/sh", filepath.Join(m.ordinary, "sh")))
	m.copyFile("../../bazelw", "bazelw")
	m.copyFile("../bazel", "tools/bazel")
	scripts, err := filepath.Glob("*.sh")
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		m.copyFile(script, "tools/bootstrap/"+script)
	}
	m.write(".bazelversion", wantedBazel+"\n")
	m.write("WORKSPACE", "")
	m.write("MODULE.bazel", `module(name = "made_up")

bazel_dep(name = "rules_go", version = "0.62.0")
bazel_dep(name = "gazelle", version = "0.47.0")

go_module_sdk(
    name = "go_toolchain",
    version = "1.26.8",
)
`)
	// The real machine's certificates must not matter.
	m.set("SSL_CERT_FILE", "/dev/null")
	// No name is known: there is no network.
	m.install("getent", `exit 2`)
	return m
}

// copyFile copies a file of this repository into the workspace.
func (m *machine) copyFile(from, to string) {
	m.t.Helper()
	content, err := os.ReadFile(from)
	require.NoError(m.t, err)
	require.NoError(m.t, writeProgram(filepath.Join(m.workspace, to), content))
}

// write makes a file of the workspace.
func (m *machine) write(name, content string) {
	m.t.Helper()
	path := filepath.Join(m.workspace, name)
	require.NoError(m.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(m.t, os.WriteFile(path, []byte(content), 0o644))
}

// install puts a program on PATH: a shell script that logs its call first.
func (m *machine) install(name, script string) string {
	m.t.Helper()
	path := filepath.Join(m.bin, name)
	text := "#!/bin/sh\necho \"" + name + " $*\" >> \"" + m.log + "\"\n" + script + "\n"
	require.NoError(m.t, writeProgram(path, []byte(text)))
	return path
}

// uninstall takes a program off PATH.
func (m *machine) uninstall(name string) {
	m.t.Helper()
	require.NoError(m.t, os.Remove(filepath.Join(m.bin, name)))
}

// installBazel puts a Bazel on PATH, under any name, that tells its version and
// prints its arguments, one to a line.
func (m *machine) installBazel(name, version string) string {
	m.t.Helper()
	return m.install(name, `
if [ "$*" = --version ]; then echo "bazel `+version+`"; exit; fi
echo "`+name+` `+version+`"
for argument; do echo "<$argument>"; done
exit "${BAZEL_EXIT:-0}"`)
}

// connect gives the machine a network on which these hosts have addresses.
func (m *machine) connect(hosts ...string) {
	m.t.Helper()
	m.install("getent", `case " `+strings.Join(hosts, " ")+` " in *" $2 "*) echo "192.0.2.1 $2" ;; *) exit 2 ;; esac`)
}

// writeProgram writes a file that will be run. While it is open for writing no
// other test may fork: the child would hold it open too, for the moment before
// its exec, and running it meanwhile fails with "text file busy".
func writeProgram(path string, content []byte) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	return os.WriteFile(path, content, 0o755)
}

// set adds an environment variable.
func (m *machine) set(name, value string) {
	m.extra = append(m.extra, name+"="+value)
}

// command prepares to run a program of the workspace, or one that is named by
// its full path, in the workspace.
func (m *machine) command(program string, arguments ...string) *exec.Cmd {
	if !filepath.IsAbs(program) {
		program = filepath.Join(m.workspace, program)
	}
	command := exec.Command(program, arguments...)
	command.Dir = m.workspace
	command.Env = append([]string{
		"PATH=" + m.bin + ":" + m.ordinary,
		"HOME=" + filepath.Dir(m.cache),
		"BUGO_CACHE=" + m.cache,
		"ARCHIVE=" + m.archive,
	}, m.extra...)
	return command
}

// run runs a program of the workspace to its end.
func (m *machine) run(program string, arguments ...string) outcome {
	m.t.Helper()
	command := m.command(program, arguments...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(m.t, err)
	}
	return outcome{command.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// bazelw runs ./bazelw.
func (m *machine) bazelw(arguments ...string) outcome {
	m.t.Helper()
	return m.run("bazelw", arguments...)
}

// calls returns the lines of the log that begin with this program's name.
func (m *machine) calls(program string) []string {
	m.t.Helper()
	content, err := os.ReadFile(m.log)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	require.NoError(m.t, err)
	var calls []string
	for _, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(line, program+" ") {
			calls = append(calls, line)
		}
	}
	return calls
}

// cached returns the one path in the cache that matches the pattern.
func (m *machine) cached(pattern string) string {
	m.t.Helper()
	found, err := filepath.Glob(filepath.Join(m.cache, pattern))
	require.NoError(m.t, err)
	require.Len(m.t, found, 1, "paths like %s", pattern)
	return found[0]
}

func TestReadmeNamesTheProgramsThatScriptsUse(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	_, section, found := strings.Cut(string(readme), "\n- in any case ")
	require.True(t, found, "README.md has no list of programs")
	section, _, _ = strings.Cut(section, ":")
	var named []string
	for i, word := range strings.Split(section, "`") {
		if i%2 == 1 {
			named = append(named, word)
		}
	}
	assert.ElementsMatch(t, named, ordinaryPrograms)
}
