// SPDX-License-Identifier: MIT

package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSizesAreBytesOrHaveAUnit(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "4096": 4096, "2K": 2048, "500M": 500 << 20, "10G": 10 << 30, "1T": 1 << 40} {
		got, err := ParseSize(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "0", "-1", "G", "10g", "1.5G", "10GB", "9999999999T", "99999999999999999999"} {
		_, err := ParseSize(text)
		assert.ErrorContains(t, err, "is no size", text)
	}
}

// fill writes ten entries of 100 bytes, the first the oldest, in turn into both folders.
func fill(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range 10 {
		folder := filepath.Join(dir, Folders[i%2])
		require.NoError(t, os.MkdirAll(folder, 0o755))
		path := filepath.Join(folder, fmt.Sprint(i))
		require.NoError(t, os.WriteFile(path, make([]byte, 100), 0o644))
		when := time.Unix(int64(1000+i), 0)
		require.NoError(t, os.Chtimes(path, when, when))
	}
	return dir
}

func TestTrimRemovesTheOldestEntries(t *testing.T) {
	dir := fill(t)
	removed, err := Trim(dir, 900)
	require.NoError(t, err)
	assert.Equal(t, 3, removed, "1000 bytes are above 900; 700 are the first that are at most 720")
	for i := range 10 {
		_, err := os.Stat(filepath.Join(dir, Folders[i%2], fmt.Sprint(i)))
		assert.Equal(t, i < 3, os.IsNotExist(err), "entry %d", i)
	}
}

func TestTrimLeavesWhatFits(t *testing.T) {
	dir := fill(t)
	removed, err := Trim(dir, 1000)
	require.NoError(t, err)
	assert.Zero(t, removed)
}

func TestTrimOfAnEmptyStoreDoesNothing(t *testing.T) {
	removed, err := Trim(filepath.Join(t.TempDir(), "missing"), 1)
	require.NoError(t, err)
	assert.Zero(t, removed)
}
