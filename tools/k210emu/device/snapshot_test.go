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
			var saved bytes.Buffer
			require.NoError(t, gob.NewEncoder(&saved).Encode(used.State()))
			restored := fresh[name].device.(interface{ State() any }).State()
			reflect.ValueOf(restored).Elem().SetZero() // gob leaves out what is zero
			require.NoError(t, gob.NewDecoder(&saved).Decode(restored))
			assert.Equal(t, used.State(), restored)
		})
	}
}
