// SPDX-License-Identifier: MIT

package hart

import "encoding/binary"

// dataWindow is the RAM around the last access in which the current mode may
// load and store. It is dropped when mode or protection change.
type dataWindow struct {
	base  uint64
	bytes []byte
}

// dataPrivilege is the mode whose rights loads and stores have
// (RISC-V priv. 1.12 §3.1.6.3, MPRV).
func (h *Hart) dataPrivilege() Privilege {
	if h.csr.mstatus&statusMPRV != 0 {
		return h.previousMode()
	}
	return h.privilege
}

// inRAM returns the offset of an access in RAM, if all of it is there.
func (h *Hart) inRAM(address uint64, size int) (offset uint64, ok bool) {
	offset = address - h.RAM.Base
	length := uint64(len(h.RAM.Bytes))
	return offset, offset < length && length-offset >= uint64(size)
}

// permits tells whether PMP lets an access through, all of whose bytes one
// entry must allow. Where it does for all that data accesses want, in RAM, it
// moves the window there.
func (h *Hart) permits(address uint64, size int, want access) bool {
	allowed, around := h.pmp.permits(address, h.dataPrivilege())
	if allowed&want == 0 || uint64(size-1) > around.last-address {
		return false
	}
	if allowed&(read|write) != read|write {
		return true
	}
	if offset, ok := h.inRAM(address, size); ok {
		first := max(around.first, h.RAM.Base)
		start := offset - (address - first)
		end := uint64(len(h.RAM.Bytes))
		if last := around.last - h.RAM.Base; last < end {
			end = last + 1
		}
		h.window = dataWindow{base: first, bytes: h.RAM.Bytes[start:end]}
	}
	return true
}

// loadSlow loads where the window is not. When it is not ok, the hart has
// trapped.
//
// Preconditions: h.pc and h.steps are up to date.
func (h *Hart) loadSlow(address uint64, size int) (value uint64, ok bool) {
	if address&uint64(size-1) != 0 && h.Spec.MisalignedTraps {
		h.except(causeLoadMisaligned, address)
		return 0, false
	}
	if h.permits(address, size, read) {
		if offset, inside := h.inRAM(address, size); inside {
			return loadBytes(h.RAM.Bytes[offset:], size), true
		}
		// Devices have no bytes to put together.
		if address&uint64(size-1) == 0 {
			value, ok = h.Bus.Load(address, size)
		}
	}
	if !ok {
		h.except(causeLoadFault, address)
	}
	return value, ok
}

// storeSlow stores where the window is not, likewise.
func (h *Hart) storeSlow(address uint64, size int, value uint64) (ok bool) {
	if address&uint64(size-1) != 0 && h.Spec.MisalignedTraps {
		h.except(causeStoreMisaligned, address)
		return false
	}
	if h.permits(address, size, write) {
		if offset, inside := h.inRAM(address, size); inside {
			storeBytes(h.RAM.Bytes[offset:], size, value)
			return true
		}
		if address&uint64(size-1) == 0 {
			ok = h.Bus.Store(address, size, value)
			h.leave() // a device may have raised an interrupt, or moved a deadline
		}
	}
	if !ok {
		h.except(causeStoreFault, address)
	}
	return ok
}

func loadBytes(b []byte, size int) uint64 {
	switch size {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	default:
		return binary.LittleEndian.Uint64(b)
	}
}

func storeBytes(b []byte, size int, value uint64) {
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
}
