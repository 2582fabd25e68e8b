// SPDX-License-Identifier: MIT

package finisher

import (
	"testing"

	"bugo/firmware/board"
	"bugo/firmware/drivers/mmio/mmiotest"

	"github.com/stretchr/testify/assert"
)

var _ board.Power = (*Finisher)(nil)

func TestCommands(t *testing.T) {
	registers := mmiotest.New()
	finisher := Finisher{Bus: registers, Base: 0x10_0000}
	finisher.Shutdown(false)
	finisher.Shutdown(true)
	finisher.Reboot()
	assert.Equal(t, []string{"32 0x100000 = 0x5555", "32 0x100000 = 0x13333", "32 0x100000 = 0x7777"}, registers.Stores)
}
