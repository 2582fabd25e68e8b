// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"bugo/tools/clone"
)

// deadline is for one run of Bazel.
const deadline = 40 * time.Minute

// user is somebody with a clean copy of the tree: nothing is there that Bazel has
// made, and no name, path or setting is another user's.
type user struct {
	name, home, clone     string
	cache                 string // what ./bazelw has fetched, the caller's
	umask, locale, zone   string
	path                  string
	outputBaseOnceFetched string
}

func newUser(directory, cache, name, clone, umask, locale, zone, path string) *user {
	return &user{
		name: name, home: filepath.Join(directory, "home-of-"+name), clone: filepath.Join(directory, clone), cache: cache,
		umask: umask, locale: locale, zone: zone, path: path,
	}
}

// settle makes the user's home and copies the tree.
func (u *user) settle(workspace string) error {
	if err := os.MkdirAll(u.home, 0o755); err != nil {
		return err
	}
	return clone.Copy(workspace, u.clone, "user.bazelrc", "MODULE.bazel.lock")
}

// environment is all that a program of the user's sees. What was fetched once
// for the caller, by ./bazelw or the go command, is not fetched again.
func (u *user) environment() []string {
	environment := []string{
		"PATH=" + u.path, "HOME=" + u.home, "USER=" + u.name, "LOGNAME=" + u.name,
		"LANG=" + u.locale, "LC_ALL=" + u.locale, "TZ=" + u.zone, "EDITOR=" + u.name,
		"BUGO_CACHE=" + u.cache, "GOMODCACHE=" + callersModules(),
	}
	for _, name := range []string{
		"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
		"GOPROXY", "GOSUMDB", "GONOSUMDB", "SSL_CERT_FILE", "SSL_CERT_DIR", "BUGO_REGISTRY", "BUGO_HOST_TOOLS",
	} {
		if value, ok := os.LookupEnv(name); ok {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}

func callersModules() string {
	if set := os.Getenv("GOMODCACHE"); set != "" {
		return set
	}
	return filepath.Join(os.Getenv("HOME"), "go", "pkg", "mod")
}

// bazelw runs ./bazelw in the user's clone. The error shows all that it said.
func (u *user) bazelw(arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	command := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", `umask "$1"; shift; exec ./bazelw "$@"`, "sh", u.umask}, arguments...)...)
	command.Dir = u.clone
	command.Env = u.environment()
	var words bytes.Buffer
	command.Stdout, command.Stderr = &words, &words
	command.WaitDelay = time.Second // (a Bazel server may keep the pipe open)
	err := command.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if err != nil {
		return words.String(), fmt.Errorf("%s: ./bazelw %s: %w; it printed:\n%s", u.name, strings.Join(arguments, " "), err, words.String())
	}
	return words.String(), nil
}

// outputBase is where Bazel keeps the user's outputs.
func (u *user) outputBase() (string, error) {
	if u.outputBaseOnceFetched != "" {
		return u.outputBaseOnceFetched, nil
	}
	said, err := u.bazelw("info", "--noshow_progress", "output_base")
	if err != nil {
		return "", err
	}
	for _, line := range strings.Split(said, "\n") {
		if filepath.IsAbs(line) {
			u.outputBaseOnceFetched = line
			return line, nil
		}
	}
	return "", fmt.Errorf("bazelw did not print an output base, but:\n%s", said)
}

// bazelOut is the directory of all that Bazel has built for the user.
func (u *user) bazelOut() (string, error) {
	base, err := u.outputBase()
	return filepath.Join(base, "execroot", "_main", "bazel-out"), err
}
