// SPDX-License-Identifier: MIT

package device

import (
	"bytes"
	"encoding/gob"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAStateSurvivesASnapshot(t *testing.T) {
	fresh := hammered()
	for name, entry := range hammered() {
		used, stateful := entry.device.(interface{ State() any })
		if !stateful {
			continue // of the virt machine
		}
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(5, 6))
			for range 10_000 {
				offset, _, value := access(r, entry.size)
				entry.device.Store(offset&^3, 4, value)
			}
			surviveSnapshot(t, used.State(), fresh[name].device.(interface{ State() any }).State())
		})
	}
}

func TestASlavesStateSurvivesASnapshot(t *testing.T) {
	fresh := slaves(t)
	for name, entry := range slaves(t) {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(9, 10))
			entry.slave.Select(true)
			for range 10_000 {
				*entry.now += 1000
				entry.slave.Exchange(byte(r.Uint32()))
			}
			surviveSnapshot(t, entry.slave.(interface{ State() any }).State(), fresh[name].slave.(interface{ State() any }).State())
		})
	}
}

// surviveSnapshot saves a state and restores it into another one.
func surviveSnapshot(t *testing.T, used, restored any) {
	t.Helper()
	var saved bytes.Buffer
	require.NoError(t, gob.NewEncoder(&saved).Encode(used))
	reflect.ValueOf(restored).Elem().SetZero() // gob leaves out what is zero
	require.NoError(t, gob.NewDecoder(&saved).Decode(restored))
	assert.Equal(t, used, restored)
}
