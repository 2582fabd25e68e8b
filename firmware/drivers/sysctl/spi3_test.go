// SPDX-License-Identifier: MIT

package sysctl

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSPI3RunsFromTheCrystalAndNothingElseChanges(t *testing.T) {
	registers, sysctl := chip(0)
	registers.Values[base+clkSel0] = 0xffff
	registers.Values[base+clkTh1] = 0x0403_0201
	registers.Values[base+clkEnCent] = 1
	registers.Values[base+peri] = 0xffff_ffff
	sysctl.StartSPI3()
	assert.Equal(t, []string{
		"32 0x50440028 = 0x21",       // APB2
		"32 0x50440020 = 0xefff",     // from IN0
		"32 0x5044003c = 0x30201",    // undivided
		"32 0x50440058 = 0xffff7fff", // no XIP
		"32 0x5044002c = 0x201",      // its clock
		"32 0x50440034 = 0x2ffffdff", // out of reset
	}, registers.Stores)
}
