// SPDX-License-Identifier: MIT

package trap

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeFPU has registers that are lost where the real ones are, and refuses to
// be touched while it is off.
type fakeFPU struct {
	t         *testing.T
	on        bool
	registers Floats
	saves     int
}

func (u *fakeFPU) Save(f *Floats) {
	require.True(u.t, u.on, "saved while off")
	*f = u.registers
	u.saves++
}
func (u *fakeFPU) Load(f *Floats) {
	require.True(u.t, u.on, "loaded while off")
	u.registers = *f
}
func (u *fakeFPU) Enable(on bool) { u.on = on }

// compute is a task's instruction that needs the unit: it adds one to its own
// register, after a trap if the unit is off.
func compute(l *LazyFloats, u *fakeFPU, f *Floats) {
	if !u.on {
		l.Claim(f)
	}
	u.registers.F[7]++
	u.registers.Fcsr ^= 1
}

func TestEveryTaskFindsItsOwnFloats(t *testing.T) {
	u := &fakeFPU{t: t, on: true}
	l := &LazyFloats{Unit: u}
	l.Reset()
	tasks := make([]Floats, 5)
	want := make([]uint64, len(tasks))
	r := rand.New(rand.NewPCG(1, 2))
	for range 10_000 {
		i := r.IntN(len(tasks))
		l.Switch(&tasks[i])
		if i < 3 && r.IntN(2) == 0 { // two tasks never compute
			compute(l, u, &tasks[i])
			want[i]++
			require.Equal(t, want[i], u.registers.F[7])
			require.Equal(t, want[i]&1, u.registers.Fcsr)
		}
	}
	assert.Zero(t, want[3]+want[4])
}

func TestTheUnitIsLeftAloneByTasksThatDoNotCompute(t *testing.T) {
	u := &fakeFPU{t: t}
	l := &LazyFloats{Unit: u}
	var a, b Floats
	l.Switch(&a)
	compute(l, u, &a)
	for range 100 {
		l.Switch(&b)
		require.False(t, u.on, "a task that owns nothing must trap")
		l.Switch(&a)
		require.True(t, u.on)
	}
	assert.Zero(t, u.saves)
}

func TestAnIllegalInstructionIsToldFromTheFirstUse(t *testing.T) {
	u := &fakeFPU{t: t}
	l := &LazyFloats{Unit: u}
	var a Floats
	l.Switch(&a)
	require.True(t, l.Claim(&a))
	require.False(t, l.Claim(&a), "the unit is on: it is not to blame")
}

func TestATaskThatEndedLeavesNothing(t *testing.T) {
	u := &fakeFPU{t: t}
	l := &LazyFloats{Unit: u}
	var a, b Floats
	l.Switch(&a)
	compute(l, u, &a)
	l.Release(&a)
	require.False(t, u.on)
	a = Floats{} // the next task in this place starts from zero
	l.Switch(&b)
	compute(l, u, &b)
	require.EqualValues(t, 1, u.registers.F[7])
	l.Switch(&a)
	compute(l, u, &a)
	require.EqualValues(t, 1, u.registers.F[7])
	l.Release(&b)
	require.True(t, u.on, "b owns nothing any more")
}

func TestTheUnitIsInUseWhileATaskOwnsIt(t *testing.T) {
	u := &fakeFPU{t: t, on: true}
	l := &LazyFloats{Unit: u}
	l.Reset()
	assert.False(t, l.InUse(), "nobody has computed")
	var a, b Floats
	l.Switch(&a)
	assert.False(t, l.InUse(), "a has not computed yet")
	compute(l, u, &a)
	assert.True(t, l.InUse())
	l.Switch(&b)
	assert.True(t, l.InUse(), "a's registers are still in it")
	l.Release(&a)
	assert.False(t, l.InUse())
}
