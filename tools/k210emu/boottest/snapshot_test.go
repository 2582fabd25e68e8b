// SPDX-License-Identifier: MIT

//go:build bazel

package boottest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run that was cut by a snapshot, anywhere, ends as the whole one does: with the
// same console, counts and memory.
func TestARunGoesOnFromASnapshotToTheByte(t *testing.T) {
	const points = 4
	for env := range strings.SplitSeq(os.Getenv("ENVS"), ",") {
		for _, test := range []struct {
			name, machine, typed string
			limit                uint64
		}{
			{"a boot to its end", "HELLO", "", 1_000_000_000},
			// The input is typed behind the last snapshot: a file has no place in one.
			{"two harts, input and a reboot", "SBI", "sbi", 1_000_000_000},
			{"many apps in the midst of it", "APPS", "", 20_000_000},
		} {
			t.Run(env+"/"+test.name, func(t *testing.T) {
				variable, directory := test.machine+"_"+env, t.TempDir()
				file := func(name string) string { return filepath.Join(directory, name) }
				whole := boot(t, variable, test.typed, "--save="+file("whole"), fmt.Sprint("--limit=", test.limit))
				count, err := strconv.ParseUint(strings.Fields(whole.retired)[0], 10, 64)
				require.NoError(t, err)
				random := rand.New(rand.NewPCG(1, uint64(len(test.name))))
				for n := range points {
					at := 1 + random.Uint64N(count-1)
					if test.typed != "" {
						at = 1 + random.Uint64N(count/10)
					}
					first := boot(t, variable, "", "--save="+file("half"), fmt.Sprint("--limit=", at))
					require.Zero(t, first.status, "the limit is what was wanted")
					left := test.limit - at
					second := boot(t, variable, test.typed, "--restore="+file("half"), "--save="+file("again"), fmt.Sprint("--limit=", left))
					assert.Equal(t, whole, result{second.status, first.console + second.console, second.retired}, "cut after %d", at)
					assert.True(t, bytes.Equal(read(t, file("whole")), read(t, file("again"))), "point %d: cut after %d", n, at)
				}
			})
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return content
}
