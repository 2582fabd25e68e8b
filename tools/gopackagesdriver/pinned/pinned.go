// SPDX-License-Identifier: MIT

// Package pinned has the two programs that an editor needs beside the packages driver:
// the go command of the SDK that this tree is built with, and a gopls that it has built.
//
// Nobody has to install either. The SDK is what Bazel has fetched, checked against the
// sum in MODULE.bazel; gopls is fetched and built by its go command once, at the version
// below, checked by the checksum database of Go's modules, and kept in the cache of
// ./bazelw. Install writes small programs, go and gopls, that start them: editors are
// told one place that stays, wherever Bazel keeps the SDK.
package pinned

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// GoplsVersion is the newest that the pinned SDK builds: later ones want a later Go.
const GoplsVersion = "v0.21.1"

// goVariable is set by the targets that use this package: bin/go of the freestanding
// SDK, which is a link to that of the stock one.
const goVariable = "BUGO_FREESTANDING_GO"

// Go returns the path of the pinned SDK's go command, in a program that Bazel runs.
func Go() (string, error) {
	link := os.Getenv(goVariable)
	if link == "" {
		return "", errors.New(goVariable + " is not set: run this by ./bazelw run")
	}
	goCommand, err := filepath.EvalSymlinks(link)
	if err != nil {
		return "", fmt.Errorf("the pinned SDK has no go command: %w", err)
	}
	return filepath.Abs(goCommand)
}

// Gopls returns the path of gopls below the cache, and builds it if it is not there yet.
func Gopls(goCommand, cache string) (string, error) {
	bin := filepath.Join(cache, "gopls-"+GoplsVersion)
	program := filepath.Join(bin, "gopls")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	install := exec.Command(goCommand, "install", "golang.org/x/tools/gopls@"+GoplsVersion)
	install.Dir = os.TempDir() // (outside of our module)
	install.Env = append(os.Environ(), "GOBIN="+bin, "GOTOOLCHAIN=local", "GOFLAGS=")
	if words, err := install.CombinedOutput(); err != nil {
		return "", fmt.Errorf("gopls %s cannot be built: %w\n%sConnect this machine to its Go module proxy (go env GOPROXY)", GoplsVersion, err, words)
	}
	return program, nil
}
