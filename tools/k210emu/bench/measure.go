// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// result is how a kernel has booted.
type result struct {
	kernel       kernel
	instructions uint64
	boots        [][]boot // of each emulator
}

// measure boots kernels in all emulators in turn, and says what it does.
func (s *suite) measure(chosen []kernel, rounds int, progress io.Writer) ([]result, error) {
	results := make([]result, len(chosen))
	for n, k := range chosen {
		results[n] = result{kernel: k, boots: make([][]boot, len(s.emulators))}
	}
	for round := range rounds {
		fmt.Fprintf(progress, "round %d of %d\n", round+1, rounds)
		for n := range results {
			r := &results[n]
			path, err := s.image(r.kernel)
			if err != nil {
				return nil, err
			}
			for i, e := range s.emulators {
				b, err := e.boot(path, r.kernel.line)
				if err != nil {
					return nil, fmt.Errorf("%s in %s: %w", r.kernel.name, e.name(), err)
				}
				r.boots[i] = append(r.boots[i], b)
				r.instructions = max(r.instructions, b.instructions)
			}
		}
	}
	return results, nil
}

// durations returns a time of each boot.
func durations(boots []boot, of func(boot) time.Duration) (all []time.Duration) {
	for _, b := range boots {
		all = append(all, of(b))
	}
	return all
}

func whole(b boot) time.Duration { return b.all }

func computing(b boot) time.Duration { return b.cpu }

func untilLine(b boot) time.Duration { return b.line }

// median returns the middle one, or what is between the middle ones.
//
// Precondition: there is one.
func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}
