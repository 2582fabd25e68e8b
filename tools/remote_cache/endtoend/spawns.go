// SPDX-License-Identifier: MIT

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

// spawn is what one entry of Bazel's execution log (--execution_log_json_file)
// says that matters here.
type spawn struct {
	Label           string `json:"targetLabel"`
	Mnemonic        string `json:"mnemonic"`
	Runner          string `json:"runner"`
	CacheHit        bool   `json:"cacheHit"`
	RemoteCacheable bool   `json:"remoteCacheable"`
}

// spawns is the sum of an execution log.
type spawns struct {
	hits    int
	missed  []string // cacheable, but built
	private []string // may not be cached, as their tags say
}

// readSpawns sums up the execution log of a file. (An entry names all inputs of
// an action, so that the log is read one entry at a time.)
func readSpawns(name string) (spawns, error) {
	file, err := os.Open(name)
	if err != nil {
		return spawns{}, err
	}
	defer file.Close()
	return sumSpawns(file)
}

func sumSpawns(log io.Reader) (spawns, error) {
	var sum spawns
	for decoder := json.NewDecoder(log); ; {
		var s spawn
		err := decoder.Decode(&s)
		if errors.Is(err, io.EOF) {
			sort.Strings(sum.missed)
			sort.Strings(sum.private)
			return sum, nil
		}
		if err != nil {
			return spawns{}, fmt.Errorf("execution log: %w", err)
		}
		name := fmt.Sprintf("%s of %s (%s)", s.Mnemonic, s.Label, s.Runner)
		switch {
		case !s.RemoteCacheable:
			sum.private = append(sum.private, name)
		case s.CacheHit && s.Runner == "remote cache hit":
			sum.hits++
		default:
			sum.missed = append(sum.missed, name)
		}
	}
}

// allHits is an error unless everything that may be cached was found.
func (s spawns) allHits() error {
	if len(s.missed) > 0 {
		return fmt.Errorf("%d of %d cacheable actions were not found in the cache:\n  %s", len(s.missed), s.hits+len(s.missed), strings.Join(s.missed, "\n  "))
	}
	if s.hits == 0 {
		return errors.New("the execution log has no action that was found in the cache")
	}
	return nil
}
