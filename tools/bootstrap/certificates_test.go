// SPDX-License-Identifier: MIT

package bootstrap

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
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

// bundle is a file of certificates in PEM format, with words between them as Debian's
// may have.
func (m *machine) bundle(names ...string) (path string, certificates [][]byte) {
	m.t.Helper()
	var text bytes.Buffer
	for i, name := range names {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(m.t, err)
		template := &x509.Certificate{SerialNumber: big.NewInt(int64(i)), Subject: pkix.Name{CommonName: name}, IsCA: true}
		certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		require.NoError(m.t, err)
		certificates = append(certificates, certificate)
		text.WriteString("# " + name + "\n")
		require.NoError(m.t, pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: certificate}))
	}
	path = filepath.Join(filepath.Dir(m.cache), "bundle.crt")
	require.NoError(m.t, os.WriteFile(path, text.Bytes(), 0o644))
	return path, certificates
}

// keyStore is what Java reads of a key store in the format JKS: its certificates, if
// its checksum is right.
func keyStore(t *testing.T, path string) (certificates [][]byte) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	body, sum := content[:len(content)-sha1.Size], content[len(content)-sha1.Size:]
	salted := append([]byte("\x00c\x00h\x00a\x00n\x00g\x00e\x00i\x00tMighty Aphrodite"), body...)
	assert.Equal(t, fmt.Sprintf("%x", sha1.Sum(salted)), fmt.Sprintf("%x", sum))

	take := func(n int) []byte {
		require.GreaterOrEqual(t, len(body), n)
		taken := body[:n]
		body = body[n:]
		return taken
	}
	number := func() int { return int(binary.BigEndian.Uint32(take(4))) }
	word := func() string { return string(take(int(binary.BigEndian.Uint16(take(2))))) }
	assert.Equal(t, 0xfeedfeed, number())
	assert.Equal(t, 2, number())
	aliases := map[string]bool{}
	for range number() {
		assert.Equal(t, 2, number())
		aliases[word()] = true
		take(8)
		assert.Equal(t, "X.509", word())
		certificates = append(certificates, take(number()))
	}
	assert.Empty(t, body)
	assert.Len(t, aliases, len(certificates))
	return certificates
}

func TestTheUnpackedBazelTrustsWhomTheMachineTrusts(t *testing.T) {
	m := newDebian(t)
	path, certificates := m.bundle("One", "Two", "Three")
	m.set("SSL_CERT_FILE", path)
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	store := m.cached("trust_store-*/tree/cacerts.jks")
	assert.Contains(t, got.stdout, "\n<--host_jvm_args=-Djavax.net.ssl.trustStore="+store+">\n<info>\n")
	assert.Equal(t, certificates, keyStore(t, store))

	assert.Equal(t, got.stdout, m.bazelw("--locked", "info").stdout)
	m.cached("trust_store-*")
}

func TestADamagedTrustStoreIsMadeAnew(t *testing.T) {
	m := newMachine(t)
	path, certificates := m.bundle("One")
	m.set("SSL_CERT_FILE", path)
	require.Equal(t, 0, m.run("tools/bootstrap/trust_store.sh").code)
	store := m.cached("trust_store-*/tree/cacerts.jks")
	require.NoError(t, os.Truncate(store, 10))
	got := m.run("tools/bootstrap/trust_store.sh")
	assert.Equal(t, store+"\n", got.stdout)
	assert.Contains(t, got.stderr, "is damaged: making it anew")
	assert.Equal(t, certificates, keyStore(t, store))
}

func TestABundleWithoutCertificatesIsTold(t *testing.T) {
	m := newMachine(t)
	path, _ := m.bundle()
	require.NoError(t, os.WriteFile(path, []byte("no PEM\n"), 0o644))
	m.set("SSL_CERT_FILE", path)
	got := m.run("tools/bootstrap/trust_store.sh")
	assert.Equal(t, outcome{0, "", "bazelw: " + path + " holds no certificate in PEM format: Bazel's https will trust nobody\n"}, got)
}

func TestTheUnpackedBazelTrustsDebiansAuthoritiesOnAnOpenNetwork(t *testing.T) {
	m := newDebian(t)
	path, certificates := m.bundle("One")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	packed := debianPackage{"ca-certificates", "20230311", map[string]string{"usr/share/ca-certificates/mozilla/One.crt": string(text)}}
	m.publish("bookworm", packed)
	m.lock("ca_certificates", "bookworm", "ca-certificates", "*", packed)
	m.set("BUGO_CERTIFICATES", "unpack")
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, certificates, keyStore(t, m.cached("trust_store-*/tree/cacerts.jks")))
	assert.Contains(t, got.stdout, "<--host_jvm_args=-Djavax.net.ssl.trustStore=")
}

func TestTheGoCommandTrustsDebiansAuthoritiesOnAnOpenNetwork(t *testing.T) {
	m := newMachine(t)
	m.makeDebian()
	m.set("BUGO_REGISTRY", "open")
	m.publish("bookworm", authorities())
	m.lock("ca_certificates", "bookworm", "ca-certificates", "*", authorities())
	m.set("BUGO_CERTIFICATES", "unpack")
	m.install("bazel", `
if [ "$*" = --version ]; then echo "bazel 7.7.1"; exit; fi
echo "$SSL_CERT_FILE"`)
	got := m.bazelw("info")
	require.Equal(t, 0, got.code, got.stderr)
	assert.Equal(t, m.cached("ca_certificates-*/tree/bundle.crt")+"\n", got.stdout)
}

func TestABazelOnPathKeepsItsOwnTrust(t *testing.T) {
	m := newMachine(t)
	m.connect(openNetwork...)
	path, _ := m.bundle("One")
	m.set("SSL_CERT_FILE", path)
	m.installBazel("bazel", wantedBazel)
	assert.Equal(t, "bazel 7.7.1\n<info>\n", m.bazelw("info").stdout)
}
