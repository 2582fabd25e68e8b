// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pictures are the stills that the documents show. Each is made of the trace of
// its name, with these arguments.
var pictures = map[string][]string{
	"boxes":     {"--heap_size=64KiB"},
	"holes":     {"--heap_size=256KiB", "--allocators=buddy,tlsf"},
	"just_over": {"--heap_size=128KiB", "--allocators=buddy,tlsf"},
	"mixed":     {"--heap_size=256KiB"},
}

func TestPicturesShowWhatTheAllocatorsDo(t *testing.T) {
	here, err := filepath.Abs("pictures")
	require.NoError(t, err)
	for name, arguments := range pictures {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "made.svg")
			_, err := run(append(arguments, filepath.Join(here, name+".txt"), "--svg="+made)...)
			require.NoError(t, err)
			got, err := os.ReadFile(made)
			require.NoError(t, err)
			want, err := os.ReadFile(filepath.Join(here, name+".svg"))
			require.NoError(t, err)
			if string(want) != string(got) {
				t.Fatalf("pictures/%s.svg is not what the allocators do today. If they are right, say:\n"+
					"cd tools/heapview/pictures && ../../../bazelw run //tools/heapview -- %[1]s.txt %s --svg=%[1]s.svg",
					name, strings.Join(arguments, " "))
			}
		})
	}
}

func TestEveryTraceHasItsPicture(t *testing.T) {
	traces, err := filepath.Glob("pictures/*.txt")
	require.NoError(t, err)
	require.Len(t, traces, len(pictures))
}
