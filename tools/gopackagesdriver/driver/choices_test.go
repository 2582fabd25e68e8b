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
	assert.Equal(t, []string{"/root/policy/two.go"}, twoVariants.hidden("/root", twoVariants.Variants[0]))
	assert.Equal(t, []string{"/root/policy/one.go"}, twoVariants.hidden("/root", twoVariants.Variants[1]))
}

func TestTheVariantOfAFileIsTheFirstThatBuildsIt(t *testing.T) {
	for file, want := range map[string]string{
		"/root/policy/one.go": "k210",
		"/root/policy/two.go": "k210_two",
		"/root/policy/doc.go": "k210",
		"/root/only/a.go":     "k210",
		"/root/new.go":        "k210",
	} {
		assert.Equal(t, want, twoVariants.variantWith("/root", file).Name, file)
	}
}

func TestPatternsOfFilesAreToldFromOthers(t *testing.T) {
	files, others := filesOf([]string{"./...", "file=/a/../b.go", "builtin"})
	assert.Equal(t, []string{"/b.go"}, files)
	assert.Equal(t, []string{"./...", "builtin"}, others)
}

func TestLabelsAreDirectories(t *testing.T) {
	d := &Driver{Root: "/root"}
	for label, want := range map[string]string{
		"//kernel":             "/root/kernel",
		"@//kernel:kernel_lib": "/root/kernel",
		"//kernel/...":         "/root/kernel/...",
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
