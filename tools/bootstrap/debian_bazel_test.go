// SPDX-License-Identifier: MIT

package bootstrap

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Bazel's packages as the made-up archive has them: as much of their content as
// the scripts touch.
var (
	bazelPackage = debianPackage{"bazel-bootstrap", "7.7.1+ds-8", map[string]string{
		"usr/bin/bazel": "#!/bin/sh\necho bazel-of-debian\nfor argument; do echo \"<$argument>\"; done\n",
		"usr/libexec/x86_64-linux-gnu/bazel/linux-sandbox":         "a helper",
		"usr/share/bazel/build-label.txt":                          "7.7.1\n",
		"usr/share/bazel/bazel_classpath_debian_depends.txt":       "/usr/share/java/guava.jar\n",
		"usr/share/doc/bazel-bootstrap/copyright":                  "not needed\n",
		"usr/share/bazel/embedded_tools/tools/cpp/empty.cc":        "",
		"usr/share/bazel/rules/java/name with a space/BUILD.bazel": "",
	}}
	javaPackage = debianPackage{"openjdk-25-jre-headless", "25.0.5+8-1", map[string]string{
		"usr/lib/jvm/java-25-openjdk-amd64/bin/java":         "#!/bin/sh\n",
		"usr/lib/jvm/java-25-openjdk-amd64/lib/jspawnhelper": "a helper",
	}}
	libcPackage = debianPackage{"libc6", "2.43-7", map[string]string{
		"usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2": "#!/bin/sh\n",
	}}
	patchelfPackage = debianPackage{"patchelf", "0.18.0-1", map[string]string{"usr/bin/patchelf": "never run: the loader is"}}
	bazelPackages   = []debianPackage{bazelPackage, libcPackage, javaPackage, patchelfPackage}
)

// newDebian returns a machine like a fresh Debian: apt with a mirror, and no
// more. Its registry is said to be open, so that only Bazel is to be had.
func newDebian(t *testing.T) *machine {
	t.Helper()
	m := newMachine(t)
	m.makeDebian()
	m.publish("forky", bazelPackages...)
	m.lock("bazel", "forky", "bazel-bootstrap=7.7.1+ds-* openjdk-25-jre-headless patchelf", "bazel-bootstrap", bazelPackages...)
	m.set("BUGO_REGISTRY", "open")
	return m
}

func TestDebianPackagesOfBazelAreUnpackedAndRun(t *testing.T) {
	m := newDebian(t)
	got := m.bazelw("test", "//...")
	require.Equal(t, 0, got.code, got.stderr)
	tree := m.cached("bazel-*/tree")
	assert.Equal(t, "bazel-of-debian\n<--nosystem_rc>\n<--bazelrc="+tree+"/bazelrc>\n<test>\n<//...>\n", got.stdout)
	assert.Regexp(t, `^bazelw: fetching bazel of Debian from Debian: 4 packages, 0\.0 MB
bazelw: unpacked into \S+ \(\d+ MB\)
bazelw: Bazel 7\.7\.1 \(Debian's packages\)
$`, got.stderr)
	classPath, err := os.ReadFile(filepath.Join(tree, "usr/share/bazel/bazel_classpath_debian_depends.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(classPath), tree+"/usr/share/java/guava.jar\n")
	assert.Contains(t, string(classPath), tree+"/usr/share/java/perfmark-api.jar\n")
	assert.NoDirExists(t, filepath.Join(tree, "usr/share/doc"))
	assert.Empty(t, m.calls("apt-get -q"), "no index is read where the lock file is current")

	// The second time nothing is fetched.
	got = m.bazelw("test", "//...")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, "bazelw: Bazel 7.7.1 (Debian's packages)\n", got.stderr)
	assert.Len(t, m.calls("apt-helper"), 1)
	assert.Equal(t, "bazel 7.7.1\n", m.bazelw("--version").stdout)
}

func TestUnpackedBazelRunsWithoutNetwork(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	m.offline(true)
	assert.Equal(t, 0, m.bazelw("info").code)
}

func TestNoNetworkAndNoCacheNamesWhatToInstall(t *testing.T) {
	m := newDebian(t)
	m.offline(true)
	got := m.bazelw("test", "//...")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Regexp(t, `bazelw: error: cannot fetch bazel of Debian: the Debian archive http://mirror\.test/debian does not answer \(apt's words are above\)\.
  Connect this machine to it, or install: bazel from elsewhere\.
$`, got.stderr)
	assert.NotContains(t, got.stderr, "moved on")
}

func TestHalfADownloadIsNeverUsed(t *testing.T) {
	m := newDebian(t)
	require.NoError(t, os.WriteFile(filepath.Join(m.archive, "half"), nil, 0o644))
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "error: cannot fetch bazel of Debian")
	left, err := filepath.Glob(filepath.Join(m.cache, "partial.*"))
	require.NoError(t, err)
	assert.Empty(t, left)
	// The next run begins again, as nothing was kept.
	require.Equal(t, 0, m.bazelw("info").code)
}

func TestDamagedPackageInTheCacheIsFetchedAgain(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	require.NoError(t, os.RemoveAll(filepath.Dir(m.cached("bazel-*/tree"))))
	debs, err := filepath.Glob(filepath.Join(m.cache, "debs", "*.deb"))
	require.NoError(t, err)
	require.Len(t, debs, 4)
	require.NoError(t, os.Truncate(debs[0], 100))
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "bazelw: "+debs[0]+" (")
	assert.Contains(t, got.stderr, ") is damaged: fetching it again\nbazelw: fetching bazel of Debian from Debian: 1 package, ")
}

func TestInterruptedUnpackingIsMadeAnew(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	require.NoError(t, os.Remove(m.cached("bazel-*/seal")))
	require.NoError(t, os.Remove(m.cached("bazel-*/tree/launch")))
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "unpacked into")
}

func TestDamagedTreeIsRepaired(t *testing.T) {
	damages := map[string]func(t *testing.T, tree string){
		"a file is gone": func(t *testing.T, tree string) {
			require.NoError(t, os.Remove(filepath.Join(tree, "usr/share/bazel/build-label.txt")))
		},
		"a file is truncated": func(t *testing.T, tree string) {
			require.NoError(t, os.Truncate(filepath.Join(tree, "usr/bin/bazel"), 5))
		},
		"a file has other bytes": func(t *testing.T, tree string) {
			path := filepath.Join(tree, "usr/bin/bazel")
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, writeProgram(path, bytes.ReplaceAll(content, []byte("echo"), []byte("exit"))))
		},
		"a file may not be run": func(t *testing.T, tree string) {
			require.NoError(t, os.Chmod(filepath.Join(tree, "launch"), 0o644))
		},
		"a file is added": func(t *testing.T, tree string) {
			require.NoError(t, os.WriteFile(filepath.Join(tree, "usr/lib/more.so"), nil, 0o644))
		},
		"a link is gone": func(t *testing.T, tree string) {
			require.NoError(t, os.Remove(filepath.Join(tree, "lib")))
		},
		"a directory is gone": func(t *testing.T, tree string) {
			require.NoError(t, os.RemoveAll(filepath.Join(tree, "usr/share")))
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			m := newDebian(t)
			first := m.bazelw("info")
			require.Equal(t, 0, first.code, first.stderr)
			damage(t, m.cached("bazel-*/tree"))
			// The packages are in the cache still, so no network is needed.
			m.offline(true)
			got := m.bazelw("info")
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, first.stdout, got.stdout)
			assert.Contains(t, got.stderr, "is damaged: making it anew\n")
			assert.Equal(t, "bazelw: Bazel 7.7.1 (Debian's packages)\n", m.bazelw("info").stderr)
		})
	}
}

func TestDamageThatCannotBeRepairedNamesTheRemedy(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	tree := m.cached("bazel-*/tree")
	require.NoError(t, os.Truncate(filepath.Join(tree, "usr/bin/bazel"), 5))
	require.NoError(t, os.RemoveAll(filepath.Join(m.cache, "debs")))
	m.offline(true)
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Empty(t, got.stdout)
	assert.Contains(t, got.stderr, filepath.Dir(tree)+" is damaged: making it anew\n")
	assert.Contains(t, got.stderr, "Connect this machine to it, or install: bazel from elsewhere.\n")
}

func TestCheckReadsEveryFile(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	tree := m.cached("bazel-*/tree")
	got := m.bazelw("--check", "info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "every file of "+filepath.Dir(tree)+" was read: it is whole\n")

	// Damage that neither size nor time betrays: what a bad disk does.
	path := filepath.Join(tree, "usr/bin/bazel")
	state, err := os.Stat(path)
	require.NoError(t, err)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, writeProgram(path, bytes.ReplaceAll(content, []byte("echo"), []byte("exit"))))
	require.NoError(t, os.Chtimes(path, state.ModTime(), state.ModTime()))
	got = m.bazelw("--check", "info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "is damaged: making it anew\n")
}

func TestCopiedCacheOfOtherTimesIsWhole(t *testing.T) {
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	path := filepath.Join(m.cached("bazel-*/tree"), "usr/bin/bazel")
	state, err := os.Stat(path)
	require.NoError(t, err)
	later := state.ModTime().AddDate(0, 0, 1)
	require.NoError(t, os.Chtimes(path, later, later))
	got := m.bazelw("info")
	require.Equal(t, 0, got.code)
	assert.Contains(t, got.stderr, "it is whole\n")
	assert.Equal(t, "bazelw: Bazel 7.7.1 (Debian's packages)\n", m.bazelw("info").stderr)
}

func TestMovedCacheIsMadeAnew(t *testing.T) {
	// What is unpacked holds absolute paths.
	m := newDebian(t)
	require.Equal(t, 0, m.bazelw("info").code)
	moved := m.cache + "-moved"
	require.NoError(t, os.Rename(m.cache, moved))
	m.cache = moved
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stdout, "<--bazelrc="+moved)
}

func TestTwoRunsAtOnceFetchOnce(t *testing.T) {
	m := newDebian(t)
	hold := filepath.Join(m.archive, "hold")
	require.NoError(t, os.WriteFile(hold, nil, 0o644))

	// The first run stands in the middle of its download.
	first := m.command("bazelw", "info")
	firstWords, err := first.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, first.Start())
	waitForLine(t, bufio.NewReader(firstWords), `fetching bazel of Debian`)

	// The second one says that it waits, and only then the first may go on.
	second := m.command("bazelw", "info")
	secondWords, err := second.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, second.Start())
	waitForLine(t, bufio.NewReader(secondWords), `another run is fetching bazel: waiting for it`)
	require.NoError(t, os.Remove(hold))

	drain(t, first, firstWords)
	drain(t, second, secondWords)
	assert.Len(t, m.calls("apt-helper"), 1)
}

// waitForLine reads until a line matches.
func waitForLine(t *testing.T, reader *bufio.Reader, pattern string) {
	t.Helper()
	for {
		line, err := reader.ReadString('\n')
		if regexp.MustCompile(pattern).MatchString(line) {
			return
		}
		require.NoError(t, err, "the last line was %q", line)
	}
}

// drain reads what is left of a run's words and expects it to succeed.
func drain(t *testing.T, command *exec.Cmd, words interface{ Read([]byte) (int, error) }) {
	t.Helper()
	var rest strings.Builder
	_, err := bufio.NewReader(words).WriteTo(&rest)
	require.NoError(t, err)
	require.NoError(t, command.Wait(), rest.String())
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	m := newDebian(t)
	require.NoError(t, os.WriteFile(m.cache, nil, 0o644)) // a file stands in its place
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "error: cannot write to the cache directory "+m.cache+".\n  Set BUGO_CACHE to one that is yours.\n")
}

func TestMachineWithoutAMirrorIsToldSo(t *testing.T) {
	m := newDebian(t)
	m.install("apt-get", `:`)
	got := m.bazelw("info")
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "error: no Debian archive is configured on this machine")
}
