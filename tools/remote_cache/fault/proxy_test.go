// SPDX-License-Identifier: MIT

package fault

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// behind starts a cache in which every entry is "content", behind a proxy.
func behind(t *testing.T, fault Fault) *Proxy {
	t.Helper()
	cache := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "content")
	}))
	t.Cleanup(cache.Close)
	proxy, err := Start(cache.URL, fault)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, proxy.Stop()) })
	return proxy
}

func ask(t *testing.T, proxy *Proxy, method, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequest(method, proxy.URL()+path, strings.NewReader("body"))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(body)
}

func TestFaultsHitWhatTheyAreAbout(t *testing.T) {
	for name, test := range map[string]struct {
		fault        Fault
		method, path string
		code         int
		body         string
		hits         int64
	}{
		"none":                      {Fault{}, "GET", "/cas/1", 200, "content", 0},
		"full":                      {Fault{PutStatus: 507}, "PUT", "/cas/1", 507, "a made-up fault: 507\n", 1},
		"full, but read":            {Fault{PutStatus: 507}, "GET", "/cas/1", 200, "content", 0},
		"a flipped bit":             {Fault{Flip: true}, "GET", "/cas/1", 200, "conuent", 1},
		"a flipped bit, but result": {Fault{Flip: true}, "GET", "/ac/1", 200, "content", 0},
		"half":                      {Fault{Truncate: true}, "GET", "/cas/1", 200, "con", 1},
		"vanished":                  {Fault{Vanish: true}, "GET", "/cas/1", 404, "a made-up fault: 404\n", 1},
		"vanished, but result":      {Fault{Vanish: true}, "GET", "/ac/1", 200, "content", 0},
		"broken":                    {Fault{Status: 500}, "GET", "/ac/1", 500, "a made-up fault: 500\n", 1},
	} {
		t.Run(name, func(t *testing.T) {
			proxy := behind(t, test.fault)
			code, body := ask(t, proxy, test.method, test.path)
			assert.Equal(t, test.code, code)
			assert.Equal(t, test.body, body)
			assert.Equal(t, test.hits, proxy.Hits())
		})
	}
}

func TestASilentCacheAnswersNothing(t *testing.T) {
	proxy := behind(t, Fault{Silent: true})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", proxy.URL()+"/ac/1", nil)
	require.NoError(t, err)
	_, err = http.DefaultClient.Do(request)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.EqualValues(t, 1, proxy.Hits())
}

func TestADelayPassesBeforeTheAnswer(t *testing.T) {
	proxy := behind(t, Fault{Delay: 30 * time.Millisecond})
	start := time.Now()
	_, body := ask(t, proxy, "GET", "/ac/1")
	assert.Equal(t, "content", body)
	assert.GreaterOrEqual(t, time.Since(start), 30*time.Millisecond)
}
