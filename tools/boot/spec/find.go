// SPDX-License-Identifier: MIT

package spec

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Variable is the environment variable in which Bazel hands over the spec.
const Variable = "BOOT_SPEC"

// repository is the main repository's name in runfiles, under Bzlmod.
const repository = "_main"

// Root returns the directory against which the paths of a spec are resolved,
// for a driver started as argv0: the main repository's runfiles, or where there
// are none the current directory.
//
// Bazel starts tests and run targets in that directory. A test that starts
// another target's driver, and a user who starts it from bazel-bin, do not.
func Root(argv0 string) (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for _, variable := range []string{"TEST_SRCDIR", "RUNFILES_DIR"} {
		if dir := os.Getenv(variable); dir != "" && isDir(filepath.Join(dir, repository)) {
			return filepath.Abs(filepath.Join(dir, repository))
		}
	}
	if !strings.Contains(argv0, "/") {
		return here, nil
	}
	program, err := filepath.Abs(argv0)
	if err != nil {
		return "", err
	}
	if before, _, ok := strings.Cut(program, ".runfiles/"+repository+"/"); ok {
		return before + ".runfiles/" + repository, nil
	}
	if dir := program + ".runfiles/" + repository; isDir(dir) {
		return dir, nil
	}
	return here, nil
}

// Enter makes root the current directory, for the program and for what it
// starts. The environment's PWD follows, since shells trust it, even where it
// names another way to the same folder from which ".." leads elsewhere.
func Enter(root string) error {
	if err := os.Chdir(root); err != nil {
		return err
	}
	return os.Setenv("PWD", root)
}

// Find returns the path of the spec for a driver started as argv0. given is the
// value of --spec, relative to the current directory; without it the
// environment names the spec, relative to root; without that it is the file
// beside the driver with its name and ".json", so that the driver also works
// where Bazel's environment does not reach.
func Find(given, argv0, root string) (string, error) {
	if given != "" {
		return filepath.Abs(given)
	}
	if named := os.Getenv(Variable); named != "" {
		if filepath.IsAbs(named) {
			return named, nil
		}
		return filepath.Join(root, named), nil
	}
	if strings.Contains(argv0, "/") {
		beside, err := filepath.Abs(argv0 + ".json")
		if err != nil {
			return "", err
		}
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	return "", errors.New("no boot spec: start this through Bazel (./bazelw run //:qemu), or give --spec=FILE")
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
