// SPDX-License-Identifier: MIT

package driver

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

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
