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

	"bugo/tools/checklist"
)

// The checks build on each other, in this order.
var checks = []checklist.Check[*machine]{
	{Name: "an ordinary user can fetch and unpack", Run: ordinaryUserCanFetch},
	{Name: "no network and no cache names what to install", Run: noNetworkNoCache},
	{Name: "an empty cache becomes a running Bazel", Run: emptyCache},
	{Name: "the cache is enough without a network", Run: cacheIsEnough},
	{Name: "a plain bazel does the same through the hook", Run: plainBazel},
	{Name: "a damaged Bazel is repaired", Run: damagedBazel},
	{Name: "Bazel's https trusts whom this machine trusts", Run: httpsTrusts},
	{Name: "a missing QEMU is told", Run: missingQEMU},
	{Name: "an old QEMU is told", Run: oldQEMU},
	{Name: "a new QEMU of the machine will do, by its checksum, and not with --locked", Run: newQEMU},
	{Name: "packaged programs run with an empty environment", Run: packagedPrograms},
}

func main() {
	m, err := newMachine(os.Getenv("BUILD_WORKSPACE_DIRECTORY"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
	passed, failed := checklist.Run(os.Stdout, m, checks)
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
