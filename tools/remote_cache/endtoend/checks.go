// SPDX-License-Identifier: MIT

package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"
)

// bare are the flags with which an action sees its inputs and a few files below
// /dev and /proc: no /bin, no /usr, no /etc.
// (Bazel keeps the directories of sandboxes for the next action of the kind: such a
// one must not be met by a build with an ordinary sandbox.)
var bare = []string{"--spawn_strategy=linux-sandbox", "--experimental_use_hermetic_linux_sandbox", "--noreuse_sandbox_directories"}

// exception is the one kind of build actions that runs in an ordinary sandbox:
// a script of rules_go's for bash, with which it builds its builder.
var exception = []string{"--strategy=GoToolchainBinaryBuild=processwrapper-sandbox"}

// wrapperPrograms are what Bazel's wrapper of a test (test-setup.sh,
// generate-xml.sh) runs, and /bin/sh, which launchers of packaged programs are
// written for. Of the machine's programs tests see these alone. (README.md has
// the same list.)
var wrapperPrograms = []string{
	"bash", "cat", "date", "dirname", "env", "expr", "find", "grep", "ln", "mkdir",
	"pgrep", "ps", "rm", "sed", "sh", "sleep", "sort", "stat", "tee", "touch", "tr",
}

// dispensable are those that the wrapper does without where they are missing (of
// Debian's package procps, which a small machine does not have).
var dispensable = []string{"pgrep", "ps"}

// testSandbox returns the flags of a sandbox that has, beside a test's inputs, the
// wrapper's programs, the machine's shared libraries for them, and what is no
// program but the system's own: processes in /proc and terminals in /dev. There a
// test is an ordinary user: a root, who could do more, would hide what it needs.
func (l *lab) testSandbox() ([]string, error) {
	programs := filepath.Join(l.directory, "wrapper-programs")
	if err := os.MkdirAll(programs, 0o755); err != nil {
		return nil, err
	}
	for _, name := range wrapperPrograms {
		path, err := exec.LookPath(name)
		if errors.Is(err, exec.ErrNotFound) && slices.Contains(dispensable, name) {
			continue
		}
		if err != nil {
			return nil, err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(programs, name), content, 0o755); err != nil {
			return nil, err
		}
	}
	flags := with(bare, []string{
		"--sandbox_add_mount_pair=" + programs + ":/bin",
		"--sandbox_add_mount_pair=" + programs + ":/usr/bin",
		"--sandbox_add_mount_pair=/proc",
		"--sandbox_add_mount_pair=/dev",
		"--sandbox_fake_username",
	})
	for _, libraries := range []string{"/lib", "/lib64"} {
		if real, err := filepath.EvalSymlinks(libraries); err == nil {
			flags = append(flags, "--sandbox_add_mount_pair="+real+":"+libraries)
		}
	}
	return flags, nil
}

// with joins lists of arguments.
func with(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// quiet are flags of every build here. Nobody has a cache that he is not given.
var quiet = []string{"--disk_cache=", "--noshow_progress", "--test_output=errors", "--nobuild_tests_only"}

func fetch(l *lab) error {
	for _, u := range []*user{l.a, l.b} {
		if _, err := u.bazelw(with([]string{"fetch", "--noshow_progress"}, l.targets)...); err != nil {
			return err
		}
		if _, err := u.outputBase(); err != nil {
			return err
		}
		// (A server that stands in this network cannot be met from another.)
		if _, err := u.bazelw("shutdown"); err != nil {
			return err
		}
	}
	return nil
}

func noNetwork(*lab) error {
	interfaces, err := net.Interfaces()
	if err != nil {
		return err
	}
	for _, i := range interfaces {
		if i.Flags&net.FlagLoopback == 0 && i.Flags&net.FlagUp != 0 {
			return fmt.Errorf("the interface %s is up", i.Name)
		}
	}
	return nil
}

func bareSandboxIsBare(l *lab) error {
	said, err := l.b.bazelw(with([]string{"build", "//tools/mkimage"}, quiet, bare)...)
	if err == nil {
		return errors.New("rules_go's script for bash ran in a sandbox that should have no bash")
	}
	if !strings.Contains(said, "GoToolchainBinaryBuild") && !strings.Contains(said, "binary_wrapper.sh") {
		return fmt.Errorf("another action failed than the one that needs bash: %w", err)
	}
	return nil
}

func coldBuild(l *lab) error {
	start := time.Now()
	_, err := l.a.bazelw(with([]string{"build"}, l.filling(), quiet, bare, exception, l.targets)...)
	l.took["cold"] = time.Since(start)
	if err != nil {
		return err
	}
	l.images, err = l.a.imageSums()
	return err
}

// filling are the flags of a build that fills the cache.
func (l *lab) filling() []string {
	return []string{"--config=remote_cache_write", "--remote_cache=" + l.server.URL()}
}

func coldTests(l *lab) error {
	if l.images == nil {
		return errUnmet
	}
	sandbox, err := l.testSandbox()
	if err != nil {
		return err
	}
	start := time.Now()
	_, err = l.a.bazelw(with([]string{"test", "--keep_going"}, l.filling(), quiet, sandbox, exception, l.targets)...)
	l.took["cold"] += time.Since(start)
	l.tested = err == nil
	return err
}

func secondTest(l *lab) error {
	if !l.tested {
		return errUnmet
	}
	start := time.Now()
	log := filepath.Join(l.directory, "second.json")
	_, err := l.a.bazelw(with([]string{"test", "--execution_log_json_file=" + log}, l.filling(), quiet, l.targets)...)
	l.took["second test"] = time.Since(start)
	if err != nil {
		return err
	}
	sum, err := readSpawns(log)
	if err != nil {
		return err
	}
	if n := sum.hits + len(sum.missed); n != 0 {
		return fmt.Errorf("%d actions ran again: %q", n, sum.missed)
	}
	return nil
}

// kernelFile is a source of the kernel that changedKernelBoots changes.
const kernelFile = "kernel/main_riscv64.go"

func changedKernelBoots(l *lab) error {
	if l.images == nil {
		return errUnmet
	}
	path := filepath.Join(l.a.clone, kernelFile)
	before, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	const words = "changed by endtoend"
	changed := string(before) + "\nfunc init() { println(\"" + words + "\") }\n"
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		return err
	}
	start := time.Now()
	said, err := l.a.bazelw(with([]string{"run", "//:qemu"}, quiet)...)
	l.took["one kernel file changed, booted again"] = time.Since(start)
	if err != nil {
		return err
	}
	if !strings.Contains(said, words) || !strings.Contains(said, "Application exited with code 0") {
		return fmt.Errorf("the changed kernel did not boot; it printed:\n%s", said)
	}
	return os.WriteFile(path, before, 0o644)
}

func warmBuild(l *lab) error {
	if !l.tested {
		return errUnmet
	}
	log := filepath.Join(l.directory, "warm.json")
	start := time.Now()
	_, err := l.b.bazelw(with([]string{"test", "--config=remote_cache", "--remote_cache=" + l.server.URL(), "--execution_log_json_file=" + log}, quiet, l.targets)...)
	l.took["fresh clone, warm remote cache"] = time.Since(start)
	if err != nil {
		return err
	}
	sum, err := readSpawns(log)
	if err != nil {
		return err
	}
	fmt.Printf("     %d actions and tests found in the cache, %d missed, %d not cacheable\n", sum.hits, len(sum.missed), len(sum.private))
	for _, name := range sum.private {
		fmt.Printf("       not cacheable: %s\n", name)
	}
	return sum.allHits()
}

func sameImages(l *lab) error {
	if l.images == nil {
		return errUnmet
	}
	images, err := l.b.imageSums()
	if err != nil {
		return err
	}
	fmt.Printf("     %d images compared\n", len(l.images))
	return compare(l.images, images, true)
}

// independent are the images that are built again from nothing: one of each kind,
// and all that they are made of, from the compiler's standard library up.
var independent = []string{"//:apps_image", "//:kernel_image", "//firmware:image", "//platforms/k210:all", "//user:hello"}

// independentBuild lets B, who has taken all from A's cache, build images without any.
func independentBuild(l *lab) error {
	if l.images == nil {
		return errUnmet
	}
	if _, err := l.b.bazelw("clean"); err != nil {
		return err
	}
	if _, err := l.b.bazelw(with([]string{"build"}, quiet, exception, independent)...); err != nil {
		return err
	}
	images, err := l.b.imageSums()
	if err != nil {
		return err
	}
	for _, name := range []string{"kernel_image.bin", "apps_image.bin", "firmware/image.bin", "firmware/k210_image.bin", "user/hello.bin"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(images)), func(path string) bool { return strings.HasSuffix(path, "/bin/"+name) }) {
			return fmt.Errorf("%s was not built", name)
		}
	}
	fmt.Printf("     %d images compared\n", len(images))
	return compare(images, l.images, true)
}

// compare is an error where got has another sum than want for a path, or, with
// all, lacks one.
func compare(want, got map[string]string, all bool) error {
	var wrong []string
	if len(got) == 0 {
		wrong = append(wrong, "there is no image at all")
	}
	for path, sum := range want {
		if other, ok := got[path]; ok && other != sum {
			wrong = append(wrong, fmt.Sprintf("%s is %s, was %s", path, other, sum))
		} else if !ok && all {
			wrong = append(wrong, path+" is missing")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	sort.Strings(wrong)
	return fmt.Errorf("%d images are not what they were:\n  %s", len(wrong), strings.Join(wrong, "\n  "))
}

// imageSums returns the sha256 of each image, ELF file and image file for
// boards that the user's Bazel has built.
func (u *user) imageSums() (map[string]string, error) {
	root, err := u.bazelOut()
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasSuffix(path, ".runfiles") {
			return filepath.SkipDir // links to what is seen elsewhere
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		switch filepath.Ext(path) {
		case ".bin", ".elf", ".kfpkg", ".pack":
		default:
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		sums[name] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	})
	if err == nil && len(sums) == 0 {
		err = fmt.Errorf("there is no image below %s", root)
	}
	return sums, err
}
