// SPDX-License-Identifier: MIT

package choices

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var twoVariants = Choices{Variants: []Variant{
	{Name: "k210", Packages: map[string][]string{"m/policy": {"policy/doc.go", "policy/one.go"}, "m/only": {"only/a.go"}}},
	{Name: "k210_two", Packages: map[string][]string{"m/policy": {"policy/doc.go", "policy/two.go"}}},
}}

func TestAVariantHidesWhatOthersBuild(t *testing.T) {
	assert.Equal(t, []string{"/tree/policy/two.go"}, twoVariants.Hidden("/tree", twoVariants.Variants[0]))
	assert.Equal(t, []string{"/tree/policy/one.go"}, twoVariants.Hidden("/tree", twoVariants.Variants[1]))
}

func TestTheVariantOfAFileIsTheFirstThatBuildsIt(t *testing.T) {
	for file, want := range map[string]string{
		"/tree/policy/one.go": "k210",
		"/tree/policy/two.go": "k210_two",
		"/tree/policy/doc.go": "k210",
		"/tree/only/a.go":     "k210",
		"/tree/new.go":        "k210",
	} {
		assert.Equal(t, want, twoVariants.VariantWith("/tree", file).Name, file)
	}
}

func TestChoicesThatCannotBeReadAreErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "choices.json")
	_, err := Read(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err = Read(path)
	require.ErrorContains(t, err, path+": unexpected end")
	require.NoError(t, os.WriteFile(path, []byte("{}"), 0o600))
	_, err = Read(path)
	require.ErrorContains(t, err, "names no variant")
}
