// SPDX-License-Identifier: MIT

package device

import (
	"bytes"
	"encoding/gob"
	mathrand "math/rand"
	"math/rand/v2"
	"reflect"
	"testing"
	"testing/quick"

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

// TestAStateThatIsNoneCrashesNothing uses devices whose state could not have come
// about, as that of a file which was damaged.
func TestAStateThatIsNoneCrashesNothing(t *testing.T) {
	for name, entry := range hammered() {
		stateful, ok := entry.device.(interface{ State() any })
		if !ok {
			continue // of the virt machine
		}
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(13, 14))
			for range 50 {
				tamper(t, r, stateful.State())
				if c, ok := entry.device.(interface{ CheckState(state any) error }); ok && c.CheckState(stateful.State()) != nil {
					continue // the machine asks it
				}
				assert.NotPanics(t, func() {
					for range 200 {
						offset, width, value := access(r, entry.size)
						entry.device.Load(offset, width)
						entry.device.Store(offset, width, value)
					}
				})
			}
		})
	}
	for name, entry := range slaves(t) {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(15, 16))
			for range 200 {
				tamper(t, r, entry.slave.(interface{ State() any }).State())
				assert.NotPanics(t, func() {
					for range 1000 {
						entry.slave.Exchange(byte(r.Uint32()))
					}
					entry.slave.Select(false)
				})
			}
		})
	}
}

// tamper fills a state with anything.
func tamper(t *testing.T, r *rand.Rand, state any) {
	t.Helper()
	target := reflect.ValueOf(state).Elem()
	value, ok := quick.Value(target.Type(), mathrand.New(mathrand.NewSource(r.Int64())))
	require.True(t, ok)
	target.Set(value)
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
