// SPDX-License-Identifier: MIT

package samples

import (
	stock "fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/user/fmt"
)

// The functions under test, as variables: vet would have the formats be right.
var stockSprintf, ourSprintf = stock.Sprintf, fmt.Sprintf

func TestTextsAreThoseOfBothPackages(t *testing.T) {
	for _, s := range All() {
		assert.Equal(t, stockSprintf(s.Format, s.Operands...), s.Text, "%q", s.Format)
		assert.Equal(t, s.Text, ourSprintf(s.Format, s.Operands...), "%q", s.Format)
	}
}
