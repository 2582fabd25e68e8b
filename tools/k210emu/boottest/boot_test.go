// SPDX-License-Identifier: MIT

//go:build bazel

package boottest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/tools/boot/spec"
)

// result is all that a run leaves.
type result struct {
	status  int
	console string
	retired string // "N instructions retired"
}

var retired = regexp.MustCompile(`[0-9]+ instructions retired, `)

// boot runs the machine of a boot test, whose path Bazel passes in a variable, on
// typed input, which is a file so that when it comes is no matter.
func boot(t *testing.T, variable, typed string, arguments ...string) result {
	t.Helper()
	test := os.Getenv(variable)
	require.NotEmpty(t, test, "BUILD.bazel sets %s", variable)
	root := filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("TEST_WORKSPACE"))
	s, err := spec.Load(filepath.Join(os.Getenv("TEST_SRCDIR"), test) + ".json")
	require.NoError(t, err)
	require.Equal(t, spec.K210emu, s.Emulator)
	s.Resolve(root)

	input := filepath.Join(t.TempDir(), "input")
	require.NoError(t, os.WriteFile(input, []byte(typed), 0o600))
	in, err := os.Open(input)
	require.NoError(t, err)
	defer in.Close()
	var out, messages bytes.Buffer
	arguments = append(append(s.Command[1:], "--statistics"), arguments...) // the last --limit counts
	command := exec.Command(s.Command[0], arguments...)
	command.Dir, command.Stdin, command.Stdout, command.Stderr = root, in, &out, &messages
	err = command.Run()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	count := retired.FindString(messages.String())
	require.NotEmpty(t, count, "%s", messages.String())
	return result{command.ProcessState.ExitCode(), out.String(), count}
}

func TestTwoRunsAreTheSameToTheByte(t *testing.T) {
	for env := range strings.SplitSeq(os.Getenv("ENVS"), ",") {
		for _, test := range []struct {
			name, machine, typed string
			status               int
			arguments            []string
			shows                string
		}{
			{"a boot", "HELLO", "", 0, nil, "\nHello OS from app\n"},
			{"two harts, input and a reboot", "SBI", "sbi", 0, nil, "sbitest: rebooted\n"},
			{"many apps in the midst of it", "APPS", "", 2, []string{"--limit=100000000"}, "Hello OS from app\n"},
		} {
			t.Run(env+"/"+test.name, func(t *testing.T) {
				first := boot(t, test.machine+"_"+env, test.typed, test.arguments...)
				assert.Equal(t, test.status, first.status)
				assert.Contains(t, first.console, test.shows)
				assert.Equal(t, first, boot(t, test.machine+"_"+env, test.typed, test.arguments...))
			})
		}
	}
}
