// SPDX-License-Identifier: MIT

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBarriersAreTurnedOff(t *testing.T) {
	assert.Equal(t, []string{"tool/compile", "-wb=false", "-o", "x.a", "x.go"}, arguments([]string{"tool/compile", "-o", "x.a", "x.go"}))
	assert.Equal(t, []string{"tool/compile", "-wb=false"}, arguments([]string{"tool/compile"}))
}

func TestTheVersionIsThatOfGo(t *testing.T) {
	for _, question := range []string{"-V", "-V=full"} {
		args := []string{"tool/compile", question}
		assert.Equal(t, args, arguments(args))
	}
}

func TestGosOwnCompilerIsBeside(t *testing.T) {
	path, err := stockPath("sdk/pkg/tool/linux_amd64/compile")
	require.NoError(t, err)
	assert.Equal(t, "sdk/pkg/tool/linux_amd64/stock_compile", path)
	_, err = stockPath("compile")
	assert.ErrorContains(t, err, "without a folder")
}
