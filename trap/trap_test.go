// SPDX-License-Identifier: MIT

package trap

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// causes is the whole of table 4.2, written down a second time: code, name and
// whether 1.9.1 has it.
var causes = []struct {
	scause uint64
	name   string
	kind   Kind
	access Access
	in191  bool
}{
	{0, "instruction address misaligned", Misaligned, Fetch, true},
	{1, "instruction access fault", AccessFault, Fetch, true},
	{2, "illegal instruction", Illegal, NoAccess, true},
	{3, "breakpoint", Breakpoint, NoAccess, true},
	{4, "load address misaligned", Misaligned, Load, true},
	{5, "load access fault", AccessFault, Load, true},
	{6, "store address misaligned", Misaligned, Store, true},
	{7, "store access fault", AccessFault, Store, true},
	{8, "environment call from U-mode", Syscall, NoAccess, true},
	{9, "environment call from S-mode", Environment, NoAccess, true},
	{11, "environment call from M-mode", Environment, NoAccess, true},
	{12, "instruction page fault", PageFault, Fetch, false},
	{13, "load page fault", PageFault, Load, false},
	{15, "store page fault", PageFault, Store, false},
	{1<<63 | 1, "supervisor software interrupt", Software, NoAccess, true},
	{1<<63 | 5, "supervisor timer interrupt", Timer, NoAccess, true},
	{1<<63 | 9, "supervisor external interrupt", External, NoAccess, true},
}

func TestDecodeKnowsEveryCauseOfBothSpecifications(t *testing.T) {
	known := map[uint64]bool{}
	for _, want := range causes {
		known[want.scause] = true
		for spec, there := range map[Spec]bool{Spec1_12: true, Spec1_9_1: want.in191} {
			got := Decode(spec, want.scause)
			assert.Equal(t, want.scause>>63 != 0, got.Interrupt)
			assert.Equal(t, want.scause&^(1<<63), got.Code)
			if !there {
				assert.Equal(t, Unknown, got.Kind, want.name)
				assert.Equal(t, "reserved cause", got.String())
				continue
			}
			assert.Equal(t, want.kind, got.Kind, want.name)
			assert.Equal(t, want.access, got.Access, want.name)
			assert.Equal(t, want.name, got.String())
		}
	}
	for _, top := range []uint64{0, 1 << 63} {
		for code := range uint64(70) {
			if known[top|code] {
				continue
			}
			got := Decode(Spec1_12, top|code)
			assert.Equal(t, Unknown, got.Kind, "%#x", top|code)
			assert.Equal(t, code, got.Code)
			assert.Equal(t, top != 0, got.Interrupt)
		}
	}
}

func TestMemoryFaultsAreTheSameOnBothChips(t *testing.T) {
	for _, c := range causes {
		want := c.kind == AccessFault || c.kind == PageFault
		assert.Equal(t, want, Decode(Spec1_12, c.scause).IsMemoryFault(), c.name)
	}
	for _, code := range []uint64{1, 5, 7} {
		assert.True(t, Decode(Spec1_9_1, code).IsMemoryFault())
	}
}

// recorder notes which method Dispatch called.
type recorder struct{ calls []string }

func (r *recorder) UserFault(_ *Context, c Cause, tval uintptr) {
	r.calls = append(r.calls, fmt.Sprintf("user %v %#x", c, tval))
}
func (r *recorder) KernelFault(_ *Context, c Cause, tval uintptr) {
	r.calls = append(r.calls, fmt.Sprintf("kernel %v %#x", c, tval))
}
func (r *recorder) LastFault(*Context, Cause, uintptr, bool) { r.calls = append(r.calls, "last") }
func (r *recorder) Interrupt(_ *Context, c Cause) {
	r.calls = append(r.calls, fmt.Sprintf("interrupt %v", c))
}

func TestDispatchFindsTheHandler(t *testing.T) {
	for _, c := range []struct {
		scause   uint64
		fromUser bool
		want     string
	}{
		{8, true, "user environment call from U-mode 0x77"}, // the vector serves it before
		{2, true, "user illegal instruction 0x77"},
		{13, true, "user load page fault 0x77"},
		{3, true, "user breakpoint 0x77"},
		{20, true, "user reserved cause 0x77"},
		{8, false, "kernel environment call from U-mode 0x77"},
		{5, false, "kernel load access fault 0x77"},
		{1<<63 | 5, true, "interrupt supervisor timer interrupt"},
		{1<<63 | 5, false, "interrupt supervisor timer interrupt"},
		{1<<63 | 9, true, "interrupt supervisor external interrupt"},
	} {
		var r recorder
		Dispatch(&r, Spec1_12, &Context{Sepc: 0x1000}, c.scause, 0x77, c.fromUser)
		assert.Equal(t, []string{c.want}, r.calls)
	}
}

func TestContextKeepsStacksAligned(t *testing.T) {
	require.Zero(t, unsafe.Sizeof(Context{})%16, "the stack below a context must stay aligned")
	ctx := &Context{}
	ctx.X[A3] = 7
	ctx.SetResult(9)
	require.EqualValues(t, 7, ctx.Argument(3))
	require.EqualValues(t, 9, ctx.X[A0])
}

func FuzzDecode(f *testing.F) {
	f.Add(uint64(8), false)
	f.Add(uint64(1<<63|5), true)
	f.Add(^uint64(0), true)
	f.Fuzz(func(t *testing.T, scause uint64, old bool) {
		spec := Spec1_12
		if old {
			spec = Spec1_9_1
		}
		c := Decode(spec, scause)
		require.NotEmpty(t, c.String())
		require.Equal(t, scause>>63 != 0, c.Interrupt)
		require.Equal(t, scause<<1>>1, c.Code)
	})
}
