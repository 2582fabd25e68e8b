// SPDX-License-Identifier: MIT

package driver

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/gopackagesdriver/choices"
)

// Variables by which //tools/gopackagesdriver learns of its files, as paths
// relative to the working directory or absolute.
const (
	goVariable      = "BUGO_FREESTANDING_GO"
	choicesVariable = "BUGO_SOURCE_CHOICES"
)

// Driver answers requests about one tree.
type Driver struct {
	Root         string // of the tree, where go.mod is
	Directory    string // that patterns such as ./... are relative to
	Freestanding string // GOROOT of bare metal
	Stock        string // GOROOT of the SDK that lent it the go command
	Choices      choices.Choices
}

// FromEnvironment returns the driver that `bazel run` has started.
func FromEnvironment() (*Driver, error) {
	root := os.Getenv("BUILD_WORKSPACE_DIRECTORY")
	if root == "" {
		return nil, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: let GOPACKAGESDRIVER name tools/gopackagesdriver.sh, which has Bazel run this")
	}
	chosen, err := choices.Read(os.Getenv(choicesVariable))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", choicesVariable, err)
	}
	return New(root, os.Getenv("BUILD_WORKING_DIRECTORY"), os.Getenv(goVariable), chosen)
}

// New returns the driver for the tree at root. goCommand is bin/go of the
// freestanding SDK; directory may be empty for root.
func New(root, directory, goCommand string, chosen choices.Choices) (*Driver, error) {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	if directory == "" {
		directory = root
	}
	goCommand, err = filepath.Abs(goCommand)
	if err != nil {
		return nil, err
	}
	stock, err := filepath.EvalSymlinks(goCommand)
	if err != nil {
		return nil, fmt.Errorf("the freestanding SDK has no go command: %w", err)
	}
	return &Driver{
		Root:         root,
		Directory:    directory,
		Freestanding: filepath.Dir(filepath.Dir(goCommand)),
		Stock:        filepath.Dir(filepath.Dir(stock)),
		Choices:      chosen,
	}, nil
}
