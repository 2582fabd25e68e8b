// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"strings"

	"bugo/heap"
	"bugo/tools/heapview/film"
)

// allocators is every allocator that a trace can be played over. A new one is
// one line here.
var allocators = []film.Allocator{
	{Name: "bump", New: func() heap.Allocator { return new(heap.Bump) }},
	{Name: "buddy", New: func() heap.Allocator { return new(heap.Buddy) }},
	{Name: "tlsf", New: func() heap.Allocator { return new(heap.TLSF) }},
}

// choose returns the allocators of these names, in the names' order; all if
// there are no names.
func choose(names []string) ([]film.Allocator, error) {
	if len(names) == 0 {
		return allocators, nil
	}
	var chosen []film.Allocator
	var known []string
	for _, allocator := range allocators {
		known = append(known, allocator.Name)
	}
search:
	for _, name := range names {
		for _, allocator := range allocators {
			if allocator.Name == name {
				chosen = append(chosen, allocator)
				continue search
			}
		}
		return nil, fmt.Errorf("there is no allocator %q; there are %s", name, strings.Join(known, ", "))
	}
	return chosen, nil
}
