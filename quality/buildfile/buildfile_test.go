// SPDX-License-Identifier: MIT

package buildfile

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/quality/tree"
)

func TestPackagesAreFoundByTheirFolders(t *testing.T) {
	packages := Packages(tree.New(map[string][]byte{
		"BUILD.bazel": nil, "a/b/BUILD": nil, "a/broken/BUILD.bazel": []byte("("), "a/testdata/BUILD.bazel": nil, "a/rules.bzl": nil,
	}))
	assert.Len(t, packages, 2)
	assert.Equal(t, "a/b/BUILD", packages["a/b"].Path)
	assert.Contains(t, packages, "")
}

func TestRulesInListsAreFoundToo(t *testing.T) {
	file := Parse("a/BUILD.bazel", []byte(`load("x", "y")
go_library(name = "one")
[go_library(name = "two_" + n) for n in LIST]
macro(name = "three", list = [inner(1)])
`))
	require.NotNil(t, file)
	assert.Len(t, Rules(file, "go_library"), 2)
	assert.Len(t, Rules(file, ""), 3)
	assert.Empty(t, Rules(file, "go_test"))
	assert.Equal(t, 4, Line(Rules(file, "macro")[0], "visibility"))
}

func TestLabelsAreMadeAbsolute(t *testing.T) {
	for label, want := range map[string]string{
		":a": "//x/y:a", "a": "//x/y:a", "//b/c": "//b/c:c", "//b/c:d": "//b/c:d", "//:a": "//:a", "@m//a": "@m//a",
	} {
		assert.Equal(t, want, Absolute(label, "x/y"), label)
	}
	assert.Equal(t, "b/c", Folder("//b/c:d"))
	assert.Empty(t, Folder("//:a"))
}

func TestARulesVisibilityIsItsOwnOrTheFilesOrPrivate(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
		ok   bool
	}{
		"its own": {`package(default_visibility = ["//a:__pkg__"])` + "\n" + `r(name = "r", visibility = ["//b:__pkg__"])`, []string{"//b:__pkg__"}, true},
		"default": {`package(default_visibility = ["//a:__pkg__"])` + "\n" + `r(name = "r")`, []string{"//a:__pkg__"}, true},
		"none":    {`r(name = "r")`, []string{"//visibility:private"}, true},
		"empty":   {`r(name = "r", visibility = [])`, []string{}, true},
		"a sum":   {`r(name = "r", visibility = ["//a:__pkg__"] + B)`, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			file := Parse("BUILD", []byte(c.text))
			labels, _, ok := Visibility(file, Rules(file, "r")[0])
			assert.Equal(t, c.want, labels)
			assert.Equal(t, c.ok, ok)
		})
	}
}

func TestPatternsFitFoldersAndWhatIsBelow(t *testing.T) {
	for label, c := range map[string]struct{ in, out []string }{
		"//visibility:public": {in: []string{"", "a", "a/b"}},
		"//:__subpackages__":  {in: []string{"", "a", "a/b"}},
		"//a:__subpackages__": {in: []string{"a", "a/b"}, out: []string{"", "ab", "b/a"}},
		"//a:__pkg__":         {in: []string{"a"}, out: []string{"", "a/b"}},
		"//:__pkg__":          {in: []string{""}, out: []string{"a"}},
	} {
		pattern, ok := Admits(label)
		require.True(t, ok, label)
		for _, folder := range c.in {
			assert.True(t, pattern.Fits(folder), "%s %s", label, folder)
		}
		for _, folder := range c.out {
			assert.False(t, pattern.Fits(folder), "%s %s", label, folder)
		}
	}
	for _, label := range []string{"//visibility:private", "//:kernel"} {
		_, ok := Admits(label)
		assert.False(t, ok, label)
	}
}

func TestGroupsHaveWhatTheyListButForWhatTheyTakeOut(t *testing.T) {
	groups := Groups(Packages(tree.New(map[string][]byte{"p/BUILD.bazel": []byte(`
package_group(name = "some", packages = ["//a/...", "//b", "-//a/c/...", "private"])
package_group(name = "all", packages = ["//..."])
package_group(name = "public", packages = ["public"])
package_group(name = "odd", packages = ["//a:b", "@m//..."], includes = [":all"])
`)})))
	for _, folder := range []string{"a", "a/b", "b"} {
		assert.True(t, groups["//p:some"].Has(folder), folder)
	}
	for _, folder := range []string{"", "a/c", "a/c/d", "b/c", "d"} {
		assert.False(t, groups["//p:some"].Has(folder), folder)
	}
	assert.True(t, groups["//p:all"].Has("x/y"))
	assert.True(t, groups["//p:public"].Has("x/y"))
	assert.Equal(t, []string{"//a:b", "@m//...", "includes"}, groups["//p:odd"].Unread)
	assert.Equal(t, 2, groups["//p:some"].Line)
}
