// SPDX-License-Identifier: MIT

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bugo/tools/remote_cache/fault"
)

// small is what is built under each fault: an app, from its Go code to its image.
const small = "//user:hello"

// forget removes from B what was built of the small target, so that its actions
// run again, and only those. only is the end of the names; empty means all.
func (l *lab) forget(only string) error {
	root, err := l.b.bazelOut()
	if err != nil {
		return err
	}
	removed := 0
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.Type().IsRegular() && strings.HasPrefix(entry.Name(), "hello.") && strings.HasSuffix(entry.Name(), only) &&
			filepath.Base(filepath.Dir(path)) == "user" {
			removed++
			// Outputs may not be written, their directories may.
			return os.Remove(path)
		}
		return nil
	})
	if err == nil && removed == 0 {
		err = fmt.Errorf("nothing of %s is built below %s", small, root)
	}
	return err
}

// rebuild builds what was forgotten and compares it with A's.
func (l *lab) rebuild(flags ...string) error {
	if l.images == nil {
		return errUnmet
	}
	if _, err := l.b.bazelw(with([]string{"build", small}, quiet, flags)...); err != nil {
		return err
	}
	images, err := l.b.imageSums()
	if err != nil {
		return err
	}
	for path := range images {
		if strings.HasSuffix(path, "/bin/user/hello.bin") {
			return compare(l.images, images, false)
		}
	}
	return errors.New("hello.bin was not built")
}

// under builds the small target with a cache that has a fault, which must have
// been met.
func (l *lab) under(f fault.Fault, only string) error {
	if l.images == nil {
		return errUnmet
	}
	if err := l.forget(only); err != nil {
		return err
	}
	proxy, err := fault.Start(l.server.URL(), f)
	if err != nil {
		return err
	}
	defer proxy.Stop()
	if err := l.rebuild("--config=remote_cache_write", "--remote_cache="+proxy.URL()); err != nil {
		return err
	}
	if proxy.Hits() == 0 {
		return errors.New("the build passed, but never met the fault")
	}
	return nil
}

func cacheDown(l *lab) error {
	if l.images == nil {
		return errUnmet
	}
	if err := l.forget(""); err != nil {
		return err
	}
	// (Port 9 is the discard service's: nobody answers.)
	return l.rebuild("--config=remote_cache_write", "--remote_cache=http://127.0.0.1:9")
}

func cacheSlow(l *lab) error   { return l.under(fault.Fault{Delay: 500 * time.Millisecond}, "") }
func cacheSilent(l *lab) error { return l.under(fault.Fault{Silent: true}, ".bin") }
func cacheBroken(l *lab) error {
	return l.under(fault.Fault{Status: http.StatusInternalServerError}, "")
}

// A full cache is met by writes alone, so that what is built must be new to it.
func (l *lab) newToCache(status int) error {
	if err := os.RemoveAll(filepath.Join(l.directory, "cache", "ac")); err != nil {
		return err
	}
	return l.under(fault.Fault{PutStatus: status}, "")
}

func cacheFull(l *lab) error    { return l.newToCache(http.StatusInsufficientStorage) }
func cacheRefuses(l *lab) error { return l.newToCache(http.StatusRequestEntityTooLarge) }

// damaged fills the cache with the small target's actions first.
func (l *lab) damaged(f fault.Fault) error {
	if l.images == nil {
		return errUnmet
	}
	if err := l.forget(""); err != nil {
		return err
	}
	if err := l.rebuild("--config=remote_cache_write", "--remote_cache="+l.server.URL()); err != nil {
		return err
	}
	return l.under(f, "")
}

func cacheDamaged(l *lab) error { return l.damaged(fault.Fault{Flip: true}) }
func cacheHalved(l *lab) error  { return l.damaged(fault.Fault{Truncate: true}) }
func cacheEvicted(l *lab) error { return l.damaged(fault.Fault{Vanish: true}) }
