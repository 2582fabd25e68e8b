// SPDX-License-Identifier: MIT

package machine

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/platforms/k210"
	"bugo/platforms/virt"
	"bugo/tools/k210emu/hart"
)

// pair is two harts that add to one counter with LR and SC, set alarms for
// themselves, and, when no bit of mask is set in the counter, wake each other and
// wait, for ever: all that turns depend on.
func pair(t *testing.T, mask uint32) *Virt {
	const (
		mie, mtvec, mhartid = 0x304, 0x305, 0xf14
		interrupts          = 0x88 // MTIP, MSIP
	)
	m, err := NewVirt(2, &terminal{}, program(
		mhartid<<20|2<<12|8<<7|0x73, // csrr x8, mhartid
		lui(5, virt.CLINTBase>>12),  //
		0x00341493,                  // slli x9, x8, 3
		0x005484b3,                  // add x9, x9, x5
		lui(7, 4), 0x007484b3,       // x9 = the own mtimecmp
		lui(10, 0xc), addi(10, 10, 0xff8), 0x00550533, // x10 = mtime
		addi(6, 0, interrupts), csrw(mie, 6),
		0x00000a17, addi(20, 20, 0x7c), csrw(mtvec, 20), // behind the loop
		0x00010617, // x12 = counter
		// again:
		0x100637af,                 // lr.d x15, (x12)
		addi(15, 15, 1),            //
		0x18f6382f,                 // sc.d x16, x15, (x12)
		0x010888b3,                 // add x17, x17, x16: how often SC has failed
		load(double, 11, 10, 0),    // the time
		addi(11, 11, 3),            //
		store(double, 9, 11, 0),    // the alarm
		addi(13, 0, 1), 0x40868733, // sub x14, x13, x8: the other one
		0x00271713, 0x00570733, // x14 = its msip
		mask<<20|0x0007f793, 0x00079663, // unless the bits are 0
		store(word, 14, 13, 0),                        //
		wfi,                                           //
		0x00241713, 0x00570733, store(word, 14, 0, 0), // the own msip falls
		0xfb9ff06f, // j again
	))
	require.NoError(t, err)
	return m
}

// left is all that a run has changed.
func left(m *Virt) (state []any) {
	for _, h := range m.Harts() {
		var x [32]uint64
		for n := range x {
			x[n] = h.X(n)
		}
		state = append(state, x, h.PC(), h.Steps(), h.Retired())
	}
	return append(state, m.Cycles(), m.turns, append([]byte(nil), m.Memory(virt.RAMBase)...))
}

// runTo lets a machine run until its harts have had so many steps.
func runTo(m *Virt, steps uint64) {
	for m.Steps() < steps {
		m.Run(steps - m.Steps())
	}
}

func TestToRunInPiecesIsToRunAtOnce(t *testing.T) {
	const end = 50_000
	random := rand.New(rand.NewPCG(3, 4))
	for _, mask := range []uint32{0, 31, 255} {
		whole := pair(t, mask)
		runTo(whole, end)
		for _, h := range whole.Harts() {
			assert.Less(t, h.PC(), uint64(virt.RAMBase+0x100))
			assert.Equal(t, mask == 255, h.X(17) > 0, "only long turns end a reservation")
		}
		for _, longest := range []uint64{1, 7, 1500} {
			pieces := pair(t, mask)
			for pieces.Steps() < end {
				runTo(pieces, min(pieces.Steps()+1+random.Uint64N(longest), end))
			}
			assert.Equal(t, left(whole), left(pieces), longest)
		}
	}
}

// watcher counts what it sees, and stops the machine now and then.
type watcher struct {
	before, after, trapped, interrupts, seen uint64
	every                                    uint64
}

func (w *watcher) Before(*hart.Hart) bool {
	w.before++
	return w.every != 0 && w.before%w.every == 0
}

func (w *watcher) After(_ *hart.Hart, trapped bool) bool {
	w.after++
	if trapped {
		w.trapped++
	}
	return w.every != 0 && w.after%w.every == 0
}

func (w *watcher) Interrupted(*hart.Hart, uint64, uint64, hart.Privilege) { w.interrupts++ }

func TestWhoLooksChangesNothing(t *testing.T) {
	const end = 20_000
	whole := pair(t, 31)
	runTo(whole, end)
	for _, every := range []uint64{0, 3, 1000} {
		seen := pair(t, 31)
		w := &watcher{every: every}
		seen.Observe(w)
		runTo(seen, end)
		assert.Equal(t, left(whole), left(seen), every)
		assert.Equal(t, uint64(end), w.after)
		seen.Ignore(w)
		runTo(seen, end+1000)
		assert.Equal(t, uint64(end), w.after)
	}
}

// BenchmarkObserved measures instructions in the sight of an observer: its
// operations are single ones.
func BenchmarkObserved(b *testing.B) {
	m, err := NewVirt(1, &terminal{}, program(addi(5, 5, 1), lui(6, 0x80000), 0xff9ff06f))
	require.NoError(b, err)
	m.Observe(&watcher{})
	b.ResetTimer()
	m.Run(uint64(b.N))
}

// Two harts read a timer that counts on while it is read: what each sees depends on
// its own time, and not on when the other one has stopped.
func TestATimerThatTwoHartsReadDoesNotSeeThePieces(t *testing.T) {
	make := func() *K210 {
		return newK210(t, code(
			put(k210.SYSCTLBase+0x28, 0xffff_ffff), put(k210.SYSCTLBase+0x2c, 0xffff_ffff), // clocks
			put(k210.TIMER0Base, 1000), put(k210.TIMER0Base+8, 7), // load; enabled, no interrupt
			li(5, k210.TIMER0Base),
			load(word, 7, 5, 4), 0x00740433, // x8 = x8 + current
			0xff9ff06f)...)
	}
	const end = 30_000
	whole, pieces := make(), make()
	for whole.Steps() < end {
		whole.Run(end - whole.Steps())
	}
	random := rand.New(rand.NewPCG(5, 6))
	for pieces.Steps() < end {
		pieces.Run(min(1+random.Uint64N(300), end-pieces.Steps()))
	}
	for n, h := range whole.Harts() {
		assert.NotEqual(t, uint64(0), h.X(8))
		assert.Equal(t, h.X(8), pieces.Harts()[n].X(8), "hart %d", n)
	}
	assert.True(t, bytes.Equal(saved(t, &whole.Machine), saved(t, &pieces.Machine)))
}
