// SPDX-License-Identifier: MIT

package fpioa

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"bugo/firmware/drivers/mmio/mmiotest"
)

func TestRouteStoresTheWholeWordOfAPad(t *testing.T) {
	for _, test := range []struct {
		pad      int
		function uint32
		mode     Mode
		want     string
	}{
		{4, 18, Input, "32 0x502b0010 = 0x910012"},
		{5, 19, Output, "32 0x502b0014 = 0x1f13"},
		{12, 24 + 12, Both, "32 0x502b0030 = 0x901f24"},
		{47, 24 + 31, Output, "32 0x502b00bc = 0x1f37"},
	} {
		registers := mmiotest.New()
		fpioa := FPIOA{Bus: registers, Base: 0x502b_0000}
		fpioa.Route(test.pad, test.function, test.mode)
		assert.Equal(t, []string{test.want}, registers.Stores, "pad %d", test.pad)
	}
}
