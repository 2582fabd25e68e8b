// SPDX-License-Identifier: MIT

// Package fault puts a faulty network or a faulty server between Bazel and a
// remote cache: a reverse proxy that delays, refuses or damages.
//
// A fault is deterministic: it hits every request it is about, so that a build
// which passes under it does not pass by luck.
package fault

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Fault is one way in which a cache can be bad.
type Fault struct {
	// Delay passes before each answer.
	Delay time.Duration
	// Silent answers nothing at all, until the client hangs up.
	Silent bool
	// PutStatus, where not 0, answers every PUT, which goes nowhere: 507 is
	// that of a full store, 413 that of a blob that is too large.
	PutStatus int
	// Flip flips a bit in the middle of each content that is read.
	Flip bool
	// Truncate ends each content that is read half way through.
	Truncate bool
	// Vanish answers 404 for each content, while results of actions are there.
	Vanish bool
	// Status, where not 0, answers every request.
	Status int
}

// Proxy is a cache with a fault, on the loopback interface.
type Proxy struct {
	server *http.Server
	url    string
	hits   atomic.Int64
}

// Start puts a proxy with the fault before the cache at target.
func Start(target string, fault Fault) (*Proxy, error) {
	to, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{url: "http://" + listener.Addr().String()}
	forward := httputil.NewSingleHostReverseProxy(to)
	forward.ModifyResponse = func(r *http.Response) error { return p.damage(r, fault) }
	p.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.handle(w, r, fault, forward)
	})}
	go func() { _ = p.server.Serve(listener) }() // it ends by Stop
	return p, nil
}

func (p *Proxy) handle(w http.ResponseWriter, r *http.Request, fault Fault, forward http.Handler) {
	content := strings.HasPrefix(r.URL.Path, "/cas/")
	status := fault.Status
	switch {
	case fault.Silent:
		p.hits.Add(1)
		<-r.Context().Done()
		return
	case fault.PutStatus != 0 && r.Method == http.MethodPut:
		status = fault.PutStatus
	case fault.Vanish && content && r.Method != http.MethodPut:
		status = http.StatusNotFound
	}
	if fault.Delay > 0 {
		p.hits.Add(1)
		time.Sleep(fault.Delay)
	}
	if status == 0 {
		forward.ServeHTTP(w, r)
		return
	}
	p.hits.Add(1)
	// (Who answers before the body was read breaks the connection.)
	_, _ = io.Copy(io.Discard, r.Body)
	http.Error(w, fmt.Sprintf("a made-up fault: %d", status), status)
}

// damage changes a content on its way to the client.
func (p *Proxy) damage(r *http.Response, fault Fault) error {
	if !(fault.Flip || fault.Truncate) || r.StatusCode != http.StatusOK ||
		r.Request.Method != http.MethodGet || !strings.HasPrefix(r.Request.URL.Path, "/cas/") {
		return nil
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if err := r.Body.Close(); err != nil {
		return err
	}
	if len(content) > 0 {
		p.hits.Add(1)
		if fault.Truncate {
			content = content[:len(content)/2]
		} else {
			content[len(content)/2] ^= 1
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(content))
	r.ContentLength = int64(len(content))
	r.Header.Set("Content-Length", strconv.Itoa(len(content)))
	return nil
}

// URL is the proxy's address.
func (p *Proxy) URL() string { return p.url }

// Hits is how many requests the fault has met.
func (p *Proxy) Hits() int64 { return p.hits.Load() }

// Stop ends the proxy and all its connections.
func (p *Proxy) Stop() error { return p.server.Close() }
