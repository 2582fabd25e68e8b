// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pictures are the stills that the documents show: the trace of each, without
// its ending, and the arguments.
var pictures = map[string]struct {
	trace     string
	arguments []string
}{
	"boxes":     {"boxes", []string{"--heap_size=64KiB"}},
	"holes":     {"holes", []string{"--heap_size=256KiB", "--allocators=buddy,tlsf"}},
	"just_over": {"just_over", []string{"--heap_size=128KiB", "--allocators=buddy,tlsf"}},
	"mixed":     {"mixed", []string{"--heap_size=256KiB"}},
	"garbage":   {"garbage", []string{"--heap_size=64KiB", "--allocators=buddy,tlsf", "--at=0.5333"}},
	"swept":     {"garbage", []string{"--heap_size=64KiB", "--allocators=buddy,tlsf"}},
}

func TestPicturesShowWhatTheAllocatorsDo(t *testing.T) {
	here, err := filepath.Abs("pictures")
	require.NoError(t, err)
	for name, picture := range pictures {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "made.svg")
			_, err := run(append(picture.arguments, filepath.Join(here, picture.trace+".txt"), "--svg="+made)...)
			require.NoError(t, err)
			got, err := os.ReadFile(made)
			require.NoError(t, err)
			want, err := os.ReadFile(filepath.Join(here, name+".svg"))
			require.NoError(t, err)
			if string(want) != string(got) {
				t.Fatalf("pictures/%s.svg is not what the allocators do today. If they are right, say:\n"+
					"cd tools/heapview/pictures && ../../../bazelw run //tools/heapview -- %s.txt %s --svg=%[1]s.svg",
					name, picture.trace, strings.Join(picture.arguments, " "))
			}
		})
	}
}

func TestEveryTraceHasItsPicture(t *testing.T) {
	traces, err := filepath.Glob("pictures/*.txt")
	require.NoError(t, err)
	shown := map[string]bool{}
	for _, picture := range pictures {
		shown["pictures/"+picture.trace+".txt"] = true
	}
	require.Len(t, shown, len(traces))
	for _, trace := range traces {
		require.True(t, shown[trace], trace)
	}
}
