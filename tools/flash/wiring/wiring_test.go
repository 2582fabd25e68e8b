// SPDX-License-Identifier: MIT

package wiring

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A chip samples IO16 when its reset ends.
type chip struct {
	dtr, rts    bool
	resetByDTR  bool
	resets      int
	io16AtReset bool // low
	held        time.Duration
	broken      error
}

func (c *chip) reset() bool {
	if c.resetByDTR {
		return c.dtr
	}
	return c.rts
}

func (c *chip) set(line *bool, on bool) error {
	if c.broken != nil {
		return c.broken
	}
	was := c.reset()
	*line = on
	if was && !c.reset() {
		c.resets++
		c.io16AtReset = c.dtr || c.rts
	}
	return nil
}

func (c *chip) SetDTR(on bool) error { return c.set(&c.dtr, on) }
func (c *chip) SetRTS(on bool) error { return c.set(&c.rts, on) }

func (c *chip) Sleep(d time.Duration) {
	if c.reset() {
		c.held += d
	}
}

func TestEveryBoardIsResetWithIO16AsItShouldBe(t *testing.T) {
	for name, resetByDTR := range map[string]bool{"dan": false, "bit": false, "bit_mic": false, "kd233": true, "goE": true} {
		for what, restart := range map[string]struct {
			do  func(Wiring, Lines, Clock) error
			low bool
		}{
			"into ISP mode":     {Wiring.EnterISP, true},
			"to boot its flash": {Wiring.Boot, false},
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				w, err := Find(name)
				require.NoError(t, err)
				// (Opening a port may switch both on.)
				c := &chip{resetByDTR: resetByDTR, dtr: true, rts: true}
				require.NoError(t, restart.do(w, c, c))
				assert.Equal(t, restart.low, c.io16AtReset)
				assert.GreaterOrEqual(t, c.held, 10*time.Millisecond)
				assert.False(t, c.dtr || c.rts, "an output is still on")
			})
		}
	}
}

func TestManualTouchesNothing(t *testing.T) {
	w, err := Find("manual")
	require.NoError(t, err)
	c := &chip{dtr: true}
	require.NoError(t, w.EnterISP(c, c))
	assert.Equal(t, &chip{dtr: true}, c)
}

func TestErrors(t *testing.T) {
	_, err := Find("trainer")
	require.EqualError(t, err, `no board "trainer": known are dan, bit, bit_mic, kd233, goE, manual`)
	c := &chip{broken: errors.New("inappropriate ioctl")}
	assert.EqualError(t, All[0].EnterISP(c, c),
		"board dan: the port's DTR and RTS cannot be set (inappropriate ioctl): is it an adapter with both? Else reset by hand and say --board manual")
}
