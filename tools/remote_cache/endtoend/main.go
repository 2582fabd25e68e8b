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
	"time"

	"bugo/tools/clone"
)

// check is one property. The checks build on each other, in this order.
type check struct {
	name string
	run  func(*lab) error
}

// connected are the checks on the network that this machine has.
var connected = []check{
	{"two users fetch what the targets need", fetch},
}

// disconnected are the checks in a namespace without any network.
var disconnected = []check{
	{"there is no network", noNetwork},
	{"a sandbox without the machine's programs is one", bareSandboxIsBare},
	{"a clean build needs no network and none of the machine's programs", coldBuild},
	{"tests need no network and no more programs than their wrapper", coldTests},
	{"a second test runs nothing", secondTest},
	{"a changed kernel is booted again", changedKernelBoots},
	{"another user in another directory builds nothing", warmBuild},
	{"every image is the same bit by bit", sameImages},
	{"images built again from nothing, without any cache, are the same", independentBuild},
	{"a cache that is down only slows", cacheDown},
	{"a cache that is slow only slows", cacheSlow},
	{"a cache that never answers only slows", cacheSilent},
	{"a cache that is broken only slows", cacheBroken},
	{"a full cache only slows", cacheFull},
	{"a cache that takes no large blobs only slows", cacheRefuses},
	{"a cache of damaged blobs only slows", cacheDamaged},
	{"a cache of halved blobs only slows", cacheHalved},
	{"a cache that has lost its blobs only slows", cacheEvicted},
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
		passed, failed := l.runAll(disconnected)
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
	passed, failed := l.runAll(connected)
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

func (l *lab) runAll(checks []check) (passed, failed int) {
	for _, check := range checks {
		start := time.Now()
		err := check.run(l)
		took := time.Since(start).Round(100 * time.Millisecond)
		if err != nil {
			failed++
			fmt.Printf("FAIL %s (%v)\n%v\n", check.name, took, err)
			continue
		}
		passed++
		fmt.Printf("ok   %s (%v)\n", check.name, took)
	}
	return passed, failed
}
