// SPDX-License-Identifier: MIT

package bootstrap

import (
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fetch runs fetch_debian.sh for a lock file and returns where it unpacked.
func (m *machine) fetch(lock string) (outcome, string) {
	m.t.Helper()
	directory := filepath.Join(m.t.TempDir(), "unpacked")
	return m.run("tools/bootstrap/fetch_debian.sh", lock, directory), directory
}

// tool returns a package with one program that tells the package's version.
func tool(version string) debianPackage {
	return debianPackage{"tool", version, map[string]string{"usr/bin/tool": version}}
}

func library(version string) debianPackage {
	return debianPackage{"libtool1", version, map[string]string{"usr/lib/libtool.so.1": version}}
}

func TestNewerRevisionIsTakenAndSaid(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "bookworm", "tool=1:2.40-*", "*", tool("1:2.40-2"), library("5.4-1+b1"))
	m.publish("bookworm", tool("1:2.40-2+deb12u1"), library("5.4-1+b1"))
	got, directory := m.fetch(lock)
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "bazelw: Debian has moved on since tool.lock was written; its signature is good, so these are taken: tool 1:2.40-2+deb12u1 for 1:2.40-2\n")
	content, err := os.ReadFile(filepath.Join(directory, "usr/bin/tool"))
	require.NoError(t, err)
	assert.Equal(t, "1:2.40-2+deb12u1", string(content))
	listed, err := os.ReadFile(filepath.Join(directory, "packages.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(listed), "bookworm tool 1:2.40-2+deb12u1 all pool/")

	// The next time the same is taken again, without asking.
	m.offline(true)
	got, _ = m.fetch(lock)
	require.Equal(t, 0, got.code, got.stderr)
	assert.Empty(t, got.stderr)
}

func TestFileOfTheSameNameWithAnotherContent(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	changed := debianPackage{"tool", "2.40-2", map[string]string{"usr/bin/tool": "rebuilt"}}
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"))
	m.publish("bookworm", changed)
	got, directory := m.fetch(lock)
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "Debian has moved on")
	assert.FileExists(t, filepath.Join(directory, "usr/bin/tool"))
}

func TestLockedForbidsAnotherRevision(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	m.set("BUGO_LOCKED", "1")
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"))
	m.publish("bookworm", tool("2.40-3"))
	got, directory := m.fetch(lock)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "bazelw: error: Debian's archive no longer has what "+lock+" names: tool 2.40-2.\n"+
		"  --locked forbids other revisions: run tools/bootstrap/update_lock.sh tool, or leave --locked out.\n")
	assert.NoFileExists(t, filepath.Join(directory, "usr/bin/tool"))
	assert.Empty(t, m.calls("apt-get -q"), "the index is not even read")
}

func TestLockedDoesNotUseWhatDriftLeftInTheCache(t *testing.T) {
	m := newDebian(t)
	newer := bazelPackage
	newer.version = "7.7.1+ds-9"
	newer.files = maps.Clone(bazelPackage.files)
	newer.files["usr/share/bazel/NEWS"] = "rebuilt"
	m.publish("forky", newer, libcPackage, javaPackage, patchelfPackage)
	require.Equal(t, 0, m.bazelw("info").code)
	got := m.bazelw("--locked", "info")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, " is not made of what bazel.lock names: making it anew\n")
	assert.Contains(t, got.stderr, "no longer has what")
}

func TestLockedIsSatisfiedByTheLockFile(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("--locked", "info").code)
	got := m.bazelw("--locked", "info")
	require.Equal(t, 0, got.code)
	assert.Len(t, m.calls("apt-helper"), 1)
}

func TestUpstreamVersionThatIsAskedForIsGone(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"))
	m.publish("bookworm", tool("2.41-1"))
	got, _ := m.fetch(lock)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "bazelw: error: Debian bookworm has no tool 2.40-* any more: it has 2.41-1.\n"+
		"  Change the @want line of "+lock+" to a version that is there")
}

func TestUpstreamVersionOfAHeldDependencyIsGone(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"), library("5.4-1"))
	m.publish("bookworm", tool("2.40-3"), library("5.6-1"))
	got, _ := m.fetch(lock)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "bazelw: error: an upstream version that "+lock+" names is gone from Debian:\n"+
		"  bookworm has libtool1 5.6-1; the lock file wants 5.4-1\n"+
		"  Change its @ lines where they name versions, run tools/bootstrap/update_lock.sh tool, then the tests.\n")
	assert.NotContains(t, got.stderr, "moved on")
}

func TestDependencyThatIsNotHeldMayMoveOn(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "forky", "tool=2.40-*", "tool", tool("2.40-2"), library("5.4-1"))
	another := debianPackage{"libmore2", "1.0-1", map[string]string{"usr/lib/libmore.so.2": "more"}}
	m.publish("forky", tool("2.40-3"), library("5.6-1"), another)
	got, directory := m.fetch(lock)
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "so these are taken: libmore2 1.0-1, libtool1 5.6-1 for 5.4-1, tool 2.40-3 for 2.40-2\n")
	assert.FileExists(t, filepath.Join(directory, "usr/lib/libmore.so.2"))
}

func TestUpdateLockSaysWhatChanged(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"), library("5.4-1"))
	m.publish("bookworm", tool("2.40-3"), library("5.4-1"))
	got := m.run("tools/bootstrap/update_lock.sh", "tool")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "  - tool 2.40-2\n  + tool 2.40-3\n", got.stdout)
	assert.Contains(t, got.stderr, "bazelw: tool.lock has changed (2 packages, 0.0 MB):\n")

	content, err := os.ReadFile(lock)
	require.NoError(t, err)
	assert.Contains(t, string(content), "# A made-up lock file.\n@title tool of Debian\n")
	assert.Contains(t, string(content), tool("2.40-3").entry(m, "bookworm"))
	assert.NotContains(t, string(content), " 2.40-2 ")

	got = m.run("tools/bootstrap/update_lock.sh", "tool")
	assert.Contains(t, got.stderr, "bazelw: tool.lock is up to date (2 packages, 0.0 MB)\n")
}

func TestUpdateLockLeavesTheFileWhereItFails(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	lock := m.lock("tool", "bookworm", "tool=2.40-*", "*", tool("2.40-2"))
	before, err := os.ReadFile(lock)
	require.NoError(t, err)
	m.offline(true)
	got := m.run("tools/bootstrap/update_lock.sh", "tool")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "error: cannot read the index of Debian bookworm from http://mirror.test/debian")
	after, err := os.ReadFile(lock)
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
	assert.NoFileExists(t, lock+".new")
}
