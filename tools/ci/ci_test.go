// SPDX-License-Identifier: MIT

// Package ci holds the tests of continuous integration itself: of .ci/run, which
// runs parts, and of the workflow, which has a job for each.
package ci

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"bugo/tools/bootstrap/essential"
)

// path returns where a file of the tree is: what Bazel says, or below the root.
func path(variable, name string) string {
	if path := os.Getenv(variable); path != "" {
		return path
	}
	return filepath.Join("..", "..", filepath.FromSlash(name))
}

// script returns the path of .ci/run in a tree of its own, whose ./bazelw is the
// given script of the shell.
func script(t *testing.T, bazelw string) string {
	text, err := os.ReadFile(path("CI_RUN", ".ci/run"))
	require.NoError(t, err)
	root := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(root, ".ci"), 0o755))
	run := filepath.Join(root, ".ci", "run")
	require.NoError(t, os.WriteFile(run, text, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, "bazelw"), []byte("#!/bin/sh\n"+bazelw), 0o755))
	return run
}

// run runs .ci/run and returns what it printed and its exit status.
func run(t *testing.T, script string, parts ...string) (string, int) {
	bin := filepath.Join(t.TempDir(), "bin")
	require.NoError(t, essential.Install(bin, "awk", "cat", "dirname", "grep", "mktemp", "rm", "sed", "sort", "tail", "tee", "tr"))
	command := exec.Command("/bin/bash", append([]string{script}, parts...)...)
	command.Env = append(os.Environ(), "PATH="+bin, "GITHUB_ACTIONS=", "GITHUB_STEP_SUMMARY=")
	words, err := command.CombinedOutput()
	if _, ok := err.(*exec.ExitError); !ok {
		require.NoError(t, err)
	}
	return string(words), command.ProcessState.ExitCode()
}

// parts returns the names that .ci/run lists.
func parts(t *testing.T) []string {
	words, status := run(t, script(t, "exit 1\n"), "--list")
	require.Equal(t, 0, status, words)
	var names []string
	for line := range strings.Lines(words) {
		names = append(names, strings.Fields(line)[0])
	}
	return names
}

func TestTheWorkflowRunsEachPart(t *testing.T) {
	text, err := os.ReadFile(path("CI_WORKFLOW", ".github/workflows/ci.yml"))
	require.NoError(t, err)
	var workflow struct {
		Jobs map[string]struct {
			Strategy struct {
				Matrix struct {
					Part []string `yaml:"part"`
				} `yaml:"matrix"`
			} `yaml:"strategy"`
			Steps []struct {
				Run string `yaml:"run"`
			} `yaml:"steps"`
		} `yaml:"jobs"`
	}
	require.NoError(t, yaml.Unmarshal(text, &workflow))
	require.Contains(t, workflow.Jobs, "part")
	job := workflow.Jobs["part"]
	assert.Equal(t, parts(t), job.Strategy.Matrix.Part)
	var commands []string
	for _, step := range job.Steps {
		commands = append(commands, step.Run)
	}
	assert.Contains(t, commands, "bash .ci/run ${{ matrix.part }} < /dev/null")
}

func TestEachPartRunsSomethingThatCounts(t *testing.T) {
	for _, part := range parts(t) {
		t.Run(part, func(t *testing.T) {
			words, status := run(t, script(t, "exit 37\n"), part)
			assert.Equal(t, 1, status)
			assert.True(t, strings.HasSuffix(words, "\n0 passed, 1 failed\n"), words)
		})
	}
}

func TestPassedTestsAreCounted(t *testing.T) {
	words, status := run(t, script(t, "echo '//a:a_test   (cached) PASSED in 0.1s'; echo '//b:b_test   PASSED in 0.1s'\n"), "host")
	assert.Equal(t, 0, status)
	assert.True(t, strings.HasSuffix(words, "\n2 passed, 0 failed\n"), words)
}

func TestREADMEsTestCommandIsAPartToo(t *testing.T) {
	words, status := run(t, script(t, "[ \"$1 $4\" != 'test //...' ] || echo '//a:a_test   PASSED in 0.1s'\n"), "test")
	assert.Equal(t, 0, status)
	assert.True(t, strings.HasSuffix(words, "\n1 passed, 0 failed\n"), words)
}

func TestTheConsoleOfAFailedTestIsShownAgainAtTheEnd(t *testing.T) {
	log := filepath.Join(t.TempDir(), "test.log")
	require.NoError(t, os.WriteFile(log, []byte("panic: the guest's console\n"), 0o600))
	words, status := run(t, script(t, "echo '//a:a_test  FAILED in 3.0s'; echo '  "+log+"'; exit 3\n"), "emulator")
	assert.Equal(t, 1, status)
	_, end, found := strings.Cut(words, "=== the end of "+log+"\npanic: the guest's console\n")
	require.True(t, found, words)
	assert.Contains(t, end, "=== summary\n")
	assert.Contains(t, end, "\nfailed: //a:a_test\n0 passed, 1 failed\n")
}

func TestChecksThatCountThemselvesAreAddedUp(t *testing.T) {
	words, status := run(t, script(t, "echo 'ok   one'; echo '3 passed, 2 failed'; exit 1\n"), "bootstrap")
	assert.Equal(t, 1, status)
	assert.True(t, strings.HasSuffix(words, "failed: 2 of ./bazelw run //tools/bootstrap/endtoend\n3 passed, 2 failed\n"), words)
}

func TestACheckThatEndsBadlyHasFailedWhateverItCounted(t *testing.T) {
	words, status := run(t, script(t, "echo '3 passed, 0 failed'; exit 1\n"), "bootstrap")
	assert.Equal(t, 1, status)
	assert.True(t, strings.HasSuffix(words, "failed: 1 of ./bazelw run //tools/bootstrap/endtoend\n3 passed, 1 failed\n"), words)
}

func TestATestThatFailsUnderCoverageIsShownWhole(t *testing.T) {
	words, status := run(t, script(t, "echo 'panic: the first line'; for i in 1 2 3 4 5 6 7 8; do echo $i; done; exit 3\n"), "coverage")
	assert.Equal(t, 1, status)
	assert.Contains(t, words, "panic: the first line\n")
}

func TestASecondRunIsNothingWithAndWithoutTheTimeBeforeIt(t *testing.T) {
	for line, want := range map[string]string{
		"INFO: 0 processes.":                                    "\n1 passed, 0 failed\n",
		"(13:26:47) INFO: 1 process: 1 internal.":               "\n1 passed, 0 failed\n",
		"(13:26:47) INFO: 2 processes: 1 internal, 1 local.":    "\n0 passed, 1 failed\n",
		"INFO: 3 processes: 2 disk cache hit, 1 linux-sandbox.": "\n0 passed, 1 failed\n",
	} {
		words, _ := run(t, script(t, "echo '"+line+"'\n"), "again")
		assert.True(t, strings.HasSuffix(words, want), "%s: %s", line, words)
	}
}

func TestAnUnknownPartIsAnError(t *testing.T) {
	words, status := run(t, script(t, "exit 1\n"), "everything")
	assert.Equal(t, 2, status)
	assert.Contains(t, words, "there is no part everything; there are: lint host ")
}
