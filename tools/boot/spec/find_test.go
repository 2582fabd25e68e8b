// SPDX-License-Identifier: MIT

package spec

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tree makes the folders and files that a driver may find, starts the test in
// one of them, and clears what Bazel's environment says.
func tree(t *testing.T, here string) string {
	t.Helper()
	for _, variable := range []string{Variable, "TEST_SRCDIR", "RUNFILES_DIR"} {
		t.Setenv(variable, "")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for _, dir := range []string{"bin/qemu.runfiles/_main", "test.runfiles/_main", "elsewhere"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
	}
	for _, file := range []string{"bin/qemu.json", "test.runfiles/_main/qemu.json", "test.runfiles/_main/other.json"} {
		require.NoError(t, os.WriteFile(filepath.Join(root, file), []byte("{}"), 0o600))
	}
	t.Chdir(filepath.Join(root, here))
	return root
}

func TestUnderBazelTheEnvironmentNamesTheSpec(t *testing.T) {
	top := tree(t, "test.runfiles/_main")
	t.Setenv(Variable, "other.json")
	root, err := Root("./qemu")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "test.runfiles/_main"), root)
	path, err := Find("", "./qemu", root)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "other.json"), path)

	t.Setenv(Variable, "/somewhere/spec.json")
	path, err = Find("", "./qemu", root)
	require.NoError(t, err)
	assert.Equal(t, "/somewhere/spec.json", path)
}

func TestInAnotherTargetsTestTheSpecLiesBesideTheDriver(t *testing.T) {
	top := tree(t, "elsewhere")
	t.Setenv("TEST_SRCDIR", filepath.Join(top, "test.runfiles"))
	driver := filepath.Join(top, "test.runfiles/_main/qemu")
	root, err := Root(driver)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "test.runfiles/_main"), root)
	path, err := Find("", driver, root)
	require.NoError(t, err)
	assert.Equal(t, driver+".json", path)
}

func TestTheRunfilesAroundADriverAreFoundFromItsPath(t *testing.T) {
	top := tree(t, "elsewhere")
	root, err := Root("../test.runfiles/_main/qemu")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "test.runfiles/_main"), root)
}

func TestADriverStartedFromBazelBinFindsItsRunfiles(t *testing.T) {
	top := tree(t, "elsewhere")
	root, err := Root("../bin/qemu")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "bin/qemu.runfiles/_main"), root)
	path, err := Find("", "../bin/qemu", root)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "bin/qemu.json"), path)
}

func TestAGivenSpecIsRelativeToTheCurrentDirectory(t *testing.T) {
	top := tree(t, "bin")
	t.Setenv(Variable, "other.json")
	root, err := Root("boot")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "bin"), root, "no runfiles: here")
	path, err := Find("qemu.json", "boot", root)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(top, "bin/qemu.json"), path)
}

func TestShellsStartedInTheRootKnowWhereTheyAre(t *testing.T) {
	top := tree(t, "elsewhere")
	root := filepath.Join(top, "bin")
	t.Setenv("PWD", root+"/.") // as rules_go leaves it; some shells take it as it is
	require.NoError(t, Enter(root))
	out, err := exec.Command("/bin/sh", "-c", "cd ../elsewhere && pwd").CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, filepath.Join(top, "elsewhere")+"\n", string(out))
	assert.Error(t, Enter(filepath.Join(top, "gone")))
}

func TestNoSpecAtAllNamesTheWaysToGiveOne(t *testing.T) {
	tree(t, "elsewhere")
	for _, argv0 := range []string{"boot", "./boot"} {
		root, err := Root(argv0)
		require.NoError(t, err)
		_, err = Find("", argv0, root)
		assert.EqualError(t, err, "no boot spec: start this through Bazel (./bazelw run //:qemu), or give --spec=FILE")
	}
}
