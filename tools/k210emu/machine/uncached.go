// SPDX-License-Identifier: MIT

package machine

import "encoding/binary"

// uncached is SRAM once more, at addresses that no cache serves (k210-facts.md
// §1). Without caches here, it is the same memory at once; what differs for
// atomics and floats is the hart's business.
type uncached struct{ m *K210 }

// Load implements device.Device.
func (u uncached) Load(offset uint64, size int) (value uint64, ok bool) {
	b, ok := u.at(offset, size)
	if !ok {
		return 0, false
	}
	switch size {
	case 1:
		return uint64(b[0]), true
	case 2:
		return uint64(binary.LittleEndian.Uint16(b)), true
	case 4:
		return uint64(binary.LittleEndian.Uint32(b)), true
	default:
		return binary.LittleEndian.Uint64(b), true
	}
}

// Store implements device.Device.
func (u uncached) Store(offset uint64, size int, value uint64) (ok bool) {
	b, ok := u.at(offset, size)
	if !ok {
		return false
	}
	switch size {
	case 1:
		b[0] = byte(value)
	case 2:
		binary.LittleEndian.PutUint16(b, uint16(value))
	case 4:
		binary.LittleEndian.PutUint32(b, uint32(value))
	default:
		binary.LittleEndian.PutUint64(b, value)
	}
	return true
}

// at is the memory of an access, where it is switched on.
func (u uncached) at(offset uint64, size int) (b []byte, ok bool) {
	memory := u.m.ram[:u.m.ramOn()]
	if offset > uint64(len(memory)) || uint64(len(memory))-offset < uint64(size) {
		return nil, false
	}
	return memory[offset:], true
}
