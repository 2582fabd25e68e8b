// SPDX-License-Identifier: MIT

package heap_test

import (
	"testing"

	"bugo/heap"
	"bugo/heap/conformance"
)

// kind is an allocator of the package, by the name that //heap:allocator has.
type kind struct {
	name string
	new  func() heap.Allocator
}

// kinds is every one of them.
var kinds = []kind{
	{"bump", func() heap.Allocator { return new(heap.Bump) }},
	{"buddy", func() heap.Allocator { return new(heap.Buddy) }},
	{"tlsf", func() heap.Allocator { return new(heap.TLSF) }},
}

func TestConformance(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind.name, func(t *testing.T) {
			for i := range conformance.Checks {
				check := &conformance.Checks[i]
				t.Run(check.Name, func(t *testing.T) { check.Run(t, kind.new) })
			}
		})
	}
}
