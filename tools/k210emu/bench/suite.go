// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"bugo/tools/boot/guest"
	"bugo/tools/boot/spec"
)

// kernel is what boots.
type kernel struct {
	name     string
	variable string // of the environment, in which Bazel passes the image
	line     string // the console's text whose time counts, if there is one
}

var kernels = []kernel{
	{name: "conformance", variable: "CONFORMANCE"},
	{name: "bench", variable: "BENCH"},
	{name: "gc", variable: "GC"},
	{name: "hello", variable: "HELLO", line: "Hello OS from app"},
}

func kernelNames() (names []string) {
	for _, k := range kernels {
		names = append(names, k.name)
	}
	return names
}

// suite is what is compared. The first emulator is what the others are compared
// to.
type suite struct {
	emulators []emulator
	image     func(k kernel) (path string, err error)
}

// minVersion is the oldest QEMU that the project supports.
const minVersion = "7.0"

// fromBazel returns the suite that Bazel has built.
func fromBazel() (*suite, error) {
	root, err := spec.Root(os.Args[0])
	if err != nil {
		return nil, err
	}
	file := func(variable string) (string, error) {
		path := os.Getenv(variable)
		if path == "" {
			return "", fmt.Errorf("%s is not set: start this through Bazel, ./bazelw run //tools/k210emu/bench", variable)
		}
		return filepath.Join(filepath.Dir(root), path), nil
	}
	firmware, err := file("FIRMWARE")
	if err != nil {
		return nil, err
	}
	program, err := file("QEMU")
	if err != nil {
		return nil, err
	}
	if err := guest.CheckVersion(program, minVersion); err != nil {
		return nil, err
	}
	return &suite{
		emulators: []emulator{
			qemu{program, firmware},
			ours{firmware: firmware},
			ours{firmware: firmware, strict: true},
		},
		image: func(k kernel) (string, error) { return file(k.variable) },
	}, nil
}
