// SPDX-License-Identifier: MIT

package hart

import (
	"bytes"
	"encoding/gob"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryFieldIsInTheStateOrDerived fails when a field is added that nobody has
// thought about: put it into State, or say here why it need not be there.
func TestEveryFieldIsInTheStateOrDerived(t *testing.T) {
	known := map[reflect.Type]map[string]string{
		reflect.TypeFor[Hart](): {
			"Config": "of the machine; the length of RAM is in the state", "x": "", "f": "", "pc": "", "privilege": "", "waiting": "",
			"steps": "", "trapped": "", "csr": "", "csrs": "the Spec's", "lines": "", "pmp": "", "reserved": "", "hasReservation": "",
			"attention": "has a meaning while Run runs only", "fromBus": "likewise, within one instruction",
			"strict":   "see Strict.Forget",
			"coverage": "what has run, of the emulator's, and not the machine's",
			"window":   "", "windows": "", "tlb": "", "code": "", "part": "like attention",
		},
		reflect.TypeFor[Config](): {
			"ID": "of the machine", "Spec": "of the machine", "RAM": "of the machine", "Bus": "of the machine", "Clock": "of the machine",
			"Strict": "see Strict.Forget",
		},
		reflect.TypeFor[RAM]():        {"Base": "of the machine", "Bytes": ""},
		reflect.TypeFor[protection](): {"config": "", "address": "", "spans": "from the others", "active": "from the others"},
		reflect.TypeFor[dataWindow](): {"base": "", "bytes": "", "quick": "from the others"},
		reflect.TypeFor[keptWindow](): {"dataWindow": "", "epoch": "tells which are valid: only they are in the state"},
		reflect.TypeFor[windows]():    {"kept": "", "epoch": "see keptWindow"},
		reflect.TypeFor[remembered](): {"page": "", "physical": "", "flags": ""},
		reflect.TypeFor[codeCache]():  {"pages": "", "generation": "tells which are valid: only they are in the state", "recent": "from tlb, pmp and mstatus"},
		reflect.TypeFor[codePage]():   {"generation": "see codeCache", "bytes": "", "blocks": "from bytes and misa"},
	}
	for structure, fields := range known {
		for n := range structure.NumField() {
			_, ok := fields[structure.Field(n).Name]
			assert.True(t, ok, "%v.%s is neither in State nor known to be derived", structure, structure.Field(n).Name)
		}
		assert.Len(t, fields, structure.NumField(), "%v has lost a field", structure)
	}
	var r registers
	assert.Equal(t, reflect.TypeFor[registers]().NumField(), len(r.words())+2, "CSRs, and fflags and frm")
	seen := map[*uint64]bool{}
	for _, word := range r.words() {
		assert.False(t, seen[word])
		seen[word] = true
	}
}

// copied returns a fresh hart with a hart's memory and state, which has been
// through gob.
func copied(t testing.TB, h *Hart) *Hart {
	var buffer bytes.Buffer
	require.NoError(t, gob.NewEncoder(&buffer).Encode(h.State()))
	var s State
	require.NoError(t, gob.NewDecoder(&buffer).Decode(&s))
	c := h.Config
	b := *h.Bus.(*board)
	c.Bus = &b
	c.RAM.Bytes = append([]byte(nil), h.RAM.Bytes[:cap(h.RAM.Bytes)]...)
	fresh := New(c, ramBase)
	require.NoError(t, fresh.CheckState(&s))
	fresh.SetState(&s)
	return fresh
}

func same(t testing.TB, want, got *Hart) {
	t.Helper()
	require.Equal(t, want.State(), got.State())
	require.Equal(t, want.RAM.Bytes, got.RAM.Bytes)
}

func TestAHartGoesOnFromItsState(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for seed := range uint64(40) {
		h := randomCode(t, seed)
		for range 5 {
			h.run(random.Uint64N(3000))
			other := copied(t, h)
			same(t, h, other)
			h.run(2000)
			other.run(2000)
			same(t, h, other)
		}
	}
}

// Programs that lack a fence run on with what the hart remembers.
func TestWhatAFenceWouldForgetIsInTheState(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func() *Hart
		want    uint64 // in x5
	}{
		"an overwritten instruction": {func() *Hart {
			h := with(t, addi(5, 0, 1), typeB(0, 0, 0, -4))
			h.run(2)
			h.Poke(ramBase, []byte{byte(addi(5, 0, 2)), byte(addi(5, 0, 2) >> 8), byte(addi(5, 0, 2) >> 16), 0})
			return h
		}, 1},
		"a decoded instruction that is overwritten later": {func() *Hart {
			h := with(t, addi(5, 0, 1), typeB(0, 0, 0, -4), typeB(0, 0, 0, 0))
			h.run(2)
			h = copied(t, h)
			storeBytes(h.RAM.Bytes, 4, uint64(addi(5, 0, 2)))
			return h
		}, 1},
		"a page": {func() *Hart {
			h := paged(t, Privileged1_9_1, pteAll|pteA|pteD, ld, typeB(0, 0, 0, -4))
			storeBytes(h.RAM.Bytes[data-ramBase:], 8, 3)
			h.run(2)
			h.setPTE(lastTable, 2, data+pageSize, pteAll|pteA|pteD)
			h.dropWindows()
			return h
		}, 3},
		"a window, whose page is forgotten": {func() *Hart {
			h := paged(t, Privileged1_9_1, pteAll|pteA|pteD, ld, typeB(0, 0, 0, -4))
			storeBytes(h.RAM.Bytes[data-ramBase:], 8, 3)
			h.run(2)
			h.setPTE(lastTable, 2, data+pageSize, pteAll|pteA|pteD)
			h.tlb = tlb{}
			h.forgetCodePages()
			return h
		}, 3},
	} {
		h := c.prepare()
		other := copied(t, h)
		for _, h := range []*Hart{h, other} {
			h.SetX(5, 0)
			h.run(2)
			assert.Equal(t, c.want, h.X(5), name)
		}
		same(t, h, other)
	}
}

func TestMemoryThatIsSwitchedOffStaysOff(t *testing.T) {
	h := with(t, nop)
	h.SetRAM(0x8000)
	other := copied(t, h)
	assert.Len(t, other.RAM.Bytes, 0x8000)
	same(t, h, other)
}

func TestImpossibleStatesAreNamed(t *testing.T) {
	h := paged(t, Privileged1_12, pteAll|pteA|pteD, ld)
	h.run(1)
	require.NoError(t, h.CheckState(h.State()))
	for want, spoil := range map[string]func(s *State){
		"there is no mode 2":        func(s *State) { s.Privilege = 2 },
		"of 1 instructions 2":       func(s *State) { s.Trapped = 2 },
		"there are 26 CSRs, not 0":  func(s *State) { s.CSRs = nil },
		"70000 bytes of memory":     func(s *State) { s.RAMSize = 70_000 },
		"131072 bytes of memory":    func(s *State) { s.RAMSize = 1 << 17 },
		"there is no window 9":      func(s *State) { s.Window = 9 },
		"a page is in slot 256":     func(s *State) { s.Pages[0].Slot = 256 },
		"a window of 4096 bytes":    func(s *State) { s.Windows[0].Offset = 1 << 16 },
		"a window of 9999999 bytes": func(s *State) { s.Windows[0].Size = 9999999 },
		"in slot 64":                func(s *State) { s.Windows[0].Slot = 64 },
		"page 16, which is in the":  func(s *State) { s.Code[0].Page = 16 },
		"no halfword 2048":          func(s *State) { s.Code[0].Stale = []StaleState{{Halfword: 2048}} },
	} {
		s := h.State()
		spoil(s)
		assert.ErrorContains(t, h.CheckState(s), want)
	}
}
