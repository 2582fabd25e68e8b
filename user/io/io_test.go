// SPDX-License-Identifier: MIT

package io

import (
	"bytes"
	stock "io"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestInterfacesAndErrorsAreThoseOfStockIO(t *testing.T) {
	var buffer bytes.Buffer
	var reader stock.Reader = Reader(&buffer)
	var writer stock.Writer = Writer(&buffer)
	assert.Equal(t, stock.Writer(&buffer), writer)
	assert.Equal(t, stock.Reader(&buffer), reader)
	assert.EqualError(t, EOF, stock.EOF.Error())
	assert.EqualError(t, ErrShortWrite, stock.ErrShortWrite.Error())
	var err error = EOF
	assert.True(t, err == EOF)
}
