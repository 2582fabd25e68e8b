// SPDX-License-Identifier: MIT

//go:build bazel

package nginx

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// packaged is the nginx of Debian's packages, which BUILD.bazel names.
func packaged() string {
	return filepath.Join(os.Getenv("TEST_SRCDIR"), os.Getenv("NGINX"))
}

func start(t *testing.T, config Config) *Server {
	t.Helper()
	// (A path with a blank: it stands in the configuration in quotes.)
	if config.Dir == "" {
		config.Dir = filepath.Join(t.TempDir(), "of entries")
	}
	config.Program = packaged()
	server, err := Start(config, io.Discard)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Stop()) })
	return server
}

func do(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(answer)
}

var hash = strings.Repeat("0123456789abcdef", 4)

func TestWhatIsPutIsRead(t *testing.T) {
	s := start(t, Config{})
	for _, folder := range []string{"/ac/", "/cas/"} {
		code, _ := do(t, "GET", s.URL()+folder+hash, "")
		assert.Equal(t, http.StatusNotFound, code)
		code, _ = do(t, "PUT", s.URL()+folder+hash, "content of "+folder)
		assert.Equal(t, http.StatusCreated, code)
		code, body := do(t, "GET", s.URL()+folder+hash, "")
		assert.Equal(t, http.StatusOK, code)
		assert.Equal(t, "content of "+folder, body)
		code, _ = do(t, "HEAD", s.URL()+folder+hash, "")
		assert.Equal(t, http.StatusOK, code)
	}
}

func TestABodyAboveNginxsOwnLimitIsKept(t *testing.T) {
	s := start(t, Config{})
	big := strings.Repeat("x", 5<<20)
	code, _ := do(t, "PUT", s.URL()+"/cas/"+hash, big)
	assert.Equal(t, http.StatusCreated, code)
	_, body := do(t, "GET", s.URL()+"/cas/"+hash, "")
	assert.True(t, body == big)
}

func TestOnlyEntriesCanBeNamed(t *testing.T) {
	s := start(t, Config{})
	for _, path := range []string{"/cas/", "/cas/abc", "/other/" + hash, "/cas/" + hash + "/x", "/cas/../" + hash, "/tmp/1"} {
		code, _ := do(t, "PUT", s.URL()+path, "x")
		assert.Contains(t, []int{http.StatusNotFound, http.StatusForbidden}, code, path)
	}
	code, _ := do(t, "DELETE", s.URL()+"/cas/"+hash, "")
	assert.Equal(t, http.StatusForbidden, code)
}

func TestTheReadOnlyAddressRefusesWrites(t *testing.T) {
	free, err := freePort(0)
	require.NoError(t, err)
	s := start(t, Config{ReadOnlyPort: free})
	require.NotEqual(t, s.URL(), s.ReadOnlyURL())
	code, _ := do(t, "PUT", s.ReadOnlyURL()+"/cas/"+hash, "forged")
	assert.Equal(t, http.StatusForbidden, code)
	do(t, "PUT", s.URL()+"/cas/"+hash, "true")
	_, body := do(t, "GET", s.ReadOnlyURL()+"/cas/"+hash, "")
	assert.Equal(t, "true", body)
}

func TestAPortThatIsTakenIsNamed(t *testing.T) {
	s := start(t, Config{})
	_, err := Start(Config{Program: packaged(), Dir: t.TempDir(), Port: s.config.Port}, io.Discard)
	assert.ErrorContains(t, err, "is in use: another program listens there")
}

func TestTheWordsOfAnNginxThatDoesNotStartAreShown(t *testing.T) {
	var words bytes.Buffer
	_, err := Start(Config{Program: packaged(), Dir: filepath.Join(t.TempDir(), "a$b")}, &words)
	assert.ErrorContains(t, err, "its path has a quote, a backslash, a dollar sign")
	_, err = Start(Config{Program: "/nonexistent/nginx", Dir: t.TempDir()}, &words)
	assert.ErrorContains(t, err, "cannot start nginx")
}

func TestStopLeavesNothingButTheEntries(t *testing.T) {
	dir := t.TempDir()
	s := start(t, Config{Dir: dir})
	do(t, "PUT", s.URL()+"/cas/"+hash, "kept")
	require.NoError(t, s.Stop())
	assert.False(t, answers(s.URL()))
	_, err := os.Stat(s.run)
	assert.True(t, os.IsNotExist(err))
	content, err := os.ReadFile(filepath.Join(dir, "cas", hash))
	require.NoError(t, err)
	assert.Equal(t, "kept", string(content))
}

func TestAnNginxThatEndsByItselfIsNoticed(t *testing.T) {
	s := start(t, Config{})
	require.NoError(t, s.command.Process.Kill())
	select {
	case <-s.Ended():
		assert.Error(t, s.Err())
	case <-time.After(patience):
		t.Fatal("nobody noticed")
	}
}
