// SPDX-License-Identifier: MIT

package hart

import "encoding/binary"

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

// place finds where an access goes, if page tables and PMP let it through: one
// entry of PMP must allow all its bytes. A cause that is not 0 is what it traps
// with.
func (h *Hart) place(address uint64, size int, want access) (physical, cause uint64) {
	mode := h.dataPrivilege()
	physical, cause = h.translate(address, mode, want)
	if cause != 0 {
		return 0, cause
	}
	allowed, around := h.pmp.permits(physical, mode)
	if allowed&want == 0 || uint64(size-1) > around.last-physical {
		return 0, accessFault(want)
	}
	if allowed&(read|write) != read|write {
		return physical, 0
	}
	if h.translated(mode) {
		flags := h.tlb.at(address).flags
		if flags&pteD == 0 || !h.pageAllows(flags, mode, read) || !h.pageAllows(flags, mode, write) {
			return physical, 0
		}
		page := physical & pageMask
		around = span{max(around.first, page), min(around.last, page|^pageMask)}
	}
	if offset, ok := h.inRAM(physical, size); ok {
		h.moveWindow(address, offset, around)
	}
	return physical, 0
}

// moveWindow opens the window on what of around, physical addresses, is RAM. The
// access to address is at an offset there.
func (h *Hart) moveWindow(address, offset uint64, around span) {
	before := offset + h.RAM.Base - max(around.first, h.RAM.Base)
	end := uint64(len(h.RAM.Bytes))
	if last := around.last - h.RAM.Base; last < end {
		end = last + 1
	}
	h.openWindow(address, dataWindow{base: address - before, bytes: h.RAM.Bytes[offset-before : end]})
}

// crosses tells whether an access is in two pages that are translated each.
func (h *Hart) crosses(address uint64, size int) bool {
	return address%pageSize+uint64(size) > pageSize && h.translated(h.dataPrivilege())
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
	if offset, kept := h.reopenWindow(address, size); kept {
		return loadBytes(h.window.bytes[offset:], size), true
	}
	if h.crosses(address, size) {
		return h.loadAcross(address, size)
	}
	physical, cause := h.place(address, size, read)
	if cause != 0 {
		h.except(cause, address)
		return 0, false
	}
	if offset, inside := h.inRAM(physical, size); inside {
		return loadBytes(h.RAM.Bytes[offset:], size), true
	}
	// Devices have no bytes to put together.
	if address&uint64(size-1) == 0 {
		value, ok = h.Bus.Load(physical, size)
		h.fromBus = true
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
	if offset, kept := h.reopenWindow(address, size); kept {
		storeBytes(h.window.bytes[offset:], size, value)
		return true
	}
	if h.crosses(address, size) {
		return h.storeAcross(address, size, value)
	}
	physical, cause := h.place(address, size, write)
	if cause != 0 {
		h.except(cause, address)
		return false
	}
	if offset, inside := h.inRAM(physical, size); inside {
		storeBytes(h.RAM.Bytes[offset:], size, value)
		return true
	}
	if address&uint64(size-1) == 0 {
		ok = h.Bus.Store(physical, size, value)
		h.leave() // a device may have raised an interrupt, or moved a deadline
	}
	if !ok {
		h.except(causeStoreFault, address)
	}
	return ok
}

// loadAcross loads from two pages. mtval shows the address in the page that
// faults.
func (h *Hart) loadAcross(address uint64, size int) (value uint64, ok bool) {
	offsets, ok := h.placeAcross(address, size, read)
	for n := range size {
		value |= uint64(h.RAM.Bytes[offsets[n]]) << (8 * n)
	}
	return value, ok
}

// storeAcross stores to two pages, or to none.
func (h *Hart) storeAcross(address uint64, size int, value uint64) (ok bool) {
	offsets, ok := h.placeAcross(address, size, write)
	for n := range size {
		if ok {
			h.RAM.Bytes[offsets[n]] = byte(value >> (8 * n))
		}
	}
	return ok
}

// placeAcross finds the bytes of an access in RAM. When it is not ok, the hart
// has trapped.
func (h *Hart) placeAcross(address uint64, size int, want access) (offsets [8]uint64, ok bool) {
	for n := range size {
		at := address + uint64(n)
		physical, cause := h.place(at, 1, want)
		offset, inside := h.inRAM(physical, 1)
		if cause == 0 && !inside {
			cause = accessFault(want)
		}
		if cause != 0 {
			h.except(cause, at)
			return [8]uint64{}, false
		}
		offsets[n] = offset
	}
	return offsets, true
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
