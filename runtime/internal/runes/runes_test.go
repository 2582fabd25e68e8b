// SPDX-License-Identifier: MIT

package runes

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestEveryRuneIsEncodedAsUTF8Does(t *testing.T) {
	for r := rune(-2); r <= maxRune+2; r++ {
		var got [MaxBytes]byte
		n := Encode(got[:], r)
		want := utf8.AppendRune(nil, r)
		if string(want) != string(got[:n]) || Length(r) != len(want) {
			require.Equal(t, want, got[:n], "rune %#x", r)
			require.Equal(t, len(want), Length(r), "rune %#x", r)
		}
		back, next := Decode(string(want), 0)
		if wantBack, _ := utf8.DecodeRune(want); back != wantBack || next != n {
			require.Equal(t, wantBack, back, "rune %#x", r)
			require.Equal(t, n, next, "rune %#x", r)
		}
	}
}

func TestBytesThatAreNotUTF8(t *testing.T) {
	for _, s := range []string{
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xef\xbf",
		"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xff",
	} {
		requireSameRunes(t, s)
		r, next := Decode(s, 0)
		require.Equal(t, rune(Error), r, "%q", s)
		require.Equal(t, 1, next, "%q", s)
	}
}

func requireSameRunes(t *testing.T, s string) {
	t.Helper()
	var got []rune
	for i := 0; i < len(s); {
		r, next := Decode(s, i)
		require.Greater(t, next, i)
		got = append(got, r)
		i = next
	}
	require.Equal(t, []rune(s), append([]rune{}, got...), "%q", s)
	require.Equal(t, utf8.RuneCountInString(s), Count(s), "%q", s)
}

func FuzzDecodesAsUTF8Does(f *testing.F) {
	f.Add("héllo, 世界 😀")
	f.Add("\xf0\x9f\x98")
	f.Add("\xe4\xb8a\xff")
	f.Fuzz(requireSameRunes)
}
