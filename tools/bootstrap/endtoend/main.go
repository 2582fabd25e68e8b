// SPDX-License-Identifier: MIT

// Command endtoend checks ./bazelw on the real network: it fetches, unpacks,
// damages and repairs the real packages, and makes QEMU missing and too old.
//
// It runs Bazel, so it cannot be a part of `bazel test //...`:
//
//	./bazelw run //tools/bootstrap/endtoend
//
// Everything happens below a temporary directory, in a cache and an output base
// of its own, and with a PATH that has neither Bazel nor Go nor QEMU. It needs a
// Debian (amd64) whose mirror answers, about 2 GB of disk and three minutes. The
// last line is "N passed, N failed"; the exit status is 1 if any failed.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// check is one property. The checks build on each other, in this order.
type check struct {
	name string
	run  func(*machine) error
}

var checks = []check{
	{"an ordinary user can fetch and unpack", ordinaryUserCanFetch},
	{"no network and no cache names what to install", noNetworkNoCache},
	{"an empty cache becomes a running Bazel", emptyCache},
	{"the cache is enough without a network", cacheIsEnough},
	{"a plain bazel does the same through the hook", plainBazel},
	{"a damaged Bazel is repaired", damagedBazel},
	{"Bazel's https trusts whom this machine trusts", httpsTrusts},
	{"a missing QEMU is told", missingQEMU},
	{"an old QEMU is told", oldQEMU},
	{"a new QEMU of the machine will do, by its checksum, and not with --locked", newQEMU},
	{"packaged programs run with an empty environment", packagedPrograms},
}

func main() {
	passed, failed := 0, 0
	m, err := newMachine(os.Getenv("BUILD_WORKSPACE_DIRECTORY"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
	for _, check := range checks {
		start := time.Now()
		err := check.run(m)
		took := time.Since(start).Round(100 * time.Millisecond)
		if err != nil {
			failed++
			fmt.Printf("FAIL %s (%v)\n%v\n", check.name, took, err)
			continue
		}
		passed++
		fmt.Printf("ok   %s (%v)\n", check.name, took)
	}
	if err := m.close(); err != nil {
		fmt.Fprintln(os.Stderr, "endtoend: cleaning up:", err)
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

// launcher returns the path of the Bazel that bazelw unpacked.
func launcher(m *machine) (string, error) {
	found, err := filepath.Glob(filepath.Join(m.cache, "bazel-*", "tree", "launch"))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d unpacked Bazels in %s, want 1", len(found), m.cache)
	}
	return found[0], nil
}
