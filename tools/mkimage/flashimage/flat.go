// SPDX-License-Identifier: MIT

package flashimage

import (
	"bytes"
	"debug/elf"
	"fmt"

	"bugo/platforms/k210"
	"bugo/tools/sizes"
)

// maxKernel is the memory between the firmware's slot and the first app's
// window, in bytes.
const maxKernel = k210.KernelEnd - k210.KernelBase

// zipMagic starts every zip file that has files (APPNOTE.TXT §4.3.7).
const zipMagic = "PK\x03\x04"

// Join returns the image that runs at 0x80000000: the firmware, padded with
// zeros to its slot of 128 KiB, and the kernel behind it (k210-facts.md §12.4).
func Join(firmware, kernel []byte) ([]byte, error) {
	if err := checkFlat("the firmware", firmware, k210.FirmwareSize); err != nil {
		return nil, err
	}
	if err := checkFlat("the kernel", kernel, maxKernel); err != nil {
		return nil, err
	}
	image := make([]byte, k210.FirmwareSize, k210.FirmwareSize+len(kernel))
	copy(image, firmware)
	return append(image, kernel...), nil
}

// CheckFlat refuses what is no flat image for 0x80000000: other formats, an
// empty file, one that is larger than the SRAM.
func CheckFlat(image []byte) error {
	if payload, _, err := Decode(image); err == nil {
		return fmt.Errorf("the image is a flash image, with the boot ROM's header and hash around %s bytes: give the flat image", sizes.Bytes(uint64(len(payload))))
	}
	return checkFlat("the image", image, MaxPayload)
}

// checkFlat refuses what cannot be a flat image of at most limit bytes; name
// is what the message calls it.
func checkFlat(name string, image []byte, limit int) error {
	if len(image) == 0 {
		return fmt.Errorf("%s is empty: its build failed or was interrupted", name)
	}
	if kind := otherFormat(image); kind != "" {
		return fmt.Errorf("%s is %s: give the flat image (.bin)", name, kind)
	}
	if len(image) > limit {
		return fmt.Errorf("%s has %s bytes, over the %s that its memory has by %s",
			name, sizes.Bytes(uint64(len(image))), sizes.Bytes(uint64(limit)), sizes.Bytes(uint64(len(image)-limit)))
	}
	return nil
}

// otherFormat names the well-known format that data starts like, if any.
func otherFormat(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte(elf.ELFMAG)):
		return "an ELF file"
	case IsZip(data):
		return "a zip file (a kfpkg?)"
	}
	return ""
}
