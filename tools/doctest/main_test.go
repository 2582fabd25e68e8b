// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// doctest runs the command in a folder with a README.md and programs.
func doctest(t *testing.T, readme string, programs map[string]string, args ...string) (string, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("README.md", []byte(strings.ReplaceAll(readme, "~~~", "```")), 0o600))
	for name, script := range programs {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	}
	var out bytes.Buffer
	c := newCommand()
	c.SetOut(&out)
	c.SetArgs(append([]string{"--doc=README.md"}, args...))
	err := c.Execute()
	return out.String(), err
}

const readme = `
~~~console
$ ./bazelw run //:qemu --//heap:allocator=bump
…
Hello OS from app
~~~
~~~console
$ ./bazelw test //...
All tests pass.
~~~
`

const (
	runQEMU   = "--run=./bazelw run //:qemu --//heap:allocator=bump="
	elsewhere = "--elsewhere=./bazelw test //..."
)

func TestADocumentThatTellsTheTruth(t *testing.T) {
	for _, path := range []string{"qemu", "bin/qemu"} {
		out, err := doctest(t, readme, map[string]string{path: `echo booting; echo "Hello OS from app"`}, runQEMU+path, elsewhere)
		require.NoError(t, err)
		assert.Equal(t, "README.md:3: $ ./bazelw run //:qemu --//heap:allocator=bump: as documented\nREADME.md:8: $ ./bazelw test //...: checked elsewhere\n", out)
	}
}

func TestADocumentThatDoesNot(t *testing.T) {
	good := map[string]string{"qemu": "echo Hello OS from app"}
	for _, test := range []struct {
		name     string
		readme   string
		programs map[string]string
		args     []string
		want     string
	}{
		{"another output", readme, map[string]string{"qemu": "echo Hello moon"}, []string{runQEMU + "qemu", elsewhere},
			"README.md:3: $ ./bazelw run //:qemu --//heap:allocator=bump: the output is not what is documented (- documented, + printed):\n  …\n- Hello OS from app\n"},
		{"error output counts", readme, map[string]string{"qemu": "echo Hello OS from app; echo warning >&2"}, []string{runQEMU + "qemu", elsewhere}, "+ warning"},
		{"a failure", readme, map[string]string{"qemu": "echo Hello OS from app; exit 3"}, []string{runQEMU + "qemu", elsewhere}, "exit status 3; it printed:\nHello OS from app"},
		{"a hang", readme, map[string]string{"qemu": "echo hm; exec sleep 1000"}, []string{runQEMU + "qemu", elsewhere, "--timeout=200ms"}, "still running after 200ms; it printed:\nhm"},
		{"no program", readme, nil, []string{runQEMU + "qemu", elsewhere}, "no such file or directory"},
		{"a command that nothing runs", readme, good, []string{runQEMU + "qemu"}, `README.md:8: nothing runs the documented command "./bazelw test //...": add --run or --elsewhere`},
		{"a program that nothing documents", readme, good, []string{runQEMU + "qemu", elsewhere, "--run=./gone=qemu"}, `README.md shows no command "./gone" any more`},
		{"a check elsewhere that nothing documents", readme, good, []string{runQEMU + "qemu", elsewhere, "--elsewhere=./gone"}, `README.md shows no command "./gone" any more`},
		{"a command named twice", readme, good, []string{runQEMU + "qemu", elsewhere, "--run=./bazelw test //...=qemu"}, "is named twice"},
		{"a mapping without a path", readme, good, []string{"--run=./bazelw"}, "--run=./bazelw: want COMMAND=PATH"},
		{"a mapping with an empty path", readme, good, []string{"--run=./bazelw="}, "want COMMAND=PATH"},
		{"a document without commands", "hello", good, nil, "README.md: no console block: there is nothing to check"},
		{"a damaged document", "~~~console\n$ x", good, nil, "README.md:1: the block is never closed"},
		{"a missing document", readme, good, []string{"--doc=GONE.md"}, "cannot read the document: open GONE.md"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := doctest(t, test.readme, test.programs, test.args...)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestEveryMismatchIsReported(t *testing.T) {
	_, err := doctest(t, readme, nil, "--run=./gone=x")
	require.Error(t, err)
	assert.Contains(t, err.Error(), `"./gone"`)
	assert.Contains(t, err.Error(), "README.md:3")
	assert.Contains(t, err.Error(), "README.md:8")
}
