// SPDX-License-Identifier: MIT

package buildfile

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTargetsAreKnownByName(t *testing.T) {
	file := Parse("BUILD.bazel", []byte(`
load("@rules_go//go:def.bzl", "go_test")
load("//:boot.bzl", "ALLOCATORS", "boot_test")

go_test(name = "heap_test")
boot_test(name = "apps_test")
[boot_test(name = "boot_{}_test".format(a)) for a in ALLOCATORS]
[go_test(name = n + "_check_test") for n in ["links", "gofmt"]]
[go_test(name = n) for n, size in [("small", 1), ("large", 2)]]
[go_test(name = "on_%s" % env) for env, label in {"virt": "//v", "k210": "//k"}.items()]
[go_test(name = "of_" + key) for key in {"a.b": 1}]
filegroup(name = ("paren" + "thesis"), srcs = glob(["*"]))
`))
	require.NotNil(t, file)
	for _, name := range []string{
		"heap_test", "apps_test", "apps_test_qemu_virt", "boot_tlsf_test", "boot_tlsf_test_virtemu", "links_check_test",
		"small", "large", "on_virt", "of_a.b", "parenthesis",
	} {
		assert.True(t, Makes(file, name), name)
	}
	for _, name := range []string{
		"heap", "heap_test_virt", "apps_testing", "apps_test_", "boot__test", "spelling_check_test", "medium", "1", "off", "of_axb", "size", "",
	} {
		assert.False(t, Makes(file, name), name)
	}
}
