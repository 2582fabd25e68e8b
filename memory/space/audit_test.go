// SPDX-License-Identifier: MIT

package space_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"bugo/memory/frame"
	"bugo/memory/pagetable"
	"bugo/memory/space"
	"bugo/memory/space/spacetest"
)

// audit returns the rules that an app's space breaks.
func audit(m *spacetest.Machine, s *space.Space) (rules []string) {
	m.Kernel.Audit(&s.Table, s.Guards(), map[uintptr]bool{}, func(v space.Violation) { rules = append(rules, v.Rule) })
	return rules
}

func TestAGoodSpaceBreaksNoRule(t *testing.T) {
	m, s := newSpace(t, 60)
	s.SetBreak(limit)
	require.Equal(t, space.Resolved, s.Fault(heap+5*page, pagetable.Write))
	_, _, err := m.Kernel.AddStack()
	require.NoError(t, err)
	assert.Empty(t, audit(m, s))
	assert.Len(t, s.Guards(), 2)
	pages := m.Kernel.Audit(m.Table(), nil, nil, func(v space.Violation) { t.Error(v) })
	assert.Greater(t, pages, 900)
}

func TestEachRuleIsLookedAfter(t *testing.T) {
	for _, c := range []struct {
		rule   string
		damage func(m *spacetest.Machine, s *space.Space) error
	}{
		{"a guard is mapped", func(m *spacetest.Machine, s *space.Space) error {
			f, _ := m.Frames.Alloc(frame.UserPage)
			return s.Table.Map(limit, f, page, space.ReadWrite|pagetable.User)
		}},
		{"the first page is mapped", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Map(0, 0x8002_0000, page, space.ReadOnly|pagetable.User)
		}},
		{"user mode's where it must not be, or the kernel's where apps are", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Map(0x3800_0000, 0x8002_0000, page, space.ReadOnly|pagetable.User)
		}},
		{"user mode's where it must not be, or the kernel's where apps are", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Protect(data, page, space.ReadWrite)
		}},
		{"user mode's where it must not be, or the kernel's where apps are", func(m *spacetest.Machine, s *space.Space) error {
			return m.Kernel.Table.Protect(0x8003_0000, page, space.ReadOnly|pagetable.User)
		}},
		{"global and an app's, or neither", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Protect(data, page, space.ReadWrite|pagetable.User|pagetable.Global)
		}},
		{"the kernel's, but at another address", func(m *spacetest.Machine, s *space.Space) error {
			return m.Kernel.Table.Map(0x9000_0000, 0x8002_0000, page, space.ReadOnly|pagetable.Global)
		}},
		{"the guard of a kernel stack is mapped", func(m *spacetest.Machine, s *space.Space) error {
			return m.Kernel.Table.Map(space.StackArea, 0x8002_0000, page, space.ReadOnly|pagetable.Global)
		}},
		{"an app's page that the kernel does not know", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Map(unused, 0x3800_0000, page, space.ReadWrite|pagetable.User)
		}},
		{"executed by an app and written by the kernel", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Protect(data, page, space.ReadExecute|pagetable.User)
		}},
		{"written by an app, but not a frame for that", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Protect(text, page, space.ReadWrite|pagetable.User)
		}},
		{"written by an app, but not a frame for that", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Map(unused, s.Table.Root, page, space.ReadWrite|pagetable.User)
		}},
		{"a frame of the kernel's in an app's hands", func(m *spacetest.Machine, s *space.Space) error {
			return s.Table.Map(unused, s.Table.Root, page, space.ReadOnly|pagetable.User)
		}},
		{"a frame in two places", func(m *spacetest.Machine, s *space.Space) error {
			physical, _, _ := s.Table.Translate(data)
			return s.Table.Map(unused, physical, page, space.ReadWrite|pagetable.User)
		}},
		{"written by an app and executed by the kernel", func(m *spacetest.Machine, s *space.Space) error {
			physical, _, _ := s.Table.Translate(data)
			return m.Kernel.Table.Protect(physical, page, space.ReadExecute|pagetable.Global)
		}},
	} {
		m, s := newSpace(t, 60)
		require.NoError(t, c.damage(m, s), c.rule)
		assert.Equal(t, []string{c.rule}, audit(m, s))
	}
	m, s := newSpace(t, 60)
	m.Bytes(s.Table.Root, 8)[0] = 2 // invalid, but not zero
	assert.Equal(t, []string{"an entry is malformed"}, audit(m, s))
}

// unused is an address that the app of newSpace has nothing at.
const unused = 0x4100_0000
