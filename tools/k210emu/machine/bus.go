// SPDX-License-Identifier: MIT

package machine

import "bugo/tools/k210emu/device"

// region is where a device is.
type region struct {
	base, size uint64
	device     device.Device
}

// bus finds devices by address. It has hart.Bus's methods.
type bus []region

func (b bus) find(address uint64) (d device.Device, offset uint64) {
	for i := range b {
		if offset := address - b[i].base; offset < b[i].size {
			return b[i].device, offset
		}
	}
	return nil, 0
}

// Load implements hart.Bus.
func (b bus) Load(address uint64, size int) (value uint64, ok bool) {
	d, offset := b.find(address)
	if d == nil {
		return 0, false
	}
	return d.Load(offset, size)
}

// Store implements hart.Bus.
func (b bus) Store(address uint64, size int, value uint64) (ok bool) {
	d, offset := b.find(address)
	return d != nil && d.Store(offset, size, value)
}
