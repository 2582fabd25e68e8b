// SPDX-License-Identifier: MIT

// Package nginx runs an nginx as a remote cache for Bazel: a file server with the
// PUT of WebDAV, which is all that Bazel's HTTP protocol asks for.
//
// Bazel reads and writes /ac/HASH, results of actions, and /cas/HASH, contents;
// anything else is not found. The server listens on the loopback interface alone
// and asks nobody who he is: a cache for several machines belongs behind a proxy
// that does. Reads may have an address of their own, which refuses PUT.
//
// Invariants: nginx ends before, or with, the process that started it; no file
// outside of Config.Dir stays behind after Stop.
package nginx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"bugo/tools/remote_cache/store"
)

const (
	// greeting is what the server answers at its root, so that one can see
	// whether somebody else has the port.
	greeting = "Bugo remote cache"

	// patience is how long nginx may take to answer first, and to end.
	patience = 20 * time.Second
)

// Config says what to serve and where.
type Config struct {
	Program      string // nginx, or a launcher of it
	Dir          string // absolute path of the entries' directory; made where missing
	Port         int    // for reads and writes; 0 takes a free one
	ReadOnlyPort int    // for reads alone; 0: there is none
}

// Server is an nginx that runs.
type Server struct {
	config  Config
	run     string // directory of this run's files
	command *exec.Cmd
	ended   chan struct{} // closed when nginx has ended, after err is set
	err     error
}

// Start starts the server and returns when it answers. words takes what nginx
// says. The error names the port that is taken, or what nginx complained of.
func Start(config Config, words io.Writer) (*Server, error) {
	for _, folder := range append([]string{"tmp"}, store.Folders...) {
		if err := os.MkdirAll(filepath.Join(config.Dir, folder), 0o755); err != nil {
			return nil, fmt.Errorf("cannot keep entries in %s: %w", config.Dir, err)
		}
	}
	// nginx itself would try five times and then say it in its own way.
	var err error
	if config.Port, err = freePort(config.Port); err != nil {
		return nil, err
	}
	if config.ReadOnlyPort != 0 {
		if config.ReadOnlyPort == config.Port {
			return nil, fmt.Errorf("port %d cannot be both: give --read_only_port another number than --port", config.Port)
		}
		if _, err = freePort(config.ReadOnlyPort); err != nil {
			return nil, err
		}
	}
	run, err := os.MkdirTemp("", "bugo-remote-cache-")
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, run: run, ended: make(chan struct{})}
	if err := s.start(words); err != nil {
		return nil, errors.Join(err, os.RemoveAll(run))
	}
	return s, nil
}

func (s *Server) start(words io.Writer) error {
	text, err := s.config.text(s.run)
	if err != nil {
		return err
	}
	file := filepath.Join(s.run, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	program, err := filepath.Abs(s.config.Program)
	if err != nil {
		return err
	}
	var said bytes.Buffer
	s.command = exec.Command(program, "-e", "stderr", "-p", s.run, "-c", file)
	s.command.Env = []string{"PATH=/usr/bin:/bin"}
	s.command.Stdout, s.command.Stderr = words, io.MultiWriter(words, &said)
	s.command.WaitDelay = time.Second // (a worker may keep the pipe open)
	// A Ctrl-C of the terminal is for us, who end nginx in order.
	s.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
	started := make(chan error)
	go func() {
		// The signal of Pdeathsig comes when the thread that started it ends, so
		// that this thread stays as long as nginx does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := s.command.Start()
		started <- err
		if err == nil {
			s.err = s.command.Wait()
			// Workers outlive a master that was killed: the group has no other members.
			_ = syscall.Kill(-s.command.Process.Pid, syscall.SIGKILL)
			close(s.ended)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("cannot start nginx: %w", err)
	}

	deadline := time.Now().Add(patience)
	for !answers(s.URL()) {
		select {
		case <-s.ended:
			return fmt.Errorf("nginx did not start (%v): %s", s.err, bytes.TrimSpace(said.Bytes()))
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			s.kill()
			return fmt.Errorf("nginx does not answer at %s after %v", s.URL(), patience)
		}
	}
	return nil
}

// URL is the address for reads and writes, what --remote_cache takes.
func (s *Server) URL() string { return fmt.Sprintf("http://127.0.0.1:%d", s.config.Port) }

// ReadOnlyURL is the address that refuses writes, or URL where there is none.
func (s *Server) ReadOnlyURL() string {
	if s.config.ReadOnlyPort == 0 {
		return s.URL()
	}
	return fmt.Sprintf("http://127.0.0.1:%d", s.config.ReadOnlyPort)
}

// Ended is closed when nginx has ended; Err then says how.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Err is how nginx ended. It may be called once Ended is closed.
func (s *Server) Err() error { return s.err }

// Stop ends nginx, waits until it has ended, and removes the files of the run.
func (s *Server) Stop() error {
	s.kill()
	return os.RemoveAll(s.run)
}

func (s *Server) kill() {
	_ = s.command.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-s.ended:
	case <-time.After(patience):
		_ = syscall.Kill(-s.command.Process.Pid, syscall.SIGKILL)
	}
}

// freePort returns port, or where that is 0 one that nobody has.
func freePort(port int) (int, error) {
	if port < 0 || port > 65535 {
		return 0, fmt.Errorf("%d is no port: it must be 0 to 65535", port)
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return 0, fmt.Errorf("port %d is in use: another program listens there (perhaps a remote_cache that still runs); choose another with --port", port)
	}
	if err != nil {
		return 0, fmt.Errorf("cannot listen on port %d: %w", port, err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// answers is true if our nginx answers at url.
func answers(url string) bool {
	client := http.Client{Timeout: time.Second}
	response, err := client.Get(url + "/")
	if err != nil {
		return false
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 100))
	return err == nil && string(body) == greeting
}
