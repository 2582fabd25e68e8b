// SPDX-License-Identifier: MIT

package bootstrap

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// authorities is the package of two certificate authorities.
func authorities() debianPackage {
	return debianPackage{"ca-certificates", "20230311", map[string]string{
		"usr/share/ca-certificates/mozilla/One.crt": "one\n",
		"usr/share/ca-certificates/mozilla/Two.crt": "two\n",
	}}
}

func TestAuthoritiesAreUnpackedWhereTheMachineHasNone(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	m.publish("bookworm", authorities())
	m.set("BUGO_CERTIFICATES", "unpack")
	m.lock("ca_certificates", "bookworm", "ca-certificates", "*", authorities())
	got := m.run("tools/bootstrap/find_certificates.sh")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Contains(t, got.stderr, "bazelw: no certificate authorities on this machine: using Debian's, unpacked\n")
	bundle, err := os.ReadFile(strings.TrimSuffix(got.stdout, "\n"))
	require.NoError(t, err)
	assert.Equal(t, "one\ntwo\n", string(bundle))

	again := m.run("tools/bootstrap/find_certificates.sh")
	assert.Equal(t, got.stdout, again.stdout)
	assert.Empty(t, again.stderr)
}

func TestAuthoritiesThatTheUserNamesStand(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	m.set("SSL_CERT_FILE", "/some/bundle.crt")
	got := m.run("tools/bootstrap/find_certificates.sh")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Empty(t, got.stdout)
	assert.Empty(t, m.calls("apt-helper"))
}
