// SPDX-License-Identifier: MIT

// Package store is about the directory in which a remote cache keeps its
// entries: one file each, DIR/ac/HASH or DIR/cas/HASH, as Bazel's HTTP protocol
// names them.
//
// Entries never change, so that their time of writing is their age. Any of them
// may be removed at any time: with the settings of .bazelrc a client for which a
// blob is gone builds that action itself.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Folders are the two kinds of entries: results of actions, and contents.
var Folders = []string{"ac", "cas"}

// trimmedShare is how full the store is after a trim, in percent of its limit:
// the next trims find nothing to do for a while.
const trimmedShare = 80

// ParseSize returns the bytes of a size such as 500M, 10G or 4096.
func ParseSize(text string) (int64, error) {
	number, shift := text, 0
	for i, unit := range []string{"K", "M", "G", "T"} {
		if before, ok := strings.CutSuffix(text, unit); ok {
			number, shift = before, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > (1<<62)>>shift {
		return 0, fmt.Errorf("%q is no size: it must be a positive number of bytes, or one with K, M, G or T, such as 10G", text)
	}
	return n << shift, nil
}

// Trim removes the oldest entries of dir where all of them together are above
// limit bytes, and says how many it removed. Entries that vanish while it looks
// are no error.
func Trim(dir string, limit int64) (removed int, err error) {
	type entry struct {
		path    string
		size    int64
		written time.Time
	}
	var entries []entry
	var total int64
	for _, folder := range Folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			entries = append(entries, entry{path, info.Size(), info.ModTime()})
			total += info.Size()
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	if total <= limit {
		return 0, nil
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].written.Before(entries[j].written) })
	for _, e := range entries {
		if total <= limit/100*trimmedShare {
			break
		}
		if err := os.Remove(e.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, err
		}
		total -= e.size
		removed++
	}
	return removed, nil
}
