// SPDX-License-Identifier: MIT

package devicetree

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// example returns a small tree.
func example() []byte {
	var t Tree
	t.Node("", func() {
		t.Cells("#address-cells", 2)
		t.Strings("compatible", "a,board", "a")
		t.Property("empty", nil)
		t.Node("node@1", func() {
			t.Cells("reg", 0, 1, 0, 0xffff_ffff)
			t.Cells("#address-cells", 1)
		})
		t.Node("other", func() {})
	})
	return t.Finish()
}

func TestATreeReadsBackAsItWasWritten(t *testing.T) {
	properties, err := Read(example())
	require.NoError(t, err)
	assert.Equal(t, map[string][]byte{
		"/#address-cells":        {0, 0, 0, 2},
		"/compatible":            []byte("a,board\x00a\x00"),
		"/empty":                 {},
		"/node@1/reg":            {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff},
		"/node@1/#address-cells": {0, 0, 0, 1},
	}, properties)
}

func TestBlobsThatAreNoTreesAreErrors(t *testing.T) {
	size := uint32(len(example()))
	for _, test := range []struct {
		at    int // a number of 32 bits
		value uint32
		text  string
	}{
		{0, 0, "begins with"},
		{1, size + 1, "says that it has"},
		{2, 58, "aligned"},
		{3, size, "is not inside it"},
		{4, 36, "aligned"},
		{5, 16, "versions"},
		{8, 1, "no name"},
		{9, 8, "ends in the middle"},
		{10, 1, "reserves memory"},
		{14, 7, "token"},
		{14, 2, "did not begin"},
		{14, 9, "before its structure does"},
	} {
		blob := example()
		binary.BigEndian.PutUint32(blob[4*test.at:], test.value)
		_, err := Read(blob)
		assert.ErrorContains(t, err, test.text, "number %d", test.at)
	}
	for n := range len(example()) {
		_, err := Read(example()[:n])
		assert.Error(t, err, "%d bytes", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(example())
	f.Fuzz(func(t *testing.T, blob []byte) {
		_, _ = Read(blob) // it must not panic
	})
}
