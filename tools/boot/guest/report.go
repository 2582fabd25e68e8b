// SPDX-License-Identifier: MIT

package guest

import (
	"regexp"
	"strconv"
)

// k210emu's report of its harts (tools/k210emu/machine, Report): for each a line
// with its number and pc, and lines of registers.
var (
	reportedHart      = regexp.MustCompile(`^hart (\d+): pc 0x([0-9a-f]{16}), `)
	reportedRegisters = regexp.MustCompile(`^([a-z][a-z0-9]* [0-9a-f]{16}( +|$))+$`)
	reportedRegister  = regexp.MustCompile(`([a-z][a-z0-9]*) ([0-9a-f]{16})`)
)

// Explain finds the report that k210emu writes when it ends a guest. It returns a
// line for each hart, where it was, and its last traps, and the lines that are no
// part of the report. programs are paths of ELF files that may explain an address.
func Explain(lines, programs []string) (described, others []string) {
	var harts []hart
	for _, line := range lines {
		switch match := reportedHart.FindStringSubmatch(line); {
		case match != nil:
			number, _ := strconv.Atoi(match[1]) // (digits, by the expression)
			h := hart{number: number, registers: make(map[string]uint64)}
			h.set("pc", match[2])
			harts = append(harts, h)
		case len(harts) > 0 && reportedRegisters.MatchString(line):
			for _, register := range reportedRegister.FindAllStringSubmatch(line, -1) {
				harts[len(harts)-1].set(register[1], register[2])
			}
		default:
			others = append(others, line)
		}
	}
	return describe(harts, programs), others
}
