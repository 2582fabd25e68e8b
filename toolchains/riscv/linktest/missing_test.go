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

func TestWhatTheRuntimeLacksFailsToLinkAndSaysSo(t *testing.T) {
	for _, variable := range []string{"GO_STATEMENT", "CHANNEL", "SELECT_STATEMENT"} {
		t.Run(variable, func(t *testing.T) {
			record, err := os.ReadFile(runfile(t, variable))
			require.NoError(t, err)
			status, output, _ := strings.Cut(string(record), "\n")
			assert.Regexp(t, `^exit status [1-9]`, status)
			assert.Contains(t, output, "Bugo_has_no_goroutines_channels_or_select_yet")
		})
	}
}
