// SPDX-License-Identifier: MIT

package main

import (
	"debug/elf"
	"fmt"
	"os"
)

// measures are what is measured of an image, in the order of columns.
var measures = [...]string{"code", "constants", "data", "zeroes", "image"}

// measured are an image's bytes: of instructions, of constants, of variables with and
// without initial values (stack and heap array are among these), and of the flat file.
type measured [len(measures)]uint64

// measure reads an image's ELF file and its flat file.
func measure(elfPath, imagePath string) (measured, error) {
	var m measured
	f, err := elf.Open(elfPath)
	if err != nil {
		return m, fmt.Errorf("cannot measure the image: %w", err)
	}
	defer f.Close()
	for _, s := range f.Sections {
		switch {
		case s.Flags&elf.SHF_ALLOC == 0: // for the debugger
		case s.Flags&elf.SHF_EXECINSTR != 0:
			m[0] += s.Size
		case s.Flags&elf.SHF_WRITE == 0:
			m[1] += s.Size
		case s.Type != elf.SHT_NOBITS:
			m[2] += s.Size
		default:
			m[3] += s.Size
		}
	}
	info, err := os.Stat(imagePath)
	if err != nil {
		return m, fmt.Errorf("cannot measure the image: %w", err)
	}
	m[4] = uint64(info.Size())
	return m, nil
}
