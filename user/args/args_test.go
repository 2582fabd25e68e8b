// SPDX-License-Identifier: MIT

package args

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNumberReadsWhatStrconvReads(t *testing.T) {
	for _, text := range []string{"", "0", "7", "007", "10", "18446744073709551615", "18446744073709551616", "99999999999999999999",
		"184467440737095516150", "-1", "+1", "1a", " 1", "1_0", "0x10", "٣"} {
		check(t, text)
	}
}

func FuzzNumber(f *testing.F) {
	f.Add("18446744073709551614")
	f.Fuzz(check)
}

func check(t *testing.T, text string) {
	want, err := strconv.ParseUint(text, 10, 64)
	got, ok := Number(text)
	assert.Equal(t, err == nil, ok, "%q", text)
	if ok {
		assert.Equal(t, want, got, "%q", text)
	}
}
