// SPDX-License-Identifier: MIT

package driver

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
	assert.Equal(t, []string{"/tree/policy/two.go"}, twoVariants.hidden("/tree", twoVariants.Variants[0]))
	assert.Equal(t, []string{"/tree/policy/one.go"}, twoVariants.hidden("/tree", twoVariants.Variants[1]))
}

func TestTheVariantOfAFileIsTheFirstThatBuildsIt(t *testing.T) {
	for file, want := range map[string]string{
		"/tree/policy/one.go": "k210",
		"/tree/policy/two.go": "k210_two",
		"/tree/policy/doc.go": "k210",
		"/tree/only/a.go":     "k210",
		"/tree/new.go":        "k210",
	} {
		assert.Equal(t, want, twoVariants.variantWith("/tree", file).Name, file)
	}
}

func TestPatternsOfFilesAreToldFromOthers(t *testing.T) {
	files, others := filesOf([]string{"./...", "file=/a/../b.go", "builtin"})
	assert.Equal(t, []string{"/b.go"}, files)
	assert.Equal(t, []string{"./...", "builtin"}, others)
}

func TestLabelsAreDirectories(t *testing.T) {
	d := &Driver{Root: "/tree"}
	for label, want := range map[string]string{
		"//kernel":             "/tree/kernel",
		"@//kernel:kernel_lib": "/tree/kernel",
		"//kernel/...":         "/tree/kernel/...",
		"bugo/heap":            "bugo/heap",
		"./...":                "./...",
	} {
		assert.Equal(t, want, d.pattern(label), label)
	}
}

func TestChoicesThatCannotBeReadAreErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "choices.json")
	_, err := ReadChoices(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("{"), 0o600))
	_, err = ReadChoices(path)
	require.ErrorContains(t, err, path+": unexpected end")
	require.NoError(t, os.WriteFile(path, []byte("{}"), 0o600))
	_, err = ReadChoices(path)
	require.ErrorContains(t, err, "names no variant")
}
