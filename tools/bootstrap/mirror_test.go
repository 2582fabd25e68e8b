// SPDX-License-Identifier: MIT

package bootstrap

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMirrorIsTheOneThatAptIsConfiguredWith(t *testing.T) {
	const read = `case "$*" in indextargets*) printf '%s\n'`
	const unread = `case "$*" in *--print-uris) printf '%s\n'`
	tests := map[string]struct {
		apt   string
		suite string
		want  string
	}{
		"one archive":             {read + ` 'Debian|http://a.test/debian/'`, "forky", "http://a.test/debian\n"},
		"others before it":        {read + ` 'Docker|http://b.test/debian' '|http://c.test/debian' 'Debian|http://a.test/debian'`, "forky", "http://a.test/debian\n"},
		"security before it":      {read + ` 'Debian|http://a.test/debian-security/' 'Debian|http://a.test/debian/'`, "forky", "http://a.test/debian\n"},
		"for security":            {read + ` 'Debian|http://a.test/debian/' 'Debian|http://s.test/debian-security/'`, "bookworm-security", "http://s.test/debian-security\n"},
		"security is beside":      {read + ` 'Debian|http://a.test/x/debian/'`, "bookworm-security", "http://a.test/x/debian-security\n"},
		"a mirror's own name":     {read + ` 'Debian|http://a.test/mirror-of-debian/'`, "forky", "http://a.test/mirror-of-debian\n"},
		"no Debian at all":        {read + ` 'Ubuntu|http://a.test/ubuntu/'`, "forky", ""},
		"no index was read yet":   {unread + ` "'http://a.test/debian/dists/bookworm/InRelease' a 0" "'http://a.test/debian/dists/bookworm/main/binary-amd64/Packages.xz' a 0"`, "forky", "http://a.test/debian\n"},
		"not read, and no Debian": {unread + ` "'http://a.test/ubuntu/dists/noble/main/binary-amd64/Packages.xz' a 0"`, "forky", ""},
		"not read, another's":     {unread + ` "'http://a.test/linux/debian/dists/bookworm/stable/binary-amd64/Packages.xz' a 0"`, "forky", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			m.install("apt-get", test.apt+` ;; esac`)
			m.write("tools/bootstrap/ask.sh", "#!/bin/sh\n. \"${0%/*}/debian_archive.sh\"\nmirror \"$1\"\n")
			got := m.run("/bin/sh", m.workspace+"/tools/bootstrap/ask.sh", test.suite)
			require.Equal(t, 0, got.code, got.stderr)
			assert.Equal(t, test.want, got.stdout)
		})
	}
}
