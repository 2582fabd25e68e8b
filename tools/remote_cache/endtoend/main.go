// SPDX-License-Identifier: MIT

// Command endtoend checks what a build may rely on and what it must not, by
// running Bazel itself on two clean copies of the tree, A and B:
//
//	./bazelw run //tools/remote_cache/endtoend [-- --targets 'LABEL...']
//
// First both fetch what they need. Everything after that happens in a network
// namespace that has a loopback interface and nothing else. There A builds, with
// every action in a sandbox without /bin, /usr and PATH, tests, and fills a real
// remote cache (//tools/remote_cache). B, another user in another directory,
// then finds everything in it, bit by bit the same; and builds the same again
// with each fault that a cache may have (package fault).
//
// The last lines are the times that this took, as ratios, and "N passed, N
// failed"; the exit status is 1 if any failed. It needs half an hour on two cores,
// 10 GB of disk, and namespaces (as root, or where users may make them). It takes
// the whole tree, unless `--targets` names a part that has //:all and //user:hello.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"bugo/tools/checklist"
	"bugo/tools/clone"
)

// connected are the checks on the network that this machine has.
var connected = []checklist.Check[*lab]{
	{Name: "two users fetch what the targets need", Run: fetch},
}

// disconnected are the checks in a namespace without any network. They build on each
// other, in this order.
var disconnected = []checklist.Check[*lab]{
	{Name: "there is no network", Run: noNetwork},
	{Name: "a sandbox without the machine's programs is one", Run: bareSandboxIsBare},
	{Name: "a clean build needs no network and none of the machine's programs", Run: coldBuild},
	{Name: "tests need no network and no more programs than their wrapper", Run: coldTests},
	{Name: "a second test runs nothing", Run: secondTest},
	{Name: "a changed kernel is booted again", Run: changedKernelBoots},
	{Name: "another user in another directory builds nothing", Run: warmBuild},
	{Name: "every image is the same bit by bit", Run: sameImages},
	{Name: "images built again from nothing, without any cache, are the same", Run: independentBuild},
	{Name: "a cache that is down only slows", Run: cacheDown},
	{Name: "a cache that is slow only slows", Run: cacheSlow},
	{Name: "a cache that never answers only slows", Run: cacheSilent},
	{Name: "a cache that is broken only slows", Run: cacheBroken},
	{Name: "a full cache only slows", Run: cacheFull},
	{Name: "a cache that takes no large blobs only slows", Run: cacheRefuses},
	{Name: "a cache of damaged blobs only slows", Run: cacheDamaged},
	{Name: "a cache of halved blobs only slows", Run: cacheHalved},
	{Name: "a cache that has lost its blobs only slows", Run: cacheEvicted},
}

func main() {
	targets := flag.String("targets", "//...", "what to build and test")
	nginx := flag.String("nginx", "", "the nginx to run (BUILD.bazel gives it)")
	inside := flag.String("inside", "", "directory of a run whose part without network this is")
	flag.Parse()

	l, err := newLab(os.Getenv("BUILD_WORKSPACE_DIRECTORY"), *inside, *nginx, strings.Fields(*targets))
	if err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		os.Exit(1)
	}
	if *inside != "" {
		passed, failed := checklist.Run(os.Stdout, l, disconnected)
		err := l.close()
		l.printRatios()
		fmt.Printf("inside: %d passed, %d failed\n", passed, failed)
		if err != nil {
			fmt.Fprintln(os.Stderr, "endtoend:", err)
		}
		if failed > 0 || err != nil {
			os.Exit(1)
		}
		return
	}
	passed, failed := checklist.Run(os.Stdout, l, connected)
	p, f, err := l.disconnect()
	if err != nil {
		fmt.Fprintln(os.Stderr, "endtoend:", err)
		f++
	}
	if err := clone.Remove(l.directory); err != nil {
		fmt.Fprintln(os.Stderr, "endtoend: cleaning up:", err)
	}
	fmt.Printf("%d passed, %d failed\n", passed+p, failed+f)
	if failed+f > 0 {
		os.Exit(1)
	}
}

// errUnmet is the failure of a check whose foundation is missing.
var errUnmet = errors.New("not tried: an earlier check that it builds on has failed")
