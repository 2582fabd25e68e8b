// SPDX-License-Identifier: MIT

package checklist

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAllChecksRunInTheirOrderAndAreCounted(t *testing.T) {
	var order []string
	note := func(name string, err error) Check[string] {
		return Check[string]{name, func(subject string) error {
			order = append(order, name+" of "+subject)
			return err
		}}
	}
	var out bytes.Buffer
	passed, failed := Run(&out, "it", []Check[string]{note("one", nil), note("two", errors.New("the reason")), note("three", nil)})
	assert.Equal(t, 2, passed)
	assert.Equal(t, 1, failed)
	assert.Equal(t, []string{"one of it", "two of it", "three of it"}, order, "a failure ends nothing")
	assert.Regexp(t, `^ok   one \(\S+\)\nFAIL two \(\S+\)\nthe reason\nok   three \(\S+\)\n$`, out.String())
}
