// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/quality/checks"
	"bugo/quality/tree"
)

// visibleTree is a tree of BUILD files with the package groups that small wants.
func visibleTree(files map[string]string) *tree.Tree {
	content := map[string][]byte{"BUILD.bazel": []byte(`
package_group(name = "heap_global", packages = ["//heap/global/..."])
package_group(name = "kernel", packages = ["//kernel/..."])
package_group(name = "task", packages = ["//task/..."])
`)}
	for _, folder := range []string{"arch", "user/abi", "user", "heap", "heap/global", "trap", "task", "kernel", "tools"} {
		content[folder+"/BUILD.bazel"] = nil
	}
	// One that names all groups, and an alias that is nobody's business.
	content["arch/use/BUILD.bazel"] = []byte(`
go_library(name = "use", visibility = ["//:kernel", "//:task"])
go_library(name = "own", visibility = ["//arch:__subpackages__"])
go_library(name = "silent")
alias(name = "program", actual = "//kernel:program", visibility = ["//visibility:public"])
`)
	content["heap/dump/BUILD.bazel"] = []byte(`
go_library(name = "dump", visibility = ["//:heap_global", "//heap:__subpackages__"])
`)
	for name, text := range files {
		content[name] = []byte(text)
	}
	return tree.New(content)
}

// said returns what checkVisibilities says of a tree.
func said(layers table, t *tree.Tree) string {
	findings := layers.checkVisibilities(t)
	checks.Sort(findings)
	var got string
	for _, f := range findings {
		got += f.String() + "\n"
	}
	return got
}

func TestLibrariesThatOnlyTheirLayersSeeAreFine(t *testing.T) {
	assert.Empty(t, said(small, visibleTree(nil)))
}

func TestALibraryThatALayerMustNotSeeIsFound(t *testing.T) {
	const may = ": name the package groups of the layers that may, or their folders; quality/layers/table.go says which see "
	for name, c := range map[string]struct{ file, text, want string }{
		"a group": {"trap/BUILD.bazel", `
go_library(
    name = "trap",
    visibility = [
        "//:heap_global",
        "//:kernel",
    ],
)`, "trap/BUILD.bazel:4: go_library trap, of layer trap, is visible to //:heap_global, and so to heap/global (//heap/global), which must not see it" + may + "trap\n"},
		"a folder":          {"trap/BUILD.bazel", `go_library(name = "trap", visibility = ["//arch/use:__pkg__"])`, "trap/BUILD.bazel:1: go_library trap, of layer trap, is visible to //arch/use:__pkg__, and so to arch (//arch/use), which must not see it" + may + "trap\n"},
		"a folder of two":   {"kernel/BUILD.bazel", `go_library(name = "kernel", visibility = ["//user:__subpackages__"])`, "kernel/BUILD.bazel:1: go_library kernel, of layer kernel, is visible to //user:__subpackages__, and so to user (//user), abi, which must not see it" + may + "kernel\n"},
		"a file's default":  {"task/BUILD.bazel", "package(default_visibility = [\"//heap:__pkg__\"])\ngo_library(name = \"task\")", "task/BUILD.bazel:1: go_library task, of layer task, is visible to //heap:__pkg__, and so to heap (//heap), which must not see it" + may + "task\n"},
		"in a list":         {"task/BUILD.bazel", `[go_library(name = n, visibility = ["//heap:__pkg__"]) for n in ["a"]]`, "task/BUILD.bazel:1: go_library, of layer task, is visible to //heap:__pkg__, and so to heap (//heap), which must not see it" + may + "task\n"},
		"everyone":          {"user/os/BUILD.bazel", `go_library(name = "os", visibility = ["//visibility:public"])`, "user/os/BUILD.bazel:1: go_library os, of layer user, is visible to //visibility:public, and so to arch (//arch), heap, heap/global, kernel, task, tools, trap, abi, which must not see it" + may + "user\n"},
		"an alias":          {"heap/BUILD.bazel", `alias(name = "use", actual = "//arch/use", visibility = ["//heap/dump:__pkg__"])`, "heap/BUILD.bazel:1: alias use, of layer arch, is visible to //heap/dump:__pkg__, and so to heap (//heap/dump), which must not see it" + may + "arch\n"},
		"a group not there": {"task/BUILD.bazel", `go_library(name = "task", visibility = ["//:gone"])`, "task/BUILD.bazel:1: go_library task is visible to //:gone, which is nobody this check knows: name a package group of //:BUILD.bazel, or folders\n"},
		"no plain list":     {"task/BUILD.bazel", `go_library(name = "task", visibility = SEEN)`, "task/BUILD.bazel:1: who may see go_library task cannot be read here: write a list of labels\n"},
		"a tool for tests":  {"tools/BUILD.bazel", `go_library(name = "tools", visibility = ["//heap:__pkg__"])`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, c.want, said(small, visibleTree(map[string]string{c.file: c.text})))
		})
	}
}

func TestAPackageGroupThatIsNotItsLayerIsFound(t *testing.T) {
	got := said(small, visibleTree(map[string]string{"BUILD.bazel": `
package_group(name = "heap_global", packages = ["//heap/..."])
package_group(name = "kernel", packages = ["//kernels/..."])
package_group(name = "task", packages = ["//task/...", "-//task/..."])
package_group(name = "trap", packages = ["//trap/..."])
package_group(name = "traps_and_above", packages = ["//trap/..."])
package_group(name = "user", packages = ["@other//..."], includes = [":task"])
`}))
	assert.Equal(t, `BUILD.bazel:2: package group heap_global has //heap, which quality/layers/table.go does not count to that layer: leave it out, or change the table
BUILD.bazel:2: package group heap_global has //heap/dump, which quality/layers/table.go does not count to that layer: leave it out, or change the table
BUILD.bazel:3: package group kernel lacks //kernel, which quality/layers/table.go counts to that layer: add it, or change the table
BUILD.bazel:4: package group task lacks //task, which quality/layers/table.go counts to that layer: add it, or change the table
BUILD.bazel:5: package group trap is used nowhere: take it out
BUILD.bazel:6: package group traps_and_above is no layer of quality/layers/table.go: name the groups of the layers, or folders, where it is used
BUILD.bazel:7: of package group user @other//..., includes cannot be read here: list folders as //FOLDER/...
`, got)
}
