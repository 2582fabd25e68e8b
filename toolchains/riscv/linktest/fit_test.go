// SPDX-License-Identifier: MIT

//go:build bazel

package linktest

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWhatDoesNotFitFailsToBuildWithTheNumbersAndTheRemedy(t *testing.T) {
	const rule = "//toolchains/riscv/linktest:"
	for variable, want := range map[string]string{
		"HEAP_TOO_LARGE": `mkimage: kernel overlaps the apps: [4-9],\d{3},\d{3} bytes of kernel ` + rule + `heap_too_large's image, bss, stack and heap ` +
			`end at 0x804[0-9a-f]{5}, and the frames of apps start at 0x80400000: pack fewer or smaller apps, or lower --//kernel:heap_size`,
		"TOO_MANY_APPS": `mkimage: kernel overlaps the apps: [4-9],\d{3},\d{3} bytes of kernel ` + rule + `too_many_apps's image, bss, stack and heap ` +
			`end at 0x804[0-9a-f]{5}, and the frames of apps start at 0x80400000: pack fewer or smaller apps, or lower --//kernel:heap_size`,
		"APP_TOO_LARGE": `mkimage: app ` + rule + `app_too_large: \d{2},\d{3} bytes of image, bss and stack end at 0x400[0-9a-f]{5}, ` +
			`past \[0x40000000, 0x40002000\), which its heap leaves of an app's addresses: make it smaller or lower its heap in user/apps.bzl`,
		"APP_LINKED_ELSEWHERE": `mkimage: app ` + rule + `app_linked_elsewhere: the entry of \S+app_linked_elsewhere.elf is 0x80020000, want 0x40000000`,
	} {
		t.Run(variable, func(t *testing.T) {
			record, err := os.ReadFile(runfile(t, variable))
			require.NoError(t, err)
			status, output, _ := strings.Cut(string(record), "\n")
			assert.Equal(t, "exit status 1", status)
			assert.Regexp(t, want, output)
			assert.Equal(t, 1, strings.Count(output, "\n"), "one clear line: %s", output)
		})
	}
}
