// SPDX-License-Identifier: MIT

package clone

import (
	"os"
	"path/filepath"
	"strings"
)

// CacheDir is where ./bazelw keeps what it has fetched, as tools/bootstrap/cache.sh
// finds it: BUGO_CACHE, or bugo in the user's cache directory.
func CacheDir() (string, error) {
	if set := os.Getenv("BUGO_CACHE"); set != "" {
		return filepath.Abs(set)
	}
	directory, err := os.UserCacheDir()
	return filepath.Join(directory, "bugo"), err
}

// Environment is the caller's, without the variables by which `bazel run` tells a
// program of the tree that it was started from.
func Environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "BUILD_") && !strings.HasPrefix(variable, "RUNFILES_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
