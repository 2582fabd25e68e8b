// SPDX-License-Identifier: MIT

package bootstrap

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// debianGo is the package of Debian's go command.
func debianGo() debianPackage {
	return debianPackage{"golang-1.24-go", "1.24.4-1", map[string]string{
		"usr/lib/go-1.24/bin/go": "#!/bin/sh\necho go version go1.24.4 linux/amd64\n",
	}}
}

// findGo runs find_go.sh on a Debian that has debianGo in its archive.
func findGo(m *machine) outcome {
	m.makeDebian()
	m.publish("trixie", debianGo())
	m.lock("golang", "trixie", "golang-1.24-go=1.24.*", "*", debianGo())
	return m.run("tools/bootstrap/find_go.sh")
}

func TestGoOnPathIsUsed(t *testing.T) {
	for _, version := range []string{"go1.21.0 linux/amd64", "go1.26.8 linux/amd64", "go1.22rc1 linux/amd64", "go2.0 linux/amd64"} {
		t.Run(version, func(t *testing.T) {
			m := newMachine(t)
			m.install("go", `echo go version `+version)
			got := findGo(m)
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, filepath.Join(m.bin, "go")+"\n", got.stdout)
			assert.Empty(t, m.calls("apt-helper"))
		})
	}
}

func TestDebianGoIsUsedWhereNoneIsNewEnough(t *testing.T) {
	for name, version := range map[string]string{"none": "", "too old": "go1.19.8 linux/amd64", "odd": "unknown"} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			if version != "" {
				m.install("go", `echo go version `+version)
			}
			got := findGo(m)
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, m.cached("golang-*/tree/usr/lib/go-1.24/bin/go")+"\n", got.stdout)
			assert.Contains(t, got.stderr, "bazelw: no go command of Go 1.21 or newer on PATH: using Debian's, unpacked\n")

			again := m.run("tools/bootstrap/find_go.sh")
			assert.Equal(t, got.stdout, again.stdout)
			assert.Empty(t, again.stderr)
		})
	}
}

func TestNoGoAndNoDebianNamesWhatToInstall(t *testing.T) {
	m := newMachine(t)
	m.lock("golang", "trixie", "golang-1.24-go=1.24.*", "*", debianGo())
	got := m.run("tools/bootstrap/find_go.sh")
	assert.Equal(t, 1, got.code)
	assert.Equal(t, "bazelw: error: no go command of Go 1.21 or newer is on PATH.\n"+
		"  Install Go 1.21 or newer: it fetches the Go SDK that the build uses.\n", got.stderr)
}
