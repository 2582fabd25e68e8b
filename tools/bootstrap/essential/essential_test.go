// SPDX-License-Identifier: MIT

package essential

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProgramsRunWhereverTheyAre(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "a bin")
	require.NoError(t, Install(bin, "awk", "sed", "tar"))
	for name, arguments := range map[string][]string{
		"awk": {`BEGIN { print "it's", 6 * 7 }`},
		"sed": {"-n", "s/x//p", "/dev/null"},
		"tar": {"--version"},
	} {
		command := exec.Command(filepath.Join(bin, name), arguments...)
		command.Dir = t.TempDir()
		command.Env = []string{"PATH="}
		said, err := command.CombinedOutput()
		require.NoError(t, err, string(said))
		switch name {
		case "awk":
			assert.Equal(t, "it's 42\n", string(said))
		case "tar":
			assert.True(t, strings.HasPrefix(string(said), "tar (GNU tar) "), string(said))
		}
	}
}

func TestAProgramThatIsMissingIsNamed(t *testing.T) {
	assert.ErrorContains(t, Install(t.TempDir(), "nonesuch"), "nonesuch")
	t.Setenv(variable, "elsewhere/bin/cat")
	t.Setenv("TEST_SRCDIR", t.TempDir())
	assert.ErrorContains(t, Install(t.TempDir(), "sed"), "sed is not of @essential: add it in MODULE.bazel")
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	assert.Error(t, Install(file, "sed"))
}
