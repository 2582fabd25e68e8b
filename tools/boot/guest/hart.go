// SPDX-License-Identifier: MIT

package guest

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bugo/tools/riscvelf"
)

// A hart is the part of an emulator's register dump that explains a hang.
type hart struct {
	number    int
	registers map[string]uint64
}

// set notes a register, by its 16 hexadecimal digits.
func (h hart) set(register, digits string) {
	if value, err := strconv.ParseUint(digits, 16, 64); err == nil {
		h.registers[register] = value
	}
}

// describe returns a line for each hart. programs are paths of ELF files that
// may explain an address; those that cannot be read do not.
func describe(harts []hart, programs []string) (lines []string) {
	if len(harts) == 0 {
		return nil
	}
	var files []*riscvelf.File
	for _, path := range programs {
		if f, err := riscvelf.Open(path); err == nil {
			files = append(files, f)
		}
	}
	for _, h := range harts {
		lines = append(lines, h.describe(files))
	}
	return lines
}

// describe says where the hart is, and what its last traps were if any.
func (h hart) describe(files []*riscvelf.File) string {
	line := fmt.Sprintf("hart %d: pc %s", h.number, locate(h.registers["pc"], files))
	for _, level := range []string{"m", "s"} {
		if epc := h.registers[level+"epc"]; epc != 0 {
			line += fmt.Sprintf("; last %s-mode trap: %scause %#x at %s, %stval %#x",
				strings.ToUpper(level), level, h.registers[level+"cause"], locate(epc, files), level, h.registers[level+"tval"])
		}
	}
	return line
}

// most bounds how many programs are named for one address.
const most = 3

// locate returns an address with the function, file and line that hold it. Apps have
// the same addresses, each in an address space of its own: where programs disagree,
// the first ones are named.
func locate(pc uint64, files []*riscvelf.File) string {
	var places, owners []string
	for _, f := range files {
		if place, ok := f.Locate(pc); ok && !slices.Contains(places, place.String()) {
			places = append(places, place.String())
			owners = append(owners, fmt.Sprintf("%s in %s", place, filepath.Base(f.Path)))
		}
	}
	switch n := len(places); {
	case n == 0:
		return fmt.Sprintf("%#x", pc)
	case n == 1:
		return fmt.Sprintf("%#x %s", pc, places[0])
	case n > most:
		owners = append(owners[:most], fmt.Sprintf("one of %d others", n-most))
	}
	return fmt.Sprintf("%#x %s", pc, strings.Join(owners, ", or "))
}
