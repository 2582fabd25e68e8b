// SPDX-License-Identifier: MIT

package hart

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomTables fills a hart's RAM with PTEs that mostly point into it.
func randomTables(h *Hart, random *rand.Rand) {
	for at := 0; at < len(h.RAM.Bytes); at += 8 {
		target := ramBase + random.Uint64N(16)*pageSize
		pte := target>>12<<10 | random.Uint64N(1<<8) | pteV
		switch random.IntN(8) {
		case 0:
			pte = random.Uint64()
		case 1, 2, 3, 4: // a pointer
			pte = target>>12<<10 | pteV
		}
		binary.LittleEndian.PutUint64(h.RAM.Bytes[at:], pte)
	}
}

func TestWhatIsRememberedIsWhatWouldBeFound(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	modes := []Privilege{User, Supervisor}
	wants := []access{read, write, execute}
	found := 0
	for range 200 {
		for _, spec := range bothSpecs {
			h := paged(t, spec, 0)
			randomTables(h, random)
			h.csr.mstatus |= random.Uint64() & (statusSUM | statusMXR)
			for range 100 {
				address := random.Uint64() >> 25
				if random.IntN(8) == 0 {
					address = random.Uint64()
				}
				mode, want := modes[random.IntN(2)], wants[random.IntN(3)]
				physical, cause := h.translate(address, mode, want)
				again, causeAgain := h.translate(address, mode, want)
				require.Equal(t, physical, again)
				require.Equal(t, cause, causeAgain)
				h.forgetPages()
				again, causeAgain = h.translate(address, mode, want)
				require.Equal(t, physical, again)
				require.Equal(t, cause, causeAgain)
				if cause == 0 {
					found++
					require.Equal(t, address%pageSize, physical%pageSize)
				}
			}
		}
	}
	assert.Greater(t, found, 1000, "of 40,000")
}

func TestTheWindowIsThePageItWasOpenedFor(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	opened := 0
	for range 200 {
		for _, spec := range bothSpecs {
			h := paged(t, spec, 0)
			randomTables(h, random)
			for range 100 {
				h.forgetPages()
				address := random.Uint64()>>25&^7 + random.Uint64N(2)*8
				physical, cause := h.place(address, 8, write)
				if len(h.window.bytes) == 0 {
					continue
				}
				opened++
				require.Zero(t, cause)
				offset, inside := h.inRAM(physical, 8)
				require.True(t, inside)
				require.Len(t, h.window.bytes, pageSize)
				require.Equal(t, address&pageMask, h.window.base)
				require.Same(t, &h.RAM.Bytes[offset], &h.window.bytes[address-h.window.base])
			}
		}
	}
	assert.Greater(t, opened, 200, "of 40,000")
}
