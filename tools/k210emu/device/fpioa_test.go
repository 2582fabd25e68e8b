// SPDX-License-Identifier: MIT

package device

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// wiring is a machine's part of FPIOA.
type wiring struct {
	outputs, enables [fpioaFunctions]bool
	inputs           map[int]bool
	pads             map[int]bool
}

func newFPIOA() (f *FPIOA, w *wiring) {
	w = &wiring{inputs: map[int]bool{}, pads: map[int]bool{}}
	f = &FPIOA{
		Output: func(function int) (level, enabled bool) { return w.outputs[function], w.enables[function] },
		Input:  func(function int, level bool) { w.inputs[function] = level },
		Pad:    func(pad int, level bool) { w.pads[pad] = level },
	}
	f.Reset()
	return f, w
}

func TestTheROMLeadsTheConsoleToIO4AndIO5(t *testing.T) {
	f, _ := newFPIOA()
	pad, ok := f.PadOf(FunctionUARTHSRX)
	assert.True(t, ok)
	assert.Equal(t, 4, pad)
	pad, ok = f.PadOf(FunctionUARTHSTX)
	assert.True(t, ok)
	assert.Equal(t, 5, pad)
	_, ok = f.PadOf(FunctionGPIOHS0 + 1)
	assert.False(t, ok)
	assert.Equal(t, FunctionUARTHSTX, f.FunctionOf(5))
}

func TestTheBootKeyIsAtIO16(t *testing.T) {
	f, w := newFPIOA()
	f.SetPad(16, High)
	assert.True(t, w.inputs[FunctionGPIOHS0])
	f.SetPad(16, Low)
	assert.False(t, w.inputs[FunctionGPIOHS0])
}

func TestAnOutputReachesItsPad(t *testing.T) {
	for _, test := range []struct {
		name            string
		config          uint64
		output, enabled bool
		want            bool
	}{
		{"high", padAsOutput, true, true, true},
		{"low", padAsOutput, false, true, false},
		{"inverted", padAsOutput | padInvert, false, true, true},
		{"not driven", padAsOutput, true, false, false},
		{"not driven, pulled up", padAsOutput | padPullUp, false, false, true},
		{"pulled down", padAsOutput | padPullDown, true, false, false},
		{"the pad does not let it", padDrive | padPullUp, false, true, true},
		{"enable inverted", padAsOutput | padOutputInvert, true, false, true},
		{"its enable as data", padAsOutput | padSelectEnable, false, true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, w := newFPIOA()
			f.Store(4*12, 4, test.config|FunctionGPIOHS0+3)
			w.outputs[FunctionGPIOHS0+3], w.enables[FunctionGPIOHS0+3] = test.output, test.enabled
			f.UpdateFunction(FunctionGPIOHS0 + 3)
			assert.Equal(t, test.want, f.Level(12))
			assert.Equal(t, test.want, w.pads[12])
			assert.Equal(t, test.want, load(t, f, 4*12, 4)&padLevel != 0)
		})
	}
}

func TestAnInputComesFromItsPad(t *testing.T) {
	f, w := newFPIOA()
	f.SetPad(17, High)
	assert.Empty(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(4*17, 4, padAsInput|FunctionGPIOHS0+1)
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.SetPad(17, Low)
	assert.False(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(4*17, 4, padAsInput|padInputInvert|FunctionGPIOHS0+1)
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(4*17, 4, padInputInvert|FunctionGPIOHS0+1)
	assert.False(t, w.inputs[FunctionGPIOHS0+1], "the pad's input is off")
	f.Store(4*17, 4, padAsInput|padPullUp|FunctionGPIOHS0+1)
	assert.False(t, w.inputs[FunctionGPIOHS0+1], "the board is stronger than a resistor")
	f.SetPad(17, Undriven)
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(4*17, 4, padAsInput|padPullUp|FunctionGPIO0)
	assert.False(t, w.inputs[FunctionGPIOHS0+1], "the pad leads elsewhere now")
	assert.True(t, w.inputs[FunctionGPIO0])
}

func TestAPadSeesWhatItPutsOut(t *testing.T) {
	f, w := newFPIOA()
	w.enables[FunctionGPIOHS0+1], w.outputs[FunctionGPIOHS0+1] = true, true
	f.SetPad(20, Low)
	f.Store(4*20, 4, padAsInput|padAsOutput|FunctionGPIOHS0+1)
	assert.True(t, w.inputs[FunctionGPIOHS0+1], "the chip wins")
}

func TestATiedInputDoesNotSeeItsPad(t *testing.T) {
	f, w := newFPIOA()
	f.Store(4*17, 4, padAsInput|FunctionGPIOHS0+1)
	f.Store(fpioaTieValue, 4, 1<<(FunctionGPIOHS0+1))
	assert.False(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(fpioaTieEnable, 4, 1<<(FunctionGPIOHS0+1))
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(fpioaTieValue, 4, 0)
	assert.False(t, w.inputs[FunctionGPIOHS0+1])
	f.SetPad(17, High)
	assert.False(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(fpioaTieEnable, 4, 0)
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.Store(fpioaTieValue+28, 4, 1<<31)
	f.Store(fpioaTieEnable+28, 4, 1<<31)
	assert.True(t, w.inputs[255], "one that no pad leads to")
}

func TestAConstantIsAsThePadInvertsIt(t *testing.T) {
	f, _ := newFPIOA()
	f.Store(0, 4, padAsOutput|FunctionConstant)
	assert.False(t, f.Level(0))
	f.Store(0, 4, padAsOutput|padInvert|FunctionConstant)
	assert.True(t, f.Level(0))
}

func TestFPIOARegistersKeepTheFieldsThatThereAre(t *testing.T) {
	f, _ := newFPIOA()
	f.Store(4*47, 4, 0xffff_ffff)
	assert.Equal(t, uint64(0x00fb_ffff), load(t, f, 4*47, 4)&^padLevel)
	f.Store(fpioaTieEnable+4, 4, 0x1234_5678)
	assert.Equal(t, uint64(0x1234_5678), load(t, f, fpioaTieEnable+4, 4))
	assert.True(t, f.Store(fpioaEnd, 4, 1))
	assert.Zero(t, load(t, f, fpioaEnd, 4))
	assert.False(t, f.Store(0, 8, 1))
}

func TestAResetKeepsWhatTheBoardDoes(t *testing.T) {
	f, w := newFPIOA()
	f.SetPad(17, High)
	f.Store(4*17, 4, padAsInput|FunctionGPIOHS0+1)
	assert.True(t, w.inputs[FunctionGPIOHS0+1])
	f.Reset()
	assert.True(t, f.Level(17))
	assert.True(t, w.pads[17])
	assert.False(t, w.inputs[FunctionGPIOHS0+1], "no pad leads to it")
	assert.Equal(t, uint64(functionNone|padLevel), load(t, f, 4*17, 4))
}
