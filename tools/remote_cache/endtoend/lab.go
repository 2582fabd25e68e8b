// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"bugo/tools/clone"
	"bugo/tools/remote_cache/nginx"
)

// lab is the two copies of the tree and the cache between them.
type lab struct {
	workspace string // the repository
	directory string // all that is written
	nginx     string
	targets   []string
	a, b      *user

	server *nginx.Server
	images map[string]string // path below bazel-out -> sha256, of A
	tested bool              // all of A's tests have passed, and are in the cache
	took   map[string]time.Duration
}

// newLab makes a lab, or finds the one of directory again.
func newLab(workspace, directory, program string, targets []string) (*lab, error) {
	if workspace == "" || program == "" {
		return nil, errors.New("run it as ./bazelw run //tools/remote_cache/endtoend")
	}
	program, err := filepath.Abs(program)
	if err != nil {
		return nil, err
	}
	cache, err := clone.CacheDir()
	if err != nil {
		return nil, err
	}
	made := directory == ""
	if made {
		if directory, err = os.MkdirTemp("", "bugo-cache-endtoend-"); err != nil {
			return nil, err
		}
	}
	l := &lab{
		workspace: workspace, directory: directory, nginx: program, targets: targets,
		a:    newUser(directory, cache, "alice", "first/clone", "022", "C.UTF-8", "UTC", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"),
		b:    newUser(directory, cache, "bob", "elsewhere/the/second", "077", "de_DE.UTF-8", "Asia/Tokyo", "/bin:/usr/bin:/nonexistent"),
		took: map[string]time.Duration{},
	}
	if made {
		for _, u := range []*user{l.a, l.b} {
			if err := u.settle(workspace); err != nil {
				return nil, err
			}
		}
		return l, nil
	}
	l.server, err = l.serve()
	return l, err
}

// serve brings the loopback interface up and starts the cache on it.
func (l *lab) serve() (*nginx.Server, error) {
	if err := loopbackUp(); err != nil {
		return nil, err
	}
	return nginx.Start(nginx.Config{Program: l.nginx, Dir: filepath.Join(l.directory, "cache")}, os.Stderr)
}

// loopbackUp switches on the interface that a new namespace has switched off.
func loopbackUp() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	request, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	request.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, request); err != nil {
		return fmt.Errorf("cannot switch on the loopback interface: %w", err)
	}
	return nil
}

// disconnect runs this program again, in a namespace without a network, and
// returns what it counted.
func (l *lab) disconnect() (passed, failed int, err error) {
	program, err := os.Executable()
	if err != nil {
		return 0, 0, err
	}
	command := exec.Command(program, "--inside="+l.directory, "--nginx="+l.nginx, "--targets="+strings.Join(l.targets, " "))
	attributes := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGTERM}
	if os.Getuid() != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	command.SysProcAttr = attributes
	var said bytes.Buffer
	command.Stdout, command.Stderr = io.MultiWriter(os.Stdout, &said), os.Stderr
	command.WaitDelay = time.Second // (a Bazel server may keep the pipe open)
	err = command.Run()
	if command.Process == nil {
		return 0, 0, fmt.Errorf("cannot make a network namespace (run this as root, or let users make namespaces: sysctl kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns): %w", err)
	}
	for _, line := range strings.Split(said.String(), "\n") {
		if n, _ := fmt.Sscanf(line, "inside: %d passed, %d failed", &passed, &failed); n == 2 {
			return passed, failed, nil
		}
	}
	return 0, 0, fmt.Errorf("the part without network did not come to its end: %v", err)
}

// close ends all that was started.
func (l *lab) close() error {
	var failures []error
	for _, u := range []*user{l.a, l.b} {
		_, err := u.bazelw("shutdown")
		failures = append(failures, err)
	}
	return errors.Join(append(failures, l.server.Stop())...)
}

// printRatios prints what the build's speed is, in parts of the cold time.
func (l *lab) printRatios() {
	cold := l.took["cold"]
	if cold == 0 {
		return
	}
	fmt.Printf("\ncold build and test of %s: %.0f s\n", strings.Join(l.targets, " "), cold.Seconds())
	for _, name := range []string{"one kernel file changed, booted again", "second test", "fresh clone, warm remote cache"} {
		if took := l.took[name]; took != 0 {
			fmt.Printf("  %-40s %6.1f s  1/%.1f of it\n", name, took.Seconds(), cold.Seconds()/took.Seconds())
		}
	}
	fmt.Println()
}
