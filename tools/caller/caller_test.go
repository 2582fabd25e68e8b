// SPDX-License-Identifier: MIT

package caller

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesAreRelativeToWhereBazelWasCalled(t *testing.T) {
	t.Setenv("BUILD_WORKING_DIRECTORY", "/somewhere")
	assert.Equal(t, "/somewhere/sub/log", Path("sub/log"))
	assert.Equal(t, "/elsewhere/log", Path("/elsewhere/log"))
	t.Setenv("BUILD_WORKING_DIRECTORY", "")
	assert.Equal(t, "log", Path("log"), "without Bazel")
}

func TestAFileIsWholeOrAsItWas(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("BUILD_WORKING_DIRECTORY", dir)
	say := func(text string, err error) func(io.Writer) error {
		return func(w io.Writer) error {
			_, _ = io.WriteString(w, text)
			return err
		}
	}
	path, err := Write("out", say("first", nil))
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "out"), path)
	_, err = Write("out", say("half", errors.New("no more")))
	assert.EqualError(t, err, "cannot write out: no more")
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "first", string(content))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "nothing is left behind")
	_, err = Write("no/such/out", say("", nil))
	assert.ErrorContains(t, err, "cannot write no/such/out")
}
